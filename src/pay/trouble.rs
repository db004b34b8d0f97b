use browser::PasskeyError;
use leptos::{ev, prelude::*, task::spawn_local};

use crate::{
    components::Alert,
    i18n::{I18n, Key, failure_text, format_amount, use_i18n},
    pay::{
        load::load,
        model::{Model, Trouble},
        other_device::OtherDevice,
    },
    services::{FetchRegistryError, KeyError, ReadChainError, TillError},
};

/// It did not work: what happened, and the way on.
#[component]
pub(crate) fn TroubleView(model: Model, trouble: Trouble) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::ErrorTitle)}</h2>
            <Alert text=Signal::derive(move || trouble_text(i18n, &trouble)) />
            <RetryButton model />
        </section>
    }
}

/// No wallet in this browser: open one in a new tab, or pay where there is one. Whoever comes back to this window finds the
/// order in it.
#[component]
pub(crate) fn NoVaultView(model: Model) -> impl IntoView {
    let i18n = use_i18n();
    let back = window_event_listener(ev::focus, move |_| spawn_local(load(model)));
    on_cleanup(move || back.remove());
    view! {
        <section class="card" data-testid="no-vault">
            <h2>{move || i18n.text(Key::PayNoVaultTitle)}</h2>
            <p>{move || i18n.text(Key::PayNoVaultText)}</p>
            <a class="button" href="/?pay" target="_blank" rel="noopener" data-testid="open-wallet">{move || i18n.text(Key::PayNoVaultOpen)}</a>
            <RetryButton model />
            <OtherDevice model />
        </section>
    }
}

/// Paid on the other device that this page showed the way to.
#[component]
pub(crate) fn PaidElsewhereView() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card receipt" data-testid="paid-elsewhere">
            <p class="tick" aria-hidden="true">"✓"</p>
            <div role="status">
                <h2>{move || i18n.text(Key::ReceiptTitle)}</h2>
                <p>{move || i18n.text(Key::PayElsewhere)}</p>
            </div>
            <button type="button" class="button" on:click=move |_| { let _ = window().close(); }>
                {move || i18n.text(Key::ReceiptClose)}
            </button>
        </section>
    }
}

#[component]
fn RetryButton(model: Model) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <button type="button" class="button quiet" data-testid="retry" on:click=move |_| spawn_local(load(model))>
            {move || i18n.text(Key::ActionRetry)}
        </button>
    }
}

/// The sentence for a trouble.
pub(crate) fn trouble_text(i18n: I18n, trouble: &Trouble) -> String {
    let key = match trouble {
        Trouble::Keys(KeyError::Refused(failure)) => return failure_text(i18n, failure),
        Trouble::Till(TillError::Refused(reason)) => {
            return i18n.fill(Key::ErrorTillRefused, &[("reason", reason)]);
        }
        Trouble::Insufficient {
            balance,
            needed,
            decimals,
            symbol,
        } => {
            let show = |amount| format_amount(amount, *decimals, symbol, i18n.language());
            let values = [("balance", &*show(*balance)), ("amount", &*show(*needed))];
            return i18n.fill(Key::PayInsufficient, &values);
        }
        Trouble::Bound { symbol } => return i18n.fill(Key::ErrorBound, &[("symbol", symbol)]),
        Trouble::NoOrder => Key::PayNoOrder,
        Trouble::Changed => Key::PayChanged,
        Trouble::Delegated => Key::PayDelegated,
        Trouble::TooManyWindows => Key::PayTooManyWindows,
        Trouble::Keys(KeyError::Worker) => Key::ErrorWorker,
        Trouble::Registry(FetchRegistryError::Unreachable) => Key::ErrorRegistryUnreachable,
        Trouble::Registry(FetchRegistryError::Storage) | Trouble::Journal => Key::ErrorStorage,
        Trouble::Till(TillError::Unreachable | TillError::Later) => Key::ErrorTillUnreachable,
        Trouble::Till(TillError::Missing) => Key::ErrorOrderMissing,
        Trouble::Till(TillError::Expired) => Key::ErrorOrderExpired,
        Trouble::Till(TillError::Paid) => Key::ErrorPaidAlready,
        Trouble::Till(TillError::InProgress) => Key::ErrorInProgress,
        Trouble::Chain(ReadChainError::Unreachable) => Key::ErrorChainUnreachable,
        Trouble::Chain(ReadChainError::WrongChain) => Key::ErrorWrongChain,
        Trouble::Passkey(PasskeyError::Unsupported) => Key::KeysErrorPasskeyUnsupported,
        Trouble::Passkey(PasskeyError::Cancelled) => Key::KeysErrorPasskeyCancelled,
        Trouble::Passkey(PasskeyError::AlreadyThere | PasskeyError::Failed(_)) => Key::KeysErrorPasskeyFailed,
        Trouble::PayerData => Key::PayTravelFailed,
        Trouble::Unconfirmed => Key::ErrorUnconfirmed,
    };
    i18n.text(key).to_owned()
}
