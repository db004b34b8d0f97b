use key_worker::protocol::{Request, Response, StrengthLevel, StrengthView, WeaknessKind};
use leptos::{html::Input, prelude::*, task::spawn_local};
use zeroize::Zeroizing;

use crate::{
    i18n::{Key, use_i18n},
    pages::wallet::Wallet,
};

/// A password field with advice below it while one types. The worker judges; the page learns the verdict only.
#[component]
pub(crate) fn StrengthNote(
    /// The password's element.
    node: NodeRef<Input>,
    /// Its field.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let verdict = RwSignal::new(None::<StrengthView>);
    let asked = StoredValue::new(0_u32);
    let rate = move |_| {
        let Some(input) = node.get_untracked() else { return };
        let typed = Zeroizing::new(input.value().into_bytes());
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        if typed.is_empty() {
            verdict.set(None);
            return;
        }
        spawn_local(async move {
            if let Ok((Response::Strength(view), _)) = wallet.ask_with(&Request::RatePassword, typed).await
                && asked.try_get_value() == Some(number)
            {
                verdict.set(Some(view));
            }
        });
    };
    let steps = move || match verdict.get().map(|view| view.level) {
        None => "0",
        Some(StrengthLevel::Weak) => "1",
        Some(StrengthLevel::Fair) => "2",
        Some(StrengthLevel::Good) => "3",
        Some(StrengthLevel::Strong) => "4",
    };
    view! {
        <div class="stack" on:input=rate>
            {children()}
            <div class="strength" data-testid="strength" data-level=steps>
                <span aria-hidden="true"></span>
                <span aria-hidden="true"></span>
                <span aria-hidden="true"></span>
                <span aria-hidden="true"></span>
                <p class="hint" aria-live="polite">
                    {move || {
                        verdict
                            .get()
                            .map(|view| {
                                let advice = view.weakness.map(|weakness| i18n.text(weakness_key(weakness)));
                                format!("{} {}", i18n.text(level_key(view.level)), advice.unwrap_or_default())
                            })
                    }}
                </p>
            </div>
        </div>
    }
}

const fn level_key(level: StrengthLevel) -> Key {
    match level {
        StrengthLevel::Weak => Key::StrengthWeak,
        StrengthLevel::Fair => Key::StrengthFair,
        StrengthLevel::Good => Key::StrengthGood,
        StrengthLevel::Strong => Key::StrengthStrong,
    }
}

const fn weakness_key(weakness: WeaknessKind) -> Key {
    match weakness {
        WeaknessKind::Common => Key::StrengthCommon,
        WeaknessKind::Sequence => Key::StrengthSequence,
        WeaknessKind::Repeated => Key::StrengthRepeated,
        WeaknessKind::Date => Key::StrengthDate,
        WeaknessKind::Short => Key::StrengthShort,
    }
}
