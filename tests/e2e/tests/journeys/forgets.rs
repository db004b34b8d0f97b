use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use e2e::{DevTools, PASSWORD, Result};
use keys::{AccountKey, Mnemonic};
use pbkdf2::pbkdf2_hmac;
use serde_json::Value;
use sha2::Sha512;

use crate::support::journey;

/// From the text of BIP-39's reference vectors; nobody has used its accounts.
const WORDS: &str = "letter advice cage absurd amount doctor acoustic avoid letter advice cage above";

/// The stored vault, as its page may read it.
const VAULT: &str = r#"new Promise((done, failed) => {
    const open = indexedDB.open("cryptocity");
    open.onerror = failed;
    open.onsuccess = () => {
        const read = open.result.transaction("vault").objectStore("vault").get("newest");
        read.onsuccess = () => { open.result.close(); done(read.result); };
        read.onerror = failed;
    };
})"#;

/// Unwraps the data key of a stored vault as `crates/vault/README.md` describes it, without our code.
fn unwrap_data_key(vault: &str) -> Option<Vec<u8>> {
    let vault: Value = serde_json::from_str(vault).ok()?;
    let wrap = &vault["wraps"][0]["password"];
    let bytes = |name: &str| STANDARD.decode(wrap[name].as_str()?).ok();
    let number = |name: &str| u32::try_from(wrap["kdf"][name].as_u64()?).ok();
    let parameters = Params::new(
        number("memoryKib")?,
        number("iterations")?,
        number("parallelism")?,
        Some(32),
    )
    .ok()?;
    let mut kek = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(PASSWORD.as_bytes(), &bytes("salt")?, &mut kek)
        .ok()?;
    let aad = serde_json::to_vec(&(
        "cryptocity/vault/wrap/password",
        &wrap["version"],
        &vault["id"],
        &wrap["kdf"],
        &wrap["salt"],
    ))
    .ok()?;
    let nonce: [u8; 24] = bytes("nonce")?.try_into().ok()?;
    let wrapped = bytes("wrapped")?;
    let payload = Payload {
        msg: &wrapped,
        aad: &aad,
    };
    XChaCha20Poly1305::new((&kek).into())
        .decrypt(&XNonce::from(nonce), payload)
        .ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_wallet_has_no_key_no_seed_and_no_word_in_any_memory() -> Result<()> {
    journey(async |world| {
        let wallet = world.wallet();
        wallet.begin_to_restore().await?;
        let mut tools = DevTools::connect(&world.browser.debugger_address()?).await?;
        let page = tools.attach_to_page(&world.stack.addresses().wallet).await?;
        tools.keep_memories(&page).await?;
        wallet.begin_to_restore().await?;
        wallet.enter_words(WORDS).await?;
        // Nobody has used its accounts: that is said first.
        wallet.page().click("discovery-continue").await?;
        wallet.choose_password(PASSWORD).await?;
        wallet.address().await?;

        let stored = tools.evaluate(&page, VAULT).await?;
        let data_key = unwrap_data_key(stored.as_str().unwrap_or_default()).expect("the vault opens");
        let mnemonic = Mnemonic::parse(WORDS).expect("a phrase");
        let key = AccountKey::derive(&mnemonic.derive_seed(), 0).expect("a key");
        let mut seed = vec![0; 64];
        pbkdf2_hmac::<Sha512>(WORDS.as_bytes(), b"mnemonic", 2048, &mut seed);
        seed.truncate(32);
        let needles = [
            ("data key", data_key),
            ("entropy", mnemonic.expose_entropy().to_vec()),
            ("seed", seed),
            ("key", key.to_private_key().expose_bytes().to_vec()),
            ("words", WORDS.split_at(24).0.as_bytes().to_vec()),
        ];

        // The search finds what an unlocked wallet has.
        let meta = "document.querySelector('meta[name=wallet-worker]').content";
        let script = tools.evaluate(&page, meta).await?;
        let worker = tools
            .attach_to_worker_at(&page, script.as_str().unwrap_or_default())
            .await?;
        let open = tools.search_memory(&worker, &needles).await?;
        assert!(open.contains(&"data key".to_owned()), "{open:?}");

        // The page ends its worker as soon as it has wiped itself; here it stays, to be looked at.
        let keep = "Worker.prototype.terminate = function () { (window.kept ??= []).push(this); }; true";
        tools.evaluate(&page, keep).await?;
        wallet.lock().await?;
        let kept = tools.evaluate(&page, "window.kept?.length ?? 0").await?;
        assert_eq!(kept, 1, "the worker is ended at a lock");
        let left = tools.search_memory(&worker, &needles).await?;
        assert!(left.is_empty(), "in the worker after a lock: {left:?}");

        let heap = tools.heap(&page).await?;
        assert!(heap.contains("unlock-password"), "the search finds what is there");
        let leaks = world.secrets.found_in_text(&heap);
        assert!(leaks.is_empty(), "on the page's heap: {leaks:?}");
        let left = tools.search_page_memory(&page, &needles).await?;
        assert!(left.is_empty(), "in the page's program: {left:?}");
        Ok(())
    })
    .await
}
