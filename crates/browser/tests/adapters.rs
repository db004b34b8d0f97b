//! The adapters in a real browser: IndexedDB keeps the store's contract, randomness is the platform's, reading stops at
//! the cap.
#![cfg(target_arch = "wasm32")]

use browser::{
    BrowserRandom, HttpRequest, IdbVaultStore, JournalEntry, WebLock, fetch, find_journal, read_journal,
    read_seen_version, write_journal, write_seen_version,
};
use chain::{HttpError, HttpLimits};
use js_sys::{Function, Reflect};
use testkit::vault_store_contract;
use vault::RandomPort as _;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn indexed_db_keeps_the_vault_contract() {
    vault_store_contract(&IdbVaultStore).await;
}

#[wasm_bindgen_test]
async fn the_journal_survives_as_written() {
    let entry = JournalEntry {
        payment_signature: "cGF5".into(),
        accept_index: 1,
        asset: "eip155:1/erc20:0x1111111111111111111111111111111111111111".into(),
        payment_required: "cmVx".into(),
        account: 0,
        signed_at: 1_795_000_000,
        valid_before: 1_795_000_900,
        refused: None,
        settled: None,
    };
    let (hash, url) = ("0x01", "http://127.0.0.1/pay/1");
    assert_eq!(find_journal(url).await, Ok(None));
    write_journal(hash, url, &entry).await.expect("is written");
    assert_eq!(read_journal(hash).await, Ok(Some(entry.clone())));
    assert_eq!(find_journal(url).await, Ok(Some((hash.into(), entry))));
    assert_eq!(find_journal("http://127.0.0.1/pay/2").await, Ok(None));
}

#[wasm_bindgen_test]
async fn the_registry_version_is_remembered() {
    assert_eq!(read_seen_version().await, Ok(0));
    write_seen_version(7).await.expect("is written");
    assert_eq!(read_seen_version().await, Ok(7));
}

/// With the browser's generator broken nothing is made; with another one in its place its bytes are what comes out.
#[wasm_bindgen_test]
fn randomness_comes_from_get_random_values_and_nowhere_else() {
    let global = js_sys::global();
    let crypto = Reflect::get(&global, &"crypto".into()).expect("there is a crypto object");
    let replace = |body: &str| {
        let function: Function = Function::new_with_args("bytes", body);
        Reflect::set(&crypto, &"getRandomValues".into(), &function).expect("can be shadowed");
    };
    replace("return bytes.fill(42)");
    let mut bytes = [0; 32];
    BrowserRandom.fill(&mut bytes).expect("fills");
    assert_eq!(bytes, [42; 32]);
    replace("throw new Error('broken')");
    assert!(BrowserRandom.fill(&mut bytes).is_err());
    Reflect::delete_property(
        crypto.unchecked_ref::<js_sys::Object>(),
        &JsValue::from_str("getRandomValues"),
    )
    .expect("can be restored");
    BrowserRandom.fill(&mut bytes).expect("fills again");
    assert_ne!(bytes, [42; 32]);
}

#[wasm_bindgen_test]
async fn reading_stops_at_the_cap_and_a_dead_port_is_unreachable() {
    let request = HttpRequest {
        method: "GET",
        url: "data:text/plain,0123456789",
        headers: &[],
        body: None,
    };
    let limits = |max_bytes| HttpLimits {
        max_bytes,
        ..HttpLimits::default()
    };
    let answer = fetch(&request, limits(10)).await.expect("fits");
    assert_eq!(answer.body, b"0123456789");
    assert_eq!(
        fetch(&request, limits(9)).await.map(|a| a.status),
        Err(HttpError::TooLarge)
    );

    let dead = HttpRequest {
        url: "http://127.0.0.1:9/",
        ..request
    };
    let error = fetch(&dead, limits(10)).await.map(|a| a.status);
    assert!(matches!(error, Err(HttpError::Unreachable(_))), "{error:?}");
}

#[wasm_bindgen_test]
async fn a_lock_has_one_holder_and_the_next_gets_it_when_it_is_dropped() {
    use std::{cell::RefCell, rc::Rc};
    let log = Rc::new(RefCell::new(Vec::new()));
    let first = WebLock::acquire("cryptocity.test").await;
    let waiting = {
        let log = log.clone();
        async move {
            let _second = WebLock::acquire("cryptocity.test").await;
            log.borrow_mut().push("second");
        }
    };
    let (done, wait) = futures_channel::oneshot::channel();
    wasm_bindgen_futures::spawn_local(async move {
        waiting.await;
        // The test below may have ended with a failure.
        let _ = done.send(());
    });
    gloo_timers::future::TimeoutFuture::new(50).await;
    log.borrow_mut().push("first");
    drop(first);
    wait.await.expect("the second holder ran");
    assert_eq!(*log.borrow(), ["first", "second"]);
}
