//! The key worker's state in a real dedicated worker: real IndexedDB, real randomness, full Argon2id.
#![cfg(target_arch = "wasm32")]

use browser::{BrowserRandom, IdbVaultStore, now_seconds};
use key_worker::{
    Clock, KeyWorker,
    protocol::{
        Failure, LockState, MakeWordsRequest, PayRequest, PayResponse, Request, Response, decode, encode,
    },
};
use vault::KdfParameters;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use zeroize::Zeroizing;
use zone::demo_trust_root;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

struct BrowserClock;

impl Clock for BrowserClock {
    fn now_seconds(&self) -> u64 {
        now_seconds()
    }
}

const MAKE_WORDS: Request = Request::MakeWords(MakeWordsRequest { long: false });

type Worker = KeyWorker<IdbVaultStore, BrowserRandom, BrowserClock>;

fn worker() -> Worker {
    KeyWorker::new(
        IdbVaultStore,
        BrowserRandom,
        BrowserClock,
        demo_trust_root(),
        KdfParameters::default(),
    )
}

type Answer = Result<Response, Failure>;

async fn ask(worker: &mut Worker, request: &Request, secret: &str) -> (Answer, Zeroizing<Vec<u8>>) {
    let (answer, secret) = worker
        .handle(&encode(request), Zeroizing::new(secret.as_bytes().to_vec()))
        .await;
    (decode(&answer).expect("is an answer"), secret)
}

fn lock_of(answer: Answer) -> LockState {
    match answer {
        Ok(Response::Pay(PayResponse::Status(status))) => status.lock,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn a_vault_made_here_opens_in_the_next_worker() {
    let mut first = worker();
    assert_eq!(
        lock_of(ask(&mut first, &Request::Pay(PayRequest::Status), "").await.0),
        LockState::NoVault
    );
    let (_, words) = ask(&mut first, &MAKE_WORDS, "").await;
    let (_, other_words) = ask(&mut worker(), &MAKE_WORDS, "").await;
    assert_ne!(words, other_words, "two wallets never share words");
    assert_eq!(
        lock_of(
            ask(&mut first, &Request::CreateVault, "алма ағашы гүлдеді")
                .await
                .0
        ),
        LockState::Unlocked
    );
    drop(first);

    let mut next = worker();
    assert_eq!(
        lock_of(ask(&mut next, &Request::Pay(PayRequest::Status), "").await.0),
        LockState::Locked
    );
    assert_eq!(
        ask(&mut next, &Request::Pay(PayRequest::Unlock), "алма агашы")
            .await
            .0,
        Err(Failure::WrongPassword)
    );
    assert_eq!(
        lock_of(
            ask(&mut next, &Request::Pay(PayRequest::Unlock), "алма ағашы гүлдеді")
                .await
                .0
        ),
        LockState::Unlocked
    );
}
