use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

/// Seconds until a time, counted down while the page shows it.
pub(crate) fn remaining(until: u64) -> RwSignal<u64> {
    let left = RwSignal::new(until.saturating_sub(browser::now_seconds()));
    spawn_local(async move {
        loop {
            TimeoutFuture::new(1_000).await;
            let seconds = until.saturating_sub(browser::now_seconds());
            // The offer may be gone from the page.
            if left.try_set(seconds).is_some() || seconds == 0 {
                break;
            }
        }
    });
    left
}
