//! Whether this tab has shown new recovery words that became no wallet yet, in `sessionStorage`. No word is kept.

const KEY: &str = "cryptocity.words-shown";

/// Notes that new words were shown; `true` when others were shown before.
pub fn note_new_words() -> bool {
    let Some(storage) = storage() else { return false };
    let before = storage.get_item(KEY).ok().flatten().is_some();
    let _ = storage.set_item(KEY, "1");
    before
}

/// The words became a wallet.
pub fn forget_new_words() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(KEY);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}
