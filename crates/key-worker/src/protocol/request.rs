use serde::{Deserialize, Serialize};
use sig::B256;

use crate::protocol::{
    AccountRequest, AddAccountsRequest, AddPasskeyRequest, FileRequest, HideAccountRequest, MakeWordsRequest,
    OrderAccountsRequest, PasskeyRequest, PrepareMessageRequest, PrepareProofRequest, PrepareTransferRequest,
    PreviewAccountsRequest, ReadAddressRequest, ReadWordsRequest, RenameAccountRequest, SignPreparedRequest,
    SourceRequest, SuggestWordsRequest,
};

/// What a page asks for. The comment says which secret travels along.
///
/// *Fresh* means: within two minutes of an unlock, and once per unlock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// Is there a vault, is it open?
    Status,
    /// Open the vault, or prove again that its owner is here. Carries the password.
    Unlock,
    /// The same by a passkey. Carries the 32 bytes of its PRF.
    UnlockWithPasskey(PasskeyRequest),
    /// Forget everything.
    Lock,
    /// Verify a registry and show it.
    OpenRegistry(OpenRegistryRequest),
    /// Verify an order and show it.
    PreparePayment(PreparePaymentRequest),
    /// Sign a prepared payment.
    SignPayment(SignPaymentRequest),
    /// Verify the papers of a settled payment.
    CheckSettlement(CheckSettlementRequest),

    /// Make new recovery words. The answer carries the words.
    MakeWords(MakeWordsRequest),
    /// Check typed words. Carries the words, then, after a zero byte, the passphrase if there is one.
    ReadWords(ReadWordsRequest),
    /// Words for what is typed so far. Carries it; the answer carries the words, separated by spaces.
    SuggestWords(SuggestWordsRequest),
    /// Check a private key. Carries its hex digits.
    ReadPrivateKey,
    /// Open a keystore file. Carries its password.
    ReadKeystore(FileRequest),
    /// Open a backup file. Carries its password.
    ReadBackup(FileRequest),
    /// Check an address to be looked at only.
    ReadAddress(ReadAddressRequest),
    /// Forget what was made or read and not kept.
    DropDraft,
    /// Seal what was made or read into a new vault. Carries the password.
    CreateVault,
    /// Add what was read to the open vault.
    AddToVault,

    /// The addresses of a phrase at some numbers, to look for used ones.
    PreviewAccounts(PreviewAccountsRequest),
    /// Add accounts of a phrase.
    AddAccounts(AddAccountsRequest),
    /// Name an account.
    RenameAccount(RenameAccountRequest),
    /// Hide an account or show it again.
    HideAccount(HideAccountRequest),
    /// Put the accounts in another order.
    OrderAccounts(OrderAccountsRequest),

    /// Replace the password. Fresh. Carries the new one.
    ChangePassword,
    /// Add a passkey. Fresh. Carries two answers of its PRF, 32 bytes each: one from making it, one from asking it.
    AddPasskey(AddPasskeyRequest),
    /// Take a passkey away. Fresh.
    RemovePasskey(PasskeyRequest),
    /// Show the words of a source. Fresh. The answer carries them, then, after a zero byte, the passphrase.
    ExportWords(SourceRequest),
    /// Show the private key of an account. Fresh. The answer carries its hex digits.
    ExportPrivateKey(AccountRequest),
    /// Write the key of an account into a keystore file. Fresh. Carries the file's password.
    ExportKeystore(AccountRequest),
    /// Write a backup file of everything. Fresh. Carries the file's password.
    ExportBackup,
    /// Build a transfer and show it.
    PrepareTransfer(PrepareTransferRequest),
    /// Show a text that is to be signed.
    PrepareMessage(PrepareMessageRequest),
    /// Show typed data that is to be signed.
    PrepareTypedData(PrepareMessageRequest),
    /// Show an operator's question whose address this is.
    PrepareProof(PrepareProofRequest),
    /// Sign what was shown.
    SignPrepared(SignPreparedRequest),
    /// Choose three words of a source to be asked for.
    StartDrill(SourceRequest),
    /// Check the three words, separated by spaces. Carries them.
    CheckDrill,
}

impl Request {
    /// Whether only the wallet's worker answers this, and not the pay page's.
    #[must_use]
    pub const fn needs_wallet_worker(&self) -> bool {
        !matches!(
            self,
            Self::Status
                | Self::Unlock
                | Self::UnlockWithPasskey(_)
                | Self::Lock
                | Self::OpenRegistry(_)
                | Self::PreparePayment(_)
                | Self::SignPayment(_)
                | Self::CheckSettlement(_)
        )
    }
}

/// A registry as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenRegistryRequest {
    /// The envelope's JSON.
    pub registry: String,
    /// The highest version accepted before.
    pub seen_version: u64,
}

/// An order as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreparePaymentRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// The `PAYMENT-REQUIRED` header.
    pub payment_required: String,
    /// The origin the browser attests, if any.
    pub attested_origin: Option<String>,
    /// Which way to pay (index in `accepts`); the first payable one when absent.
    pub choice: Option<usize>,
    /// Which account pays, by its number in the vault.
    pub account: u32,
}

/// The go-ahead for a prepared payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignPaymentRequest {
    /// What `PreparePayment` gave.
    pub handle: u32,
    /// What the token contract answered to `DOMAIN_SEPARATOR()`.
    pub domain_separator: B256,
}

/// The papers of a settled payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckSettlementRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// The `PAYMENT-REQUIRED` header that was paid.
    pub payment_required: String,
    /// Which way was paid.
    pub accept_index: usize,
    /// Which account paid, by its number in the vault.
    pub account: u32,
    /// When it was signed, unix seconds: the order is judged as of then.
    pub signed_at: u64,
    /// The body of the till's answer.
    pub settled: String,
}
