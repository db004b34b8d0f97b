use activity::ContactError;
use chain::{HttpError, Refusal, RpcError};

use crate::{
    i18n::{I18n, Key},
    pages::wallet::WalletTrouble,
    services::{KeyError, TillError},
};

/// What can go wrong with money. Whatever it is, nothing was lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MoneyTrouble {
    /// The key worker refuses, or does not run.
    Wallet(WalletTrouble),
    /// No node answers.
    Offline,
    /// The node serves another chain.
    WrongChain,
    /// The node or the token says no.
    Refused(Refusal),
    /// The token would refuse, with its own words.
    Reverted(String),
    /// The chain asks for more than anybody should pay.
    FeeCeiling,
    /// More than the account has.
    Insufficient,
    /// No coin to pay the network with, and nobody who carries it.
    NoCoin,
    /// The operator's relay does not answer.
    Relay(TillError),
    /// Storage does not work: nothing is sent without having been written down.
    Storage,
    /// The address book cannot be read.
    BookUnreadable,
    /// A contact is refused.
    Contact(ContactError),
    /// The registry is not here yet.
    NoRegistry,
    /// The account is only looked at.
    WatchOnly,
}

impl From<WalletTrouble> for MoneyTrouble {
    fn from(trouble: WalletTrouble) -> Self {
        Self::Wallet(trouble)
    }
}

impl From<KeyError> for MoneyTrouble {
    fn from(error: KeyError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<ContactError> for MoneyTrouble {
    fn from(error: ContactError) -> Self {
        Self::Contact(error)
    }
}

impl From<RpcError> for MoneyTrouble {
    fn from(error: RpcError) -> Self {
        match error {
            RpcError::WrongChain { .. } => Self::WrongChain,
            RpcError::Http(HttpError::Unreachable(_) | HttpError::Deadline) => Self::Offline,
            other => match other.refusal() {
                Some(Refusal::Reverted(text)) => Self::Reverted(text),
                Some(refusal) => Self::Refused(refusal),
                None => Self::Offline,
            },
        }
    }
}

impl MoneyTrouble {
    /// The sentence for it.
    pub(crate) fn text(&self, i18n: I18n) -> String {
        let key = match self {
            Self::Wallet(trouble) => return trouble.text(i18n),
            Self::Offline => Key::MoneyErrorOffline,
            Self::WrongChain | Self::Refused(Refusal::WrongChain) => Key::MoneyErrorWrongChain,
            Self::Reverted(text) | Self::Refused(Refusal::Reverted(text)) => return reverted(i18n, text),
            Self::Refused(refusal) => refusal_key(refusal),
            Self::FeeCeiling => Key::MoneyErrorCeiling,
            Self::Insufficient => Key::MoneyErrorInsufficient,
            Self::NoCoin => Key::MoneyErrorNoCoin,
            Self::Relay(TillError::Refused(_)) => Key::MoneyErrorRelayRefused,
            Self::Relay(_) => Key::MoneyErrorRelay,
            Self::Storage => Key::ErrorStorage,
            Self::BookUnreadable => Key::ContactsErrorUnreadable,
            Self::Contact(error) => return contact_text(i18n, error),
            Self::NoRegistry => Key::ErrorRegistryUnreachable,
            Self::WatchOnly => Key::KeysErrorWatchOnly,
        };
        i18n.text(key).to_owned()
    }
}

const fn refusal_key(refusal: &Refusal) -> Key {
    match refusal {
        Refusal::InsufficientFunds => Key::MoneyErrorNoCoin,
        Refusal::ReplacementUnderpriced | Refusal::FeeTooLow => Key::MoneyErrorFeeLow,
        Refusal::WrongChain => Key::MoneyErrorWrongChain,
        Refusal::NonceGap => Key::MoneyErrorNonceGap,
        Refusal::GasLimit | Refusal::Reverted(_) | Refusal::Other(_) => Key::MoneyErrorNode,
    }
}

/// The known reasons of tokens in our words; others in the token's, made harmless.
fn reverted(i18n: I18n, text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    // Words, and the selectors of the custom errors that OpenZeppelin's tokens give instead of words.
    let key = if says(&["pause", "d93c0665"]) {
        Key::MoneyErrorPaused
    } else if says(&["blacklist", "blocklist", "blocked", "denylist", "frozen"]) {
        Key::MoneyErrorBlocked
    } else if says(&["balance", "exceeds", "insufficient", "e450d38c"]) {
        Key::MoneyErrorInsufficient
    } else {
        let shown: String = clearsign::neutralise(text).chars().take(120).collect();
        return i18n.fill(Key::MoneyErrorReverted, &[("reason", &shown)]);
    };
    i18n.text(key).to_owned()
}

fn contact_text(i18n: I18n, error: &ContactError) -> String {
    let key = match error {
        ContactError::NameLength => Key::ContactsErrorName,
        ContactError::NoteLength => Key::ContactsErrorNote,
        ContactError::MisleadingName => Key::ContactsErrorMisleading,
        ContactError::SameName(name) => return i18n.fill(Key::ContactsErrorSame, &[("name", name)]),
        ContactError::Full => Key::ContactsErrorFull,
        ContactError::Malformed => Key::ContactsErrorFile,
        ContactError::Address(_) => Key::KeysErrorAddress,
    };
    i18n.text(key).to_owned()
}
