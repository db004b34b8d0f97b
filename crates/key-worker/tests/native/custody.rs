//! Making, opening and losing a vault, through the worker's messages.

use crate::support::{Bench, MAKE_WORDS, NOW, PASSWORD};
use key_worker::protocol::{
    Failure, LockState, PayRequest, PayResponse, ReadWordsRequest, Request, Response, StatusView, decode,
};

fn read_words() -> Request {
    Request::ReadWords(ReadWordsRequest::default())
}

fn status(response: Response) -> StatusView {
    match response {
        Response::Pay(PayResponse::Status(status)) => status,
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_leave_once_and_open_the_same_account_elsewhere() {
    let mut bench = Bench::new();
    let (_, words) = bench.ask(&MAKE_WORDS, "").unwrap();
    assert_eq!(words.split(' ').count(), 12);
    let made = status(bench.ask(&Request::CreateVault, PASSWORD).unwrap().0);
    assert_eq!(made.lock, LockState::Unlocked);

    let mut other = Bench::new();
    other.ask(&read_words(), &words.to_uppercase()).unwrap();
    let restored = status(other.ask(&Request::CreateVault, "басқа тұлпар мінген").unwrap().0);
    assert_eq!(restored.accounts, made.accounts);
}

#[test]
fn wrong_words_are_named() {
    let mut bench = Bench::new();
    let words = "test test test test test test test test test test test junk";
    let read = |bench: &mut Bench, text: &str| bench.ask(&read_words(), text).unwrap_err();
    assert_eq!(read(&mut bench, "test test"), Failure::WordCount { count: 2 });
    assert_eq!(
        read(&mut bench, &words.replace("junk", "junc")),
        Failure::UnknownWord {
            position: 12,
            language: "english".into()
        }
    );
    assert_eq!(
        read(&mut bench, &words.replace("junk", "test")),
        Failure::WordsChecksum
    );
    assert_eq!(
        bench.ask(&Request::CreateVault, PASSWORD).unwrap_err(),
        Failure::NoWords
    );
}

#[test]
fn the_password_opens_after_a_lock_and_a_wrong_one_does_not() {
    let mut bench = Bench::with_vault();
    assert_eq!(
        status(bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap().0).lock,
        LockState::Locked
    );
    assert_eq!(
        bench
            .ask(&Request::Pay(PayRequest::Unlock), "қате құпиясөз")
            .unwrap_err(),
        Failure::WrongPassword
    );
    assert_eq!(
        status(bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap().0).lock,
        LockState::Unlocked
    );
}

const OTHER_WORDS: &str = "test test test test test test test test test test test junk";

#[test]
fn a_vault_is_never_overwritten_by_other_words() {
    let mut bench = Bench::with_vault();
    bench.ask(&read_words(), OTHER_WORDS).unwrap();
    assert_eq!(
        bench.ask(&Request::CreateVault, PASSWORD).unwrap_err(),
        Failure::VaultExists
    );
    assert_eq!(bench.store.texts.borrow().len(), 1);
}

#[test]
fn a_forgotten_password_is_replaced_by_the_vaults_own_words() {
    let mut bench = Bench::new();
    let (_, words) = bench.ask(&MAKE_WORDS, "").unwrap();
    bench.ask(&Request::CreateVault, PASSWORD).unwrap();
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    bench.ask(&read_words(), &words).unwrap();
    bench.ask(&Request::CreateVault, "жаңа шаңырақ көтеру").unwrap();
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    assert_eq!(
        bench
            .ask(&Request::Pay(PayRequest::Unlock), PASSWORD)
            .unwrap_err(),
        Failure::WrongPassword
    );
    bench
        .ask(&Request::Pay(PayRequest::Unlock), "жаңа шаңырақ көтеру")
        .unwrap();
}

#[test]
fn a_damaged_vault_is_restored_by_typed_words_and_not_replaced_by_new_ones() {
    let mut bench = Bench::with_vault();
    bench.store.damage_newest();
    bench.ask(&MAKE_WORDS, "").unwrap();
    assert_eq!(
        bench.ask(&Request::CreateVault, PASSWORD).unwrap_err(),
        Failure::VaultDamaged
    );
    bench.ask(&read_words(), OTHER_WORDS).unwrap();
    bench.ask(&Request::CreateVault, PASSWORD).unwrap();
}

#[test]
fn a_damaged_newest_generation_falls_back_to_the_one_before() {
    let bench = Bench::with_vault();
    let good = bench.store.texts.borrow()[0].clone();
    bench.store.texts.borrow_mut().push(good);
    bench.store.damage_newest();
    let damaged = bench.store.texts.borrow()[0].clone();
    let mut reopened = Bench::over(bench.store.clone(), NOW);
    assert_eq!(
        status(
            reopened
                .ask(&Request::Pay(PayRequest::Unlock), PASSWORD)
                .unwrap()
                .0
        )
        .lock,
        LockState::Unlocked
    );

    bench.store.texts.replace(vec![damaged]);
    assert_eq!(
        reopened
            .ask(&Request::Pay(PayRequest::Unlock), PASSWORD)
            .unwrap_err(),
        Failure::VaultDamaged
    );
}

#[test]
fn no_answer_ever_holds_the_seed_or_the_password() {
    let mut bench = Bench::new();
    let (_, words) = bench.ask(&MAKE_WORDS, "").unwrap();
    let mut answers = String::new();
    for (request, secret) in [
        (Request::CreateVault, PASSWORD),
        (Request::Pay(PayRequest::Status), ""),
        (Request::Pay(PayRequest::Lock), ""),
        (Request::Pay(PayRequest::Unlock), PASSWORD),
    ] {
        let (response, secret) = bench.ask(&request, secret).unwrap();
        answers += &format!("{response:?}{secret}");
    }
    answers += &bench.store.texts.borrow().concat();
    assert!(!answers.contains(PASSWORD));
    let words: Vec<&str> = words.split(' ').collect();
    assert!(words.windows(2).all(|pair| !answers.contains(&pair.join(" "))));
}

#[test]
fn short_or_weak_passwords_and_garbage_are_refused() {
    let mut bench = Bench::new();
    bench.ask(&MAKE_WORDS, "").unwrap();
    assert_eq!(
        bench.ask(&Request::CreateVault, "1234567").unwrap_err(),
        Failure::ShortPassword
    );
    for weak in ["Пароль2026", "бозторғай", "17051991"] {
        assert_eq!(
            bench.ask(&Request::CreateVault, weak).unwrap_err(),
            Failure::WeakPassword
        );
    }
    assert!(bench.store.records().is_empty());
    let answer = futures_executor::block_on(bench.worker.handle(b"exportKey", Default::default())).0;
    assert_eq!(
        decode::<Result<Response, Failure>>(&answer),
        Some(Err(Failure::BadRequest))
    );
}

/// The memory adapter of the tests keeps the same contract as IndexedDB.
#[test]
fn the_memory_store_keeps_the_contract() {
    let store = crate::support::MemoryStore::default();
    futures_executor::block_on(testkit::vault_store_contract(&store));
}
