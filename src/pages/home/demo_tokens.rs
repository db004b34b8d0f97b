use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Alert, BusyText, Glyph, Icon},
    i18n::{Key, use_i18n},
    pages::money::Money,
    services::request_tokens,
};

/// What became of asking for demo tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    Nothing,
    Sending,
    Sent,
    Failed,
}

/// Demo tokens can be asked for at two places of the page; it is one question.
#[derive(Debug, Clone, Copy)]
pub(super) struct Faucet {
    money: Money,
    pub(super) asked: RwSignal<Asked>,
}

impl Faucet {
    pub(super) fn new(money: Money) -> Self {
        Self {
            money,
            asked: RwSignal::new(Asked::Nothing),
        }
    }

    /// Whether this zone has demo tokens.
    pub(super) fn is_there(self) -> bool {
        let registry = self.money.wallet.registry;
        registry.with(|registry| registry.as_ref().is_none_or(|registry| registry.demo))
    }

    /// Whether they can be asked for now.
    pub(super) fn is_ready(self) -> bool {
        self.asked.get() != Asked::Sending && self.money.wallet.registry.with(Option::is_some)
    }

    /// Has the first operator send some to the chosen account.
    pub(super) fn ask(self) {
        let Self { money, asked } = self;
        // The button stays one that can be focused: whoever pressed it keeps their place.
        if !untrack(move || self.is_ready()) {
            return;
        }
        let operator = money.wallet.registry.with_untracked(|registry| {
            registry
                .as_ref()?
                .operators
                .first()
                .map(|operator| operator.url.clone())
        });
        let (Some(operator), Some(account)) = (operator, untrack(move || money.wallet.account())) else {
            return;
        };
        asked.set(Asked::Sending);
        spawn_local(async move {
            let sent = request_tokens(&operator, account).await;
            money.refresh().await;
            // The page may be gone by then.
            let _ = asked.try_set(if sent.is_ok() { Asked::Sent } else { Asked::Failed });
        });
    }
}

/// The button, and what became of it.
#[component]
pub(super) fn DemoTokens(faucet: Faucet) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        {move || {
            faucet
                .is_there()
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button quiet"
                            data-testid="faucet"
                            aria-disabled=move || (!faucet.is_ready()).to_string()
                            on:click=move |_| faucet.ask()
                        >
                            <Glyph icon=Icon::Gift />
                            {move || i18n.text(Key::HomeFaucet)}
                        </button>
                    }
                })
        }}
        {move || match faucet.asked.get() {
            Asked::Nothing => ().into_any(),
            Asked::Sending => {
                view! { <BusyText text=Signal::derive(move || i18n.text(Key::HomeFaucetBusy).to_owned()) /> }.into_any()
            }
            Asked::Sent => {
                view! { <p role="status" data-testid="faucet-done">{move || i18n.text(Key::HomeFaucetDone)}</p> }
                    .into_any()
            }
            Asked::Failed => {
                view! { <Alert text=Signal::derive(move || i18n.text(Key::HomeFaucetFailed).to_owned()) /> }.into_any()
            }
        }}
    }
}
