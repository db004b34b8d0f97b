use gloo_timers::callback::Timeout;
use leptos::{ev, prelude::*};

/// A click meant for something else must not land on the pay button: this long what it pays has to be seen first.
const ARMING_MS: u32 = 600;

/// Whether what is to be approved has been on screen, in a window that stayed in front, for long enough. Whenever the
/// window comes to the front again, the time starts anew: another page may bring it there under a running double click.
#[must_use]
pub fn arm_after_a_while() -> ReadSignal<bool> {
    let armed = RwSignal::new(false);
    let timer = StoredValue::new_local(None);
    let rearm = move || {
        armed.set(false);
        timer.set_value(Some(Timeout::new(ARMING_MS, move || {
            let _ = armed.try_set(true);
        })));
    };
    rearm();
    let focus = window_event_listener(ev::focus, move |_| rearm());
    on_cleanup(move || {
        focus.remove();
        timer.try_update_value(|timer: &mut Option<Timeout>| drop(timer.take()));
    });
    armed.read_only()
}
