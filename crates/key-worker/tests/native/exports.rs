//! What leaves the worker does so after fresh authentication, once; passwords and passkeys change the same way.

use crate::support::{Bench, MAKE_WORDS, NOW, PASSWORD};
use key_worker::protocol::{
    AccountRequest, AddPasskeyRequest, Failure, LockState, PasskeyRequest, PayRequest, Request, Response,
    SourceRequest,
};

const EXPORT_WORDS: Request = Request::ExportWords(SourceRequest { source: 0 });

/// Thirty-two bytes that are text, since the bench sends text.
fn prf(letter: &str) -> String {
    letter.repeat(32)
}

fn add_passkey() -> Request {
    Request::AddPasskey(AddPasskeyRequest {
        credential: "phone".into(),
        salt: "CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=".into(),
        transports: vec!["internal".into()],
        name: "телефон".into(),
    })
}

fn passkey() -> PasskeyRequest {
    PasskeyRequest {
        credential: "phone".into(),
    }
}

#[test]
fn words_are_shown_once_for_each_authentication() {
    let mut bench = Bench::new();
    let (_, words) = bench.ask(&MAKE_WORDS, "").unwrap();
    assert_eq!(bench.ask(&EXPORT_WORDS, "").unwrap_err(), Failure::Locked);
    bench.ask(&Request::CreateVault, PASSWORD).unwrap();
    let (response, exported) = bench.ask(&EXPORT_WORDS, "").unwrap();
    assert_eq!(exported, words);
    let language = "en".to_owned();
    assert_eq!(response, Response::Words { language });
    assert_eq!(
        bench.ask(&EXPORT_WORDS, "").unwrap_err(),
        Failure::AuthenticateAgain
    );
    let key = Request::ExportPrivateKey(AccountRequest { account: 0 });
    assert_eq!(bench.ask(&key, "").unwrap_err(), Failure::AuthenticateAgain);
    assert_eq!(
        bench
            .ask(&Request::Pay(PayRequest::Unlock), "қате сөз")
            .unwrap_err(),
        Failure::WrongPassword
    );
    assert_eq!(bench.ask(&key, "").unwrap_err(), Failure::AuthenticateAgain);
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    assert_eq!(bench.ask(&key, "").unwrap().1.len(), 66);
}

#[test]
fn authentication_grows_old() {
    let mut bench = Bench::with_vault();
    bench.clock.set(NOW + 119);
    bench.ask(&EXPORT_WORDS, "").unwrap();
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    bench.clock.set(NOW + 119 + 120);
    assert_eq!(
        bench.ask(&EXPORT_WORDS, "").unwrap_err(),
        Failure::AuthenticateAgain
    );
}

#[test]
fn a_changed_password_leaves_no_generation_that_the_old_one_opens() {
    let mut bench = Bench::with_vault();
    assert_eq!(
        bench.ask(&Request::ChangePassword, "қысқа").unwrap_err(),
        Failure::ShortPassword
    );
    bench
        .ask(&Request::ChangePassword, "жаңа шаңырақ көтеру")
        .unwrap();
    let old = || vault::Password::new(PASSWORD.as_bytes().to_vec());
    assert_eq!(bench.store.records().len(), 2);
    for record in bench.store.records() {
        vault::unlock_vault(&record, &old()).unwrap_err();
    }
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
fn a_passkey_opens_after_it_was_proven_and_not_after_it_was_taken_away() {
    let mut bench = Bench::with_vault();
    let (once, other) = (prf("a") + &prf("a"), prf("a") + &prf("b"));
    assert_eq!(
        bench.ask(&add_passkey(), &other).unwrap_err(),
        Failure::PasskeyUnproven
    );
    assert_eq!(
        bench.ask(&add_passkey(), &once).unwrap_err(),
        Failure::AuthenticateAgain
    );
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    let status = bench.status(&add_passkey(), &once).unwrap();
    assert_eq!((status.passkeys.len(), status.passkeys[0].added_at), (1, NOW));

    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    let unlock = Request::Pay(PayRequest::UnlockWithPasskey(passkey()));
    assert_eq!(bench.ask(&unlock, &prf("b")).unwrap_err(), Failure::WrongPasskey);
    assert_eq!(
        bench.status(&unlock, &prf("a")).unwrap().lock,
        LockState::Unlocked
    );
    bench.status(&Request::RemovePasskey(passkey()), "").unwrap();
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    assert_eq!(
        bench.ask(&unlock, &prf("a")).unwrap_err(),
        Failure::UnknownPasskey
    );
    assert!(
        bench
            .store
            .records()
            .iter()
            .all(|record| record.passkeys().count() == 0)
    );
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
}

#[test]
fn three_words_prove_the_backup() {
    let mut bench = Bench::new();
    let (_, words) = bench.ask(&MAKE_WORDS, "").unwrap();
    let status = bench.status(&Request::CreateVault, PASSWORD).unwrap();
    assert_eq!(status.sources[0].proven_at, None);
    let words: Vec<&str> = words.split(' ').collect();
    let start = Request::StartDrill(SourceRequest { source: 0 });
    let Response::Drill(positions) = bench.ask(&start, "").unwrap().0 else {
        panic!()
    };
    assert!(positions.len() == 3 && positions.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(
        bench.ask(&Request::CheckDrill, "zoo zoo zoo").unwrap_err(),
        Failure::DrillWrong
    );
    assert_eq!(
        bench.ask(&Request::CheckDrill, "").unwrap_err(),
        Failure::DrillWrong
    );
    let typed: Vec<&str> = positions.iter().map(|position| words[position - 1]).collect();
    let status = bench.status(&Request::CheckDrill, &typed.join(" ")).unwrap();
    assert_eq!(status.sources[0].proven_at, Some(NOW));
}
