//! After how many idle minutes the wallet locks, in `localStorage`.

const KEY: &str = "cryptocity.autolock";

/// What can be chosen, in minutes.
pub const AUTO_LOCK_CHOICES: [u32; 5] = [1, 5, 10, 30, 60];
const DEFAULT: u32 = 10;

/// The chosen number of minutes, 10 at first.
#[must_use]
pub fn read_auto_lock_minutes() -> u32 {
    let chosen = storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .and_then(|text| text.parse().ok());
    chosen
        .filter(|minutes| AUTO_LOCK_CHOICES.contains(minutes))
        .unwrap_or(DEFAULT)
}

/// Remembers the choice. Without `localStorage` the default stays.
pub fn write_auto_lock_minutes(minutes: u32) {
    if let Some(storage) = storage() {
        // Private windows may refuse; then the default holds.
        let _ = storage.set_item(KEY, &minutes.to_string());
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
