//! Failures of what only the wallet's worker does.

use keys::ParseMnemonicError;
use vault::{
    AddPasskeyError, ChangeVaultError, KdfError, OpenBackupError, OpenKeystoreError, RecordError,
    SealVaultError, UnlockVaultError, WriteKeystoreError,
};

use crate::protocol::Failure;

impl From<ParseMnemonicError> for Failure {
    fn from(error: ParseMnemonicError) -> Self {
        match error {
            ParseMnemonicError::WordCount(count) => Self::WordCount { count },
            ParseMnemonicError::UnknownWord { position, language } => Self::UnknownWord {
                position,
                language: language.code().to_owned(),
            },
            ParseMnemonicError::Checksum => Self::WordsChecksum,
            ParseMnemonicError::Ambiguous(languages) => Self::WordsAmbiguous {
                languages: languages
                    .iter()
                    .map(|language| language.code().to_owned())
                    .collect(),
            },
            ParseMnemonicError::NoList => Self::BadRequest,
        }
    }
}

impl From<SealVaultError> for Failure {
    fn from(error: SealVaultError) -> Self {
        match error {
            SealVaultError::Random(_) => Self::NoRandomness,
            SealVaultError::Kdf(error) => error.into(),
        }
    }
}

impl From<ChangeVaultError> for Failure {
    fn from(error: ChangeVaultError) -> Self {
        match error {
            ChangeVaultError::UnknownAccount(_)
            | ChangeVaultError::UnknownSource(_)
            | ChangeVaultError::Derive(_) => Self::NoAccount,
            ChangeVaultError::UnknownPasskey => Self::UnknownPasskey,
            ChangeVaultError::AlreadyThere => Self::AlreadyThere,
            ChangeVaultError::TooMany(most) => Self::TooMany { most },
            ChangeVaultError::LongName => Self::LongName,
            ChangeVaultError::Order => Self::BadRequest,
            ChangeVaultError::LastAccount => Self::LastAccount,
        }
    }
}

impl From<AddPasskeyError> for Failure {
    fn from(error: AddPasskeyError) -> Self {
        match error {
            AddPasskeyError::Random(_) => Self::NoRandomness,
            AddPasskeyError::Unproven => Self::PasskeyUnproven,
            AddPasskeyError::Change(error) => error.into(),
        }
    }
}

/// Unlike a vault's, a file's parameters may be somebody else's.
fn file_kdf(error: KdfError) -> Failure {
    match error {
        KdfError::OutOfBounds => Failure::FileTooCostly,
        KdfError::Memory => Failure::NoMemory,
    }
}

impl From<OpenKeystoreError> for Failure {
    fn from(error: OpenKeystoreError) -> Self {
        match error {
            OpenKeystoreError::NotAKeystore | OpenKeystoreError::NoKey => Self::NotAKeystore,
            OpenKeystoreError::Unsupported => Self::KeystoreUnsupported,
            OpenKeystoreError::Kdf(error) => file_kdf(error),
            OpenKeystoreError::Closed => Self::WrongFilePassword,
            OpenKeystoreError::OtherAddress => Self::OtherAddress,
        }
    }
}

impl From<WriteKeystoreError> for Failure {
    fn from(error: WriteKeystoreError) -> Self {
        match error {
            WriteKeystoreError::Random(_) => Self::NoRandomness,
            WriteKeystoreError::Kdf(error) => file_kdf(error),
        }
    }
}

impl From<OpenBackupError> for Failure {
    fn from(error: OpenBackupError) -> Self {
        match error {
            OpenBackupError::NotABackup => Self::NotABackup,
            OpenBackupError::Newer(_) => Self::BackupNewer,
            OpenBackupError::Unlock(UnlockVaultError::Record(RecordError::NewerFormat(_))) => {
                Self::BackupNewer
            }
            OpenBackupError::Unlock(UnlockVaultError::Record(RecordError::Damaged)) => Self::BackupDamaged,
            OpenBackupError::Unlock(UnlockVaultError::Kdf(error)) => file_kdf(error),
            OpenBackupError::Unlock(UnlockVaultError::Closed | UnlockVaultError::UnknownPasskey) => {
                Self::WrongFilePassword
            }
        }
    }
}
