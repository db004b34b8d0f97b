use crate::{
    i18n::{I18n, Key},
    services::ExchangeError,
};

/// The sentence for what an operator answered instead of doing it. Nothing was moved in any of these.
pub(super) fn refusal_text(i18n: I18n, error: &ExchangeError) -> String {
    let key = match error {
        ExchangeError::Unreachable => Key::ExchangeErrorUnreachable,
        ExchangeError::Refused(reason) => match reason.as_str() {
            "exchange_not_offered" => Key::ExchangeErrorNotOffered,
            "out_of_inventory" => Key::ExchangeErrorInventory,
            "no_rate" => Key::ExchangeErrorNoRate,
            "above_limit" | "above_daily_limit" | "above_monthly_limit" => Key::ExchangeErrorLimit,
            "asset_not_permitted" => Key::ErrorAssetNotPermitted,
            "offer_ended" | "unknown_offer" => Key::ErrorQuoteExpired,
            "exchange_refused" => Key::ExchangeErrorRefused,
            _ => Key::ExchangeErrorOther,
        },
    };
    i18n.text(key).to_owned()
}
