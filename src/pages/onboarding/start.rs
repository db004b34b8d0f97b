use browser::{VaultMarker, read_vault_marker};
use leptos::prelude::*;

use crate::i18n::{Key, use_i18n, use_title};

/// No vault here: create or restore. Restore comes first where a vault was lost.
#[component]
pub(crate) fn StartPage() -> impl IntoView {
    let i18n = use_i18n();
    let lost = read_vault_marker() == VaultMarker::Made;
    use_title(Signal::derive(move || {
        i18n.text(if lost {
            Key::StartLostTitle
        } else {
            Key::StartTitle
        })
        .to_owned()
    }));
    let create = view! {
        <a class=if lost { "button quiet" } else { "button" } href="/create" data-testid="create-wallet">
            {move || i18n.text(Key::StartCreate)}
        </a>
    };
    let restore = view! {
        <a class=if lost { "button" } else { "button quiet" } href="/restore" data-testid="restore-wallet">
            {move || i18n.text(Key::StartRestore)}
        </a>
    };
    let actions = if lost {
        (restore.into_any(), create.into_any())
    } else {
        (create.into_any(), restore.into_any())
    };
    view! {
        <section class="hero">
            <div class="peaks" aria-hidden="true"></div>
            {if lost {
                view! {
                    <h1>{move || i18n.text(Key::StartLostTitle)}</h1>
                    <p>{move || i18n.text(Key::StartLostText)}</p>
                }
                    .into_any()
            } else {
                view! {
                    <h1>{move || i18n.text(Key::StartTitle)}</h1>
                    <p>{move || i18n.text(Key::StartLead)}</p>
                }
                    .into_any()
            }}
            <div class="actions">{actions}</div>
            {(!lost).then(|| view! { <p class="quiet">{move || i18n.text(Key::StartBefore)}</p> })}
        </section>
    }
}
