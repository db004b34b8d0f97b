//! Which failure of the protocol each error of the core becomes.

use checkout::{AuthorizePaymentError, VerifyOrderError};
use vault::{AccountKeyError, KdfError, RecordError, SealWrapError, StoreError, UnlockVaultError};
use zone::{RuleError, VerifyCertificateError, VerifyRegistryError};

use crate::protocol::Failure;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Storage,
            StoreError::NotKept => Self::StorageNotKept,
            StoreError::Damaged => Self::VaultDamaged,
            StoreError::Full => Self::StorageFull,
            StoreError::Blocked => Self::StorageBlocked,
            StoreError::Newer => Self::StorageNewer,
        }
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NewerFormat(_) => Self::VaultNewer,
            RecordError::Damaged => Self::VaultDamaged,
        }
    }
}

impl From<KdfError> for Failure {
    fn from(error: KdfError) -> Self {
        match error {
            // Only a changed record has parameters out of bounds.
            KdfError::OutOfBounds => Self::VaultDamaged,
            KdfError::Memory => Self::NoMemory,
        }
    }
}

impl From<SealWrapError> for Failure {
    fn from(error: SealWrapError) -> Self {
        match error {
            SealWrapError::Random(_) => Self::NoRandomness,
            SealWrapError::Kdf(error) => error.into(),
        }
    }
}

impl From<AccountKeyError> for Failure {
    fn from(error: AccountKeyError) -> Self {
        match error {
            AccountKeyError::Unknown(_) | AccountKeyError::Key(_) => Self::NoAccount,
            AccountKeyError::Watch(_) => Self::WatchOnly,
            AccountKeyError::WordList(_) => Self::NoWordList,
        }
    }
}

impl From<UnlockVaultError> for Failure {
    fn from(error: UnlockVaultError) -> Self {
        match error {
            UnlockVaultError::Record(error) => error.into(),
            UnlockVaultError::Kdf(error) => error.into(),
            UnlockVaultError::UnknownPasskey => Self::UnknownPasskey,
            UnlockVaultError::Closed => Self::WrongPassword,
        }
    }
}

impl From<VerifyRegistryError> for Failure {
    fn from(error: VerifyRegistryError) -> Self {
        match error {
            VerifyRegistryError::Envelope(_)
            | VerifyRegistryError::Malformed
            | VerifyRegistryError::Root(_)
            | VerifyRegistryError::DemoKeys => Self::RegistryInvalid,
            VerifyRegistryError::Rollback { .. } => Self::RegistryRollback,
            VerifyRegistryError::NotYetIssued { .. } => Self::RegistryFuture,
        }
    }
}

impl From<RuleError> for Failure {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::AssetNotPermitted { asset } => Self::AssetNotPermitted { asset },
            RuleError::OperatorNotLicensed
            | RuleError::FeeAboveSchedule { .. }
            | RuleError::UnknownPayee(_) => Self::OperatorNotLicensed,
            RuleError::AboveLimit { limit, .. } | RuleError::AboveTotalLimit { limit, .. } => {
                Self::AboveLimit { limit }
            }
            // Only deposits are checked for it, and orders take none.
            RuleError::OffPlanDeposit { .. } => Self::SettlementNotCertified,
            RuleError::VatRate(_) => Self::VatWrong,
        }
    }
}

impl From<VerifyOrderError> for Failure {
    fn from(error: VerifyOrderError) -> Self {
        match error {
            VerifyOrderError::NotAnOrder => Self::NotAnOrder,
            VerifyOrderError::RegistryExpired => Self::RegistryExpired,
            VerifyOrderError::Certificate(VerifyCertificateError::Revoked { reason }) => {
                Self::CertificateRevoked { reason }
            }
            VerifyOrderError::Certificate(VerifyCertificateError::Suspended { reason }) => {
                Self::MerchantSuspended { reason }
            }
            VerifyOrderError::Certificate(_) => Self::CertificateInvalid,
            VerifyOrderError::OrderSignature
            | VerifyOrderError::OtherMerchant
            | VerifyOrderError::Order(_) => Self::OrderForged,
            VerifyOrderError::OriginNotCertified { origin } => Self::OtherOrigin { origin },
            VerifyOrderError::OtherOrigin { attested, .. } => Self::OtherOrigin { origin: attested },
            VerifyOrderError::Settlement => Self::SettlementNotCertified,
            VerifyOrderError::NotVatPayer => Self::VatWrong,
            VerifyOrderError::OrderExpired => Self::OrderExpired,
            VerifyOrderError::QuoteExpired => Self::QuoteExpired,
            VerifyOrderError::QuoteMismatch | VerifyOrderError::Quote(_) => Self::QuoteForged,
            VerifyOrderError::Rule(error) => error.into(),
        }
    }
}

impl From<AuthorizePaymentError> for Failure {
    fn from(error: AuthorizePaymentError) -> Self {
        match error {
            AuthorizePaymentError::TooLate => Self::QuoteExpired,
            AuthorizePaymentError::UnknownOffer => Self::NotAnOrder,
        }
    }
}
