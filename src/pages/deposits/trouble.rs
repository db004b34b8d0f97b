use key_worker::protocol::DepositRefusal;

use crate::{
    i18n::{I18n, Key, format_tenge},
    pages::wallet::WalletTrouble,
    services::{DeskCallError, FetchRegistryError, KeyError},
};

/// What can go wrong with a deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DepositTrouble {
    /// Worker, password, registry.
    Wallet(WalletTrouble),
    /// No operator of the registry has a desk.
    NoDesk,
    /// The desk's statement does not hold.
    DeskInvalid,
    /// The desk.
    Desk(DeskCallError),
    /// The key worker does not sign it.
    Refused(DepositRefusal),
    /// The desk shows another agreement than the one that was signed here.
    ChangedTerms,
}

impl From<WalletTrouble> for DepositTrouble {
    fn from(trouble: WalletTrouble) -> Self {
        Self::Wallet(trouble)
    }
}

impl From<FetchRegistryError> for DepositTrouble {
    fn from(error: FetchRegistryError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<KeyError> for DepositTrouble {
    fn from(error: KeyError) -> Self {
        Self::Wallet(error.into())
    }
}

impl From<DeskCallError> for DepositTrouble {
    fn from(error: DeskCallError) -> Self {
        Self::Desk(error)
    }
}

impl From<DepositRefusal> for DepositTrouble {
    fn from(refusal: DepositRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl DepositTrouble {
    /// The sentence for it: what happened, that nothing was lost, what to do.
    pub(super) fn text(&self, i18n: I18n) -> String {
        let key = match self {
            Self::Wallet(trouble) => return trouble.text(i18n),
            Self::NoDesk => Key::DepositErrorNoDesk,
            Self::DeskInvalid => Key::DepositErrorDeskInvalid,
            Self::ChangedTerms => Key::DepositErrorChangedTerms,
            Self::Desk(DeskCallError::Unreachable) => Key::DepositErrorUnreachable,
            Self::Desk(DeskCallError::Refused(reason)) => desk_key(reason),
            Self::Refused(refusal) => return refusal_text(i18n, refusal),
        };
        i18n.text(key).to_owned()
    }
}

/// The desk's reasons, as its README lists them.
fn desk_key(reason: &str) -> Key {
    match reason {
        "not_found" => Key::DepositErrorNotFound,
        "other_home" => Key::DepositErrorHome,
        "review_needed" => Key::DepositErrorReview,
        "unknown_notary" => Key::DepositErrorNotary,
        "under_construction" => Key::DepositErrorOffPlan,
        "agreement" => Key::DepositErrorAgreement,
        "already_joined" => Key::DepositErrorJoined,
        "not_joined" => Key::DepositErrorNotJoined,
        "signature" => Key::DepositErrorSignature,
        "reverted" => Key::DepositErrorReverted,
        "chain_unavailable" | "pending" => Key::DepositErrorPending,
        _ => Key::DepositErrorDesk,
    }
}

fn refusal_text(i18n: I18n, refusal: &DepositRefusal) -> String {
    let key = match refusal {
        DepositRefusal::Limit(limit) => {
            let limit = format_tenge(*limit, i18n.language());
            return i18n.fill(Key::DepositErrorLimit, &[("limit", &limit)]);
        }
        DepositRefusal::OffPlan(law) if !law.is_empty() => {
            return i18n.fill(Key::DepositOffPlan, &[("law", law)]);
        }
        DepositRefusal::OffPlan(_) => Key::DepositErrorOffPlan,
        DepositRefusal::DeskMalformed | DepositRefusal::DeskNotLicensed | DepositRefusal::DeskOutOfDate => {
            Key::DepositErrorDeskInvalid
        }
        DepositRefusal::RegistryExpired => Key::ErrorRegistryExpired,
        DepositRefusal::Asset => Key::DepositErrorAsset,
        DepositRefusal::Contract => Key::DepositErrorContract,
        DepositRefusal::Amount => Key::DepositErrorAmount,
        DepositRefusal::Home => Key::DepositErrorHome,
        DepositRefusal::Notary => Key::DepositErrorNotary,
        DepositRefusal::NotAParty => Key::DepositErrorNotAParty,
        DepositRefusal::NotNow => Key::DepositErrorReverted,
        DepositRefusal::Version => Key::DepositErrorVersion,
        DepositRefusal::CadastralNumber => Key::DepositErrorCadastral,
        DepositRefusal::Parties => Key::DepositErrorParties,
        DepositRefusal::Deadlines => Key::DepositErrorDeadlines,
    };
    i18n.text(key).to_owned()
}
