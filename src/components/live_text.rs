use std::time::Duration;

use leptos::prelude::*;

/// After the region is there; nobody sees that it was empty.
const FOLLOWS: Duration = Duration::from_millis(50);

/// A text that comes a moment after the live region it stands in: a region that comes with its text is not announced by every
/// screen reader.
pub(super) fn following(text: Signal<String>) -> Signal<String> {
    let is_here = RwSignal::new(false);
    let come = move || {
        // The page may be gone by then.
        let _ = is_here.try_set(true);
    };
    set_timeout(come, FOLLOWS);
    Signal::derive(move || if is_here.get() { text.get() } else { String::new() })
}
