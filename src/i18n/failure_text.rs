use key_worker::protocol::{Failure, RequestFailure};

use crate::i18n::{I18n, Key, format_tenge};

/// The sentence for a refusal of the key worker: what happened, that nothing was lost, what to do.
#[must_use]
pub fn failure_text(i18n: I18n, failure: &Failure) -> String {
    let key = match failure {
        Failure::WordCount { count } => {
            return i18n.fill(Key::ErrorWordCount, &[("count", &count.to_string())]);
        }
        Failure::UnknownWord { position, .. } => {
            return i18n.fill(Key::ErrorUnknownWord, &[("position", &position.to_string())]);
        }
        Failure::CertificateRevoked { reason } => {
            return i18n.fill(Key::ErrorCertificateRevoked, &[("reason", &i18n.local(reason))]);
        }
        Failure::MerchantSuspended { reason } => {
            return i18n.fill(Key::ErrorMerchantSuspended, &[("reason", &i18n.local(reason))]);
        }
        Failure::OtherOrigin { origin } => return i18n.fill(Key::ErrorOtherOrigin, &[("origin", origin)]),
        Failure::AboveLimit { limit } => {
            return i18n.fill(
                Key::ErrorAboveLimit,
                &[("limit", &format_tenge(*limit, i18n.language()))],
            );
        }
        Failure::BadRequest | Failure::UnknownHandle => Key::ErrorWorker,
        Failure::TooMany { most } => return i18n.fill(Key::KeysErrorTooMany, &[("most", &most.to_string())]),
        Failure::Storage => Key::ErrorStorage,
        Failure::StorageFull => Key::ErrorStorageFull,
        Failure::StorageBlocked => Key::ErrorStorageBlocked,
        Failure::StorageNewer => Key::ErrorStorageNewer,
        Failure::StorageNotKept => Key::ErrorStorageNotKept,
        Failure::WordsAmbiguous { .. } => Key::KeysErrorAmbiguous,
        Failure::LongPassphrase => Key::KeysErrorPassphrase,
        Failure::NotAPrivateKey => Key::KeysErrorPrivateKey,
        Failure::NotAnAddress => Key::KeysErrorAddress,
        Failure::NotAKeystore => Key::KeysErrorKeystore,
        Failure::KeystoreUnsupported => Key::KeysErrorKeystoreKind,
        Failure::FileTooCostly => Key::KeysErrorCostly,
        Failure::WrongFilePassword => Key::KeysErrorFilePassword,
        Failure::OtherAddress => Key::KeysErrorOtherAddress,
        Failure::NotABackup => Key::KeysErrorBackup,
        Failure::BackupDamaged => Key::KeysErrorBackupDamaged,
        Failure::BackupNewer => Key::KeysErrorBackupNewer,
        Failure::AlreadyThere => Key::KeysErrorAlreadyThere,
        Failure::LongName => Key::KeysErrorLongName,
        Failure::LastAccount => Key::KeysErrorLastAccount,
        Failure::WatchOnly => Key::KeysErrorWatchOnly,
        Failure::NoWordList => Key::KeysErrorNoWordList,
        Failure::AuthenticateAgain => Key::KeysErrorAgain,
        Failure::UnknownPasskey | Failure::WrongPasskey => Key::ErrorPasskey,
        Failure::PasskeyUnproven => Key::KeysErrorPasskeyUnproven,
        Failure::DrillWrong => Key::KeysErrorDrill,
        Failure::VaultReplaced => Key::KeysErrorReplaced,
        Failure::NoRandomness => Key::ErrorRandomness,
        Failure::NoMemory => Key::ErrorMemory,
        Failure::WordsChecksum => Key::ErrorWordsChecksum,
        Failure::NoWords => Key::ErrorNoWords,
        Failure::ShortPassword => Key::ErrorShortPassword,
        Failure::WeakPassword => Key::ErrorWeakPassword,
        Failure::VaultExists => Key::ErrorVaultExists,
        Failure::NoVault => Key::ErrorNoVault,
        Failure::VaultDamaged => Key::ErrorVaultDamaged,
        Failure::VaultNewer => Key::ErrorVaultNewer,
        Failure::WrongPassword => Key::ErrorWrongPassword,
        Failure::Locked => Key::ErrorLocked,
        Failure::NoAccount => Key::ErrorNoAccount,
        Failure::RegistryInvalid => Key::ErrorRegistryInvalid,
        Failure::RegistryRollback => Key::ErrorRegistryRollback,
        Failure::RegistryFuture => Key::ErrorRegistryFuture,
        Failure::RegistryExpired => Key::ErrorRegistryExpired,
        Failure::NotAnOrder => Key::ErrorNotAnOrder,
        Failure::CertificateInvalid => Key::ErrorCertificateInvalid,
        Failure::OrderForged => Key::ErrorOrderForged,
        Failure::SettlementNotCertified => Key::ErrorSettlementNotCertified,
        Failure::VatWrong => Key::ErrorVatWrong,
        Failure::OrderExpired => Key::ErrorOrderExpired,
        Failure::QuoteExpired => Key::ErrorQuoteExpired,
        Failure::QuoteForged => Key::ErrorQuoteForged,
        Failure::AssetNotPermitted { .. } => Key::ErrorAssetNotPermitted,
        Failure::OperatorNotLicensed => Key::ErrorOperatorNotLicensed,
        Failure::TokenMismatch => Key::ErrorTokenMismatch,
        Failure::Request(RequestFailure::AboveDay { limit }) => {
            let limit = format_tenge(*limit, i18n.language());
            return i18n.fill(Key::SignErrorAboveDay, &[("limit", &limit)]);
        }
        Failure::Request(RequestFailure::AboveMonth { limit }) => {
            let limit = format_tenge(*limit, i18n.language());
            return i18n.fill(Key::SignErrorAboveMonth, &[("limit", &limit)]);
        }
        Failure::Request(reason) => request_key(*reason),
        Failure::PapersInvalid => Key::ErrorPapersInvalid,
    };
    i18n.text(key).to_owned()
}

const fn request_key(reason: RequestFailure) -> Key {
    match reason {
        RequestFailure::Malformed => Key::SignErrorMalformed,
        RequestFailure::Checksum => Key::SignErrorChecksum,
        RequestFailure::OtherChain => Key::SignErrorOtherChain,
        RequestFailure::OtherAccount => Key::SignErrorOtherAccount,
        RequestFailure::NotUnderstood => Key::SignErrorNotUnderstood,
        RequestFailure::OtherSite => Key::SignErrorOtherSite,
        RequestFailure::NeedsSecondStep => Key::SignErrorSecondStep,
        RequestFailure::Fee => Key::SignErrorFee,
        RequestFailure::AboveDay { .. } => Key::SignErrorAboveDay,
        RequestFailure::AboveMonth { .. } => Key::SignErrorAboveMonth,
    }
}
