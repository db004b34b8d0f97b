use clearsign::{Intent, Label, Value, Warning};

use crate::i18n::{Key, Language, format_amount, format_time};

/// The headline.
pub(super) fn intent_text(intent: Intent, language: Language) -> &'static str {
    let key = match intent {
        Intent::SendCoin | Intent::SendToken => Key::SignIntentSend,
        Intent::SendFor => Key::SignIntentSendFor,
        Intent::Approve => Key::SignIntentApprove,
        Intent::Revoke => Key::SignIntentRevoke,
        Intent::Authorize => Key::SignIntentAuthorize,
        Intent::AuthorizeReceiver => Key::SignIntentAuthorizeReceiver,
        Intent::CancelAuthorization => Key::SignIntentCancel,
        Intent::SignIn => Key::SignIntentSignIn,
        Intent::ProveAddress => Key::SignIntentProve,
        Intent::CityPaper => Key::SignIntentCityPaper,
        Intent::Text => Key::SignIntentText,
        Intent::UnknownTypedData => Key::SignIntentUnknownData,
        Intent::UnknownCall => Key::SignIntentUnknownCall,
        Intent::CreateContract => Key::SignIntentCreate,
    };
    key.text(language)
}

/// What a fact is about.
pub(super) fn label_text(label: &Label, language: Language) -> String {
    let key = match label {
        Label::Amount => Key::SignLabelAmount,
        Label::To => Key::SignLabelTo,
        Label::From => Key::SignLabelFrom,
        Label::Spender => Key::SignLabelSpender,
        Label::Contract => Key::SignLabelContract,
        Label::Chain => Key::SignLabelChain,
        Label::MostFee => Key::SignLabelMostFee,
        Label::Nonce => Key::SignLabelNonce,
        Label::ValidAfter => Key::SignLabelValidAfter,
        Label::ValidBefore => Key::SignLabelValidBefore,
        Label::AuthorizationNonce => Key::SignLabelAuthorization,
        Label::Site => Key::SignLabelSite,
        Label::Account => Key::SignLabelAccount,
        Label::Text => Key::SignLabelText,
        Label::IssuedAt => Key::SignLabelIssuedAt,
        Label::Requester => Key::SignLabelRequester,
        Label::Purpose => Key::SignLabelPurpose,
        Label::DomainName => Key::SignLabelDomain,
        Label::MessageType => Key::SignLabelType,
        Label::Data => Key::SignLabelData,
        Label::Field(path) => return path.clone(),
    };
    key.text(language).to_owned()
}

/// What a fact says. `coin` names the native coin of the chain.
pub(super) fn value_text(value: &Value, coin: &str, language: Language) -> String {
    match value {
        Value::Coin(wei) => format_amount(*wei, 18, coin, language),
        Value::Token {
            amount,
            decimals,
            symbol,
        } => format_amount(*amount, *decimals, symbol, language),
        Value::BaseUnits { amount, token } => Key::SignValueBaseUnits.fill(
            language,
            &[("amount", &amount.to_string()), ("token", &token.to_string())],
        ),
        Value::Unlimited { symbol } => {
            Key::SignValueUnlimited.fill(language, &[("symbol", symbol.as_deref().unwrap_or_default())])
        }
        Value::Address(address) => address.to_string(),
        Value::Chain(chain) => chain.number().to_string(),
        Value::Time(seconds) => format_time(*seconds, language),
        Value::Number(text) | Value::Text(text) => text.clone(),
        Value::Hash(hash) => hash.to_string(),
    }
}

/// What to beware of.
pub(super) fn warning_text(warning: Warning, language: Language) -> &'static str {
    let key = match warning {
        Warning::Unlimited => Key::SignWarningUnlimited,
        Warning::UnknownToken => Key::SignWarningUnknownToken,
        Warning::CannotDecode => Key::SignWarningCannotDecode,
        Warning::CoinWithCall => Key::SignWarningCoinWithCall,
        Warning::MisleadingText => Key::SignWarningMisleading,
        Warning::ToTokenContract => Key::SignWarningToToken,
        Warning::ToNobody => Key::SignWarningToNobody,
        Warning::NoDeadline => Key::SignWarningNoDeadline,
    };
    key.text(language)
}

#[cfg(test)]
mod tests;
