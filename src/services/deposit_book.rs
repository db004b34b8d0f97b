use leptos::prelude::window;
use serde::{Deserialize, Serialize};
use sig::B256;

const STORAGE_KEY: &str = "cryptocity.deposits";
/// The oldest are dropped; the desk still has them.
const MOST: usize = 100;

/// A deposit that was proposed or opened in this browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownDeposit {
    /// The desk's name for it.
    pub id: String,
    /// Hash of the agreement that was signed here; another one is never shown as the same deposit.
    pub signed: Option<B256>,
}

/// What is known in this browser, newest first.
#[must_use]
pub fn known_deposits() -> Vec<KnownDeposit> {
    window()
        .local_storage()
        .ok()
        .flatten()
        .and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten())
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

/// Keeps a deposit, and the hash that was signed when there is one. A hash that was kept is not replaced.
pub fn keep_deposit(id: &str, signed: Option<B256>) {
    let mut known = known_deposits();
    match known.iter_mut().find(|deposit| deposit.id == id) {
        Some(deposit) => deposit.signed = deposit.signed.or(signed),
        None => known.insert(
            0,
            KnownDeposit {
                id: id.to_owned(),
                signed,
            },
        ),
    }
    known.truncate(MOST);
    store(&known);
}

/// Takes a deposit off the list; its link still leads there.
pub fn forget_deposit(id: &str) {
    let mut known = known_deposits();
    known.retain(|deposit| deposit.id != id);
    store(&known);
}

fn store(known: &[KnownDeposit]) {
    if let (Ok(Some(storage)), Ok(text)) = (window().local_storage(), serde_json::to_string(known)) {
        // Private windows may refuse to remember; the link still leads there.
        let _ = storage.set_item(STORAGE_KEY, &text);
    }
}
