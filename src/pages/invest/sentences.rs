use key_worker::protocol::Failure;
use units::Tiyn;

use crate::{
    i18n::{I18n, Key, format_tenge},
    pages::{identification::is_unknown_person, wallet::WalletTrouble},
    services::{KeyError, Refusal, RegistrarError},
};

/// Why there is no subscription.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Failed {
    /// The key worker, the registry or the chain.
    Wallet(WalletTrouble),
    /// The registrar.
    Registrar(RegistrarError),
}

impl Failed {
    /// The page is gone: nobody reads this.
    pub(super) fn gone() -> Self {
        Self::Wallet(KeyError::Worker.into())
    }

    /// Whether the registrar would do it for somebody it knows, or knows again.
    pub(super) fn wants_identification(&self) -> bool {
        match self {
            Self::Registrar(RegistrarError::Refused(refusal)) => is_unknown_person(&refusal.reason),
            Self::Registrar(RegistrarError::Unreachable) | Self::Wallet(_) => false,
        }
    }
}

/// The sentence for it: what happened, that nothing was lost, what to do.
pub(super) fn failed_text(i18n: I18n, failed: &Failed) -> String {
    match failed {
        Failed::Wallet(WalletTrouble::Keys(KeyError::Refused(Failure::QuoteForged))) => {
            i18n.text(Key::SubscribeErrorForged).to_owned()
        }
        Failed::Wallet(WalletTrouble::Keys(KeyError::Refused(Failure::QuoteExpired))) => {
            i18n.text(Key::SubscribeErrorEnded).to_owned()
        }
        Failed::Wallet(trouble) => trouble.text(i18n),
        Failed::Registrar(RegistrarError::Unreachable) => {
            i18n.text(Key::SubscribeErrorUnreachable).to_owned()
        }
        Failed::Registrar(RegistrarError::Refused(refusal)) => refusal_text(i18n, refusal),
    }
}

/// The sentence for what a registrar answered instead of doing it. Nothing was paid in any of these.
fn refusal_text(i18n: I18n, refusal: &Refusal) -> String {
    let number = refusal.number.unwrap_or_default();
    let key = match refusal.reason.as_str() {
        "above_retail_limit" => {
            let limit = format_tenge(Tiyn::new(number).unwrap_or(Tiyn::MAX), i18n.language());
            return i18n.fill(Key::SubscribeErrorLimit, &[("limit", &limit)]);
        }
        "sold_out" if number == 0 => Key::SubscribeErrorSoldOut,
        "sold_out" => return i18n.count(Key::SubscribeErrorFewLeft, number),
        "too_few_units" => return i18n.count(Key::SubscribeErrorTooFew, number),
        "above_investor_maximum" => return i18n.count(Key::SubscribeErrorMaximum, number),
        "offering_not_registered" => Key::SubscribeErrorNoRegistrar,
        "offering_not_open" | "offering_closed" => Key::SubscribeErrorClosed,
        "documents_changed" | "risks_changed" => Key::SubscribeErrorChanged,
        "insufficient_funds" => Key::SubscribeErrorBalance,
        "subscription_ended" | "unknown_subscription" => Key::SubscribeErrorEnded,
        "above_limit" | "above_daily_limit" | "above_monthly_limit" => Key::SubscribeErrorZoneLimit,
        "asset_not_permitted" => Key::ErrorAssetNotPermitted,
        "identification_required" => Key::IdentityErrorRequired,
        "identification_expired" => Key::IdentityErrorExpired,
        "identification_invalid" => Key::IdentityErrorInvalid,
        "identification_limit" => Key::IdentityErrorLimit,
        "nothing_to_refund" | "offering_not_failed" => Key::SubscribeErrorNothingBack,
        _ => Key::SubscribeErrorOther,
    };
    i18n.text(key).to_owned()
}
