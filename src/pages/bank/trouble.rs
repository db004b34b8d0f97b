use leptos::prelude::*;

use crate::{
    components::Alert,
    i18n::{I18n, use_i18n},
    pages::{
        exchange::refusal_text,
        identification::{IdentifyLink, needs_identification},
        money::MoneyTrouble,
        wallet::WalletTrouble,
    },
    services::{FetchRegistryError, KeyError, OperatorError},
};

/// What went wrong with a top-up or cash-out. Nothing was lost in any of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BankTrouble {
    /// The operator did not do it.
    Operator {
        /// Its till.
        url: String,
        /// Why.
        error: OperatorError,
    },
    /// The wallet, or what it keeps.
    Money(MoneyTrouble),
}

impl From<MoneyTrouble> for BankTrouble {
    fn from(trouble: MoneyTrouble) -> Self {
        Self::Money(trouble)
    }
}

impl From<WalletTrouble> for BankTrouble {
    fn from(trouble: WalletTrouble) -> Self {
        Self::Money(trouble.into())
    }
}

impl From<KeyError> for BankTrouble {
    fn from(error: KeyError) -> Self {
        Self::Money(error.into())
    }
}

impl From<FetchRegistryError> for BankTrouble {
    fn from(error: FetchRegistryError) -> Self {
        Self::Money(WalletTrouble::from(error).into())
    }
}

impl BankTrouble {
    /// The sentence for it.
    pub(super) fn text(&self, i18n: I18n) -> String {
        match self {
            Self::Operator { error, .. } => refusal_text(i18n, error),
            Self::Money(trouble) => trouble.text(i18n),
        }
    }
}

/// The sentence, and the way to the identification where that helps.
#[component]
pub(super) fn TroubleNote(trouble: RwSignal<Option<BankTrouble>>) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        trouble.get().map(|trouble| {
            let identify = match &trouble {
                BankTrouble::Operator { url, error } if needs_identification(error) => Some(url.clone()),
                BankTrouble::Operator { .. } | BankTrouble::Money(_) => None,
            };
            view! {
                <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) />
                {identify.map(|url| view! { <IdentifyLink url back="bank" /> })}
            }
        })
    }
}
