use browser::now_seconds;
use leptos::prelude::*;

use crate::{
    components::{Alert, Notice},
    i18n::{Key, format_relative, use_i18n},
    pages::money::{Money, Network},
};

/// Says when the nodes do not answer, or only another one does: what is shown is what was known last, and as of when.
#[component]
pub(crate) fn NetworkNote() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let age = move || {
        let time = money
            .snapshot
            .with(|snapshot| snapshot.as_ref().map(|snapshot| snapshot.taken_at))?;
        Some(format_relative(time, now_seconds(), i18n.language()))
    };
    move || match money.network.get() {
        Network::Unknown | Network::Good => ().into_any(),
        Network::Degraded => {
            view! { <Notice text=Signal::derive(move || i18n.text(Key::NetworkDegraded).to_owned()) /> }
                .into_any()
        }
        Network::Offline => {
            let text = Signal::derive(move || match age() {
                Some(age) => i18n.fill(Key::NetworkOffline, &[("age", &age)]),
                None => i18n.text(Key::NetworkNever).to_owned(),
            });
            view! { <div role="status" data-testid="offline"><Notice text /></div> }.into_any()
        }
        Network::WrongChain => {
            view! { <Alert text=Signal::derive(move || i18n.text(Key::MoneyErrorWrongChain).to_owned()) /> }
                .into_any()
        }
    }
}
