//! Storage that fails: the vault is the old one or the new one, never a mixture, and every fault has its own name.

use crate::support::{Bench, Fault, NOW, PASSWORD};
use key_worker::protocol::{Failure, LockState, PayRequest, RenameAccountRequest, Request};

fn rename(name: &str) -> Request {
    Request::RenameAccount(RenameAccountRequest {
        account: 0,
        name: name.into(),
    })
}

#[test]
fn whatever_a_write_does_the_next_start_finds_the_old_or_the_new_vault() {
    for (fault, failure) in [
        (Fault::Full, Failure::StorageFull),
        (Fault::Lost, Failure::StorageNotKept),
        (Fault::AnswerLost, Failure::Storage),
    ] {
        let mut bench = Bench::with_vault();
        bench.status(&rename("old"), "").unwrap();
        bench.store.fault.set(Some(fault));
        assert_eq!(bench.ask(&rename("new"), "").unwrap_err(), failure);
        assert_eq!(
            bench
                .ask(&Request::ChangePassword, "жаңа шаңырақ көтеру")
                .unwrap_err(),
            failure
        );
        bench.store.fault.set(None);

        let mut next = Bench::over(bench.store.clone(), NOW);
        let opened = next
            .status(&Request::Pay(PayRequest::Unlock), PASSWORD)
            .or_else(|_| next.status(&Request::Pay(PayRequest::Unlock), "жаңа шаңырақ көтеру"))
            .unwrap();
        assert!(["old", "new"].contains(&opened.accounts[0].name.as_deref().unwrap()));
        // The tab that saw the fault goes on with what is stored.
        let status = bench.status(&rename("later"), "").unwrap();
        assert_eq!(status.accounts[0].name.as_deref(), Some("later"));
    }
}

#[test]
fn a_vault_that_could_not_be_stored_does_not_count_as_made() {
    let mut bench = Bench::new();
    bench.ask(&crate::support::MAKE_WORDS, "").unwrap();
    bench.store.fault.set(Some(Fault::Full));
    assert_eq!(
        bench.ask(&Request::CreateVault, PASSWORD).unwrap_err(),
        Failure::StorageFull
    );
    assert_eq!(
        bench.status(&Request::Pay(PayRequest::Status), "").unwrap().lock,
        LockState::NoVault
    );
}

#[test]
fn a_failed_upgrade_of_the_parameters_still_unlocks() {
    let bench = Bench::with_vault();
    let before = bench.store.texts.borrow().clone();
    let mut stronger = Bench::with_passes(bench.store.clone(), 3);
    stronger.store.fault.set(Some(Fault::Full));
    assert_eq!(
        stronger
            .status(&Request::Pay(PayRequest::Unlock), PASSWORD)
            .unwrap()
            .lock,
        LockState::Unlocked
    );
    assert_eq!(*bench.store.texts.borrow(), before);
    stronger.store.fault.set(None);
    stronger
        .status(&Request::Pay(PayRequest::Unlock), PASSWORD)
        .unwrap();
    let newest = bench.store.records().remove(0);
    assert_eq!(newest.wraps[0].as_password().unwrap().kdf.iterations, 3);
    Bench::over(bench.store, NOW)
        .status(&Request::Pay(PayRequest::Unlock), PASSWORD)
        .unwrap();
}
