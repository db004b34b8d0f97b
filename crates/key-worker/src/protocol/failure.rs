use serde::{Deserialize, Serialize};
use units::Tiyn;
use zone::LocalText;

/// Every reason for a refusal. The interface has a sentence for each, in three languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// The message is not one of the protocol.
    #[error("unknown request")]
    BadRequest,
    /// The browser's storage does not work.
    #[error("storage does not work")]
    Storage,
    /// No room in the browser's storage.
    #[error("storage is full")]
    StorageFull,
    /// A tab with an older version of the wallet is in the way.
    #[error("another tab is in the way")]
    StorageBlocked,
    /// A newer version of the wallet has been here.
    #[error("a newer version has been here")]
    StorageNewer,
    /// Storage lost what it was given.
    #[error("storage did not keep it")]
    StorageNotKept,
    /// The browser's random generator does not work.
    #[error("no randomness")]
    NoRandomness,
    /// Not enough memory for the key derivation.
    #[error("not enough memory")]
    NoMemory,
    /// Neither 12 nor 24 words.
    #[error("{count} words")]
    WordCount {
        /// How many there are.
        count: usize,
    },
    /// A word is not in the list.
    #[error("word {position} is unknown")]
    UnknownWord {
        /// Which, counted from 1.
        position: usize,
        /// The word list that fits best, e.g. `english`.
        language: String,
    },
    /// The words are a phrase of more than one list; choose.
    #[error("the words belong to several lists")]
    WordsAmbiguous {
        /// The lists.
        languages: Vec<String>,
    },
    /// The passphrase is too long.
    #[error("the passphrase is too long")]
    LongPassphrase,
    /// The text is not a private key.
    #[error("not a private key")]
    NotAPrivateKey,
    /// The text is not an address.
    #[error("not an address")]
    NotAnAddress,
    /// The file is not a keystore.
    #[error("not a keystore")]
    NotAKeystore,
    /// The file is a keystore of another kind.
    #[error("a keystore of another kind")]
    KeystoreUnsupported,
    /// Opening the file would take more than any honest file does.
    #[error("the file asks for too much work")]
    FileTooCostly,
    /// The file's password is wrong, or the file is damaged.
    #[error("the file does not open")]
    WrongFilePassword,
    /// The file names another address than its key has.
    #[error("the file names another address")]
    OtherAddress,
    /// The file is not a backup.
    #[error("not a backup")]
    NotABackup,
    /// The backup is damaged.
    #[error("the backup is damaged")]
    BackupDamaged,
    /// The backup was written by a newer version.
    #[error("the backup is of a newer version")]
    BackupNewer,
    /// The accounts are in the vault.
    #[error("the accounts are there already")]
    AlreadyThere,
    /// The vault takes no more of these.
    #[error("no more than {most}")]
    TooMany {
        /// How many it takes.
        most: usize,
    },
    /// A name is at most 40 characters.
    #[error("the name is too long")]
    LongName,
    /// One account stays visible.
    #[error("one account stays visible")]
    LastAccount,
    /// The account has no key here.
    #[error("the account is only looked at")]
    WatchOnly,
    /// The words are of a list that this worker has not, in a vault of before the seed was kept beside them.
    #[error("the words are of a list that is not here")]
    NoWordList,
    /// Prove again that the owner is here.
    #[error("authenticate again")]
    AuthenticateAgain,
    /// The vault has no such passkey.
    #[error("no such passkey")]
    UnknownPasskey,
    /// The passkey opens nothing.
    #[error("the passkey does not open the vault")]
    WrongPasskey,
    /// The new passkey did not give the same answer twice.
    #[error("the passkey is not proven")]
    PasskeyUnproven,
    /// The words asked for are others.
    #[error("these are not the words")]
    DrillWrong,
    /// Another tab has put another vault in this one's place.
    #[error("there is another vault now")]
    VaultReplaced,
    /// The words do not belong together.
    #[error("the words do not fit together")]
    WordsChecksum,
    /// `CreateVault` without words before.
    #[error("no words to seal")]
    NoWords,
    /// A password is at least eight characters.
    #[error("the password is too short")]
    ShortPassword,
    /// Whoever steals the vault would guess the password in days.
    #[error("the password is too easy to guess")]
    WeakPassword,
    /// There is a vault already; it is never overwritten.
    #[error("there is a vault already")]
    VaultExists,
    /// There is no vault.
    #[error("there is no vault")]
    NoVault,
    /// The stored bytes changed.
    #[error("the vault is damaged")]
    VaultDamaged,
    /// Written by a newer version.
    #[error("the vault is of a newer version")]
    VaultNewer,
    /// The password is wrong.
    #[error("the vault does not open")]
    WrongPassword,
    /// Unlock first.
    #[error("locked")]
    Locked,
    /// No such account.
    #[error("no such account")]
    NoAccount,
    /// The registry's signatures or content are bad.
    #[error("the registry does not verify")]
    RegistryInvalid,
    /// The registry is older than one seen before.
    #[error("the registry is older than one seen before")]
    RegistryRollback,
    /// The registry is dated in the future.
    #[error("the registry is dated in the future")]
    RegistryFuture,
    /// The registry is past its date.
    #[error("the registry has expired")]
    RegistryExpired,
    /// The answer of the till is not a CryptoCity order.
    #[error("not a CryptoCity order")]
    NotAnOrder,
    /// The merchant's certificate is bad or out of date.
    #[error("the certificate does not verify")]
    CertificateInvalid,
    /// The merchant's certificate was revoked.
    #[error("the certificate was revoked")]
    CertificateRevoked {
        /// The registry's reason.
        reason: LocalText,
    },
    /// The zone has suspended the merchant for a time.
    #[error("the merchant is suspended")]
    MerchantSuspended {
        /// The registry's reason.
        reason: LocalText,
    },
    /// The order is not signed by this merchant, or was changed.
    #[error("the order is not the merchant's")]
    OrderForged,
    /// The page that opened the wallet is not one of the merchant's.
    #[error("opened from {origin}")]
    OtherOrigin {
        /// The page's origin.
        origin: String,
    },
    /// The merchant may not be paid this way.
    #[error("the merchant may not be paid this way")]
    SettlementNotCertified,
    /// A VAT rate that is not in force, or VAT of a merchant who pays none.
    #[error("the VAT is wrong")]
    VatWrong,
    /// Past its time.
    #[error("the order has expired")]
    OrderExpired,
    /// Past its time, or too close to it.
    #[error("the quote has expired")]
    QuoteExpired,
    /// The quote is not for this order or its numbers are wrong.
    #[error("the quote does not fit")]
    QuoteForged,
    /// The asset is not permitted for this.
    #[error("{asset} is not permitted")]
    AssetNotPermitted {
        /// CAIP-19.
        asset: String,
    },
    /// The operator, its licence, key, fee or address is not as registered.
    #[error("the operator is not as registered")]
    OperatorNotLicensed,
    /// One payment may not be this large.
    #[error("above the limit")]
    AboveLimit {
        /// What is allowed.
        limit: Tiyn,
    },
    /// The handle is unknown or used.
    #[error("prepare again")]
    UnknownHandle,
    /// The token contract has another signing domain than the registry says.
    #[error("the token is not the registered one")]
    TokenMismatch,
    /// A transfer, message or typed data is not signed.
    #[error(transparent)]
    Request(RequestFailure),
    /// The papers of a payment do not hold.
    #[error("the papers do not hold")]
    PapersInvalid,
}

/// Why something is not signed. The interface has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum RequestFailure {
    /// The bytes are not what they should be.
    #[error("the request is malformed")]
    Malformed,
    /// An address with a wrong checksum.
    #[error("an address has a wrong checksum")]
    Checksum,
    /// For another chain, or one the registry does not name.
    #[error("another chain")]
    OtherChain,
    /// For another account.
    #[error("another account")]
    OtherAccount,
    /// Cannot be understood, and would move money.
    #[error("not understood")]
    NotUnderstood,
    /// A sign-in for another site than the one that asks.
    #[error("another site")]
    OtherSite,
    /// An allowance without limit needs a second step.
    #[error("needs a second step")]
    NeedsSecondStep,
    /// The tip is above the fee, or the fee cannot be right.
    #[error("the fee cannot be right")]
    Fee,
    /// All payments of a day may not be this large.
    #[error("above the limit of a day")]
    AboveDay {
        /// What is allowed.
        limit: Tiyn,
    },
    /// All payments of a month may not be this large.
    #[error("above the limit of a month")]
    AboveMonth {
        /// What is allowed.
        limit: Tiyn,
    },
}
