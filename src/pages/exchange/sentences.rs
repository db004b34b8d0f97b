use crate::{
    i18n::{I18n, Key},
    services::OperatorError,
};

/// The sentence for what an operator answered instead of doing it. Nothing was moved in any of these.
pub(crate) fn refusal_text(i18n: I18n, error: &OperatorError) -> String {
    let key = match error {
        OperatorError::Unreachable => Key::ExchangeErrorUnreachable,
        OperatorError::Refused(reason) => match reason.as_str() {
            "exchange_not_offered" => Key::ExchangeErrorNotOffered,
            "out_of_inventory" => Key::ExchangeErrorInventory,
            "no_rate" => Key::ExchangeErrorNoRate,
            "above_limit" | "above_daily_limit" | "above_monthly_limit" => Key::ExchangeErrorLimit,
            "asset_not_permitted" => Key::ErrorAssetNotPermitted,
            "offer_ended" | "unknown_offer" => Key::ErrorQuoteExpired,
            "exchange_refused" => Key::ExchangeErrorRefused,
            "identification_required" => Key::IdentityErrorRequired,
            "identification_expired" => Key::IdentityErrorExpired,
            "identification_invalid" => Key::IdentityErrorInvalid,
            "identification_limit" => Key::IdentityErrorLimit,
            "bank_not_offered" => Key::BankErrorNotOffered,
            "quote_ended" | "unknown_quote" => Key::BankErrorEnded,
            "token_refuses" => Key::BankErrorToken,
            "amount_out_of_range" | "nothing_moves" | "nothing_to_exchange" => Key::BankErrorAmount,
            _ => Key::ExchangeErrorOther,
        },
    };
    i18n.text(key).to_owned()
}
