use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, use_i18n},
};

/// Long enough to be read twice, in milliseconds. What must not be missed is an alert on the page, never a toast.
const SHOWN: u32 = 6_000;

/// Short notices that pass: "copied", "saved".
#[derive(Debug, Clone, Copy)]
pub struct Toasts(RwSignal<Vec<(u64, String)>>, StoredValue<u64>);

impl Toasts {
    /// The page's toasts.
    ///
    /// # Panics
    /// When no parent called [`provide_toasts`]: a mistake of the program.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Shows a sentence for a while.
    pub fn show(self, text: impl Into<String>) {
        let number = self.1.get_value().wrapping_add(1);
        self.1.set_value(number);
        self.0.update(|toasts| toasts.push((number, text.into())));
        spawn_local(async move {
            TimeoutFuture::new(SHOWN).await;
            self.close(number);
        });
    }

    fn close(self, number: u64) {
        // The page may be gone by then.
        let _ = self
            .0
            .try_update(|toasts| toasts.retain(|(known, _)| *known != number));
    }
}

/// Call once above all pages; [`ToastArea`] shows them.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts(RwSignal::new(Vec::new()), StoredValue::new(0));
    provide_context(toasts);
    toasts
}

/// Where toasts appear. It is always there, so that screen readers announce what comes into it.
#[component]
pub fn ToastArea() -> impl IntoView {
    let i18n = use_i18n();
    let toasts = Toasts::expect();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.0.get() key=|(number, _)| *number let((number, text))>
                <div class="toast">
                    <span>{text}</span>
                    <button
                        type="button"
                        class="icon-button"
                        aria-label=move || i18n.text(Key::ActionClose)
                        on:click=move |_| toasts.close(number)
                    >
                        <Glyph icon=Icon::Close />
                    </button>
                </div>
            </For>
        </div>
    }
}
