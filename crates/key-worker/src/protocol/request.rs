use serde::{Deserialize, Serialize};

use crate::protocol::{
    AccountRequest, AddAccountsRequest, AddPasskeyRequest, FileRequest, HideAccountRequest, MakeWordsRequest,
    OpenRegistryRequest, OrderAccountsRequest, PasskeyRequest, PayRequest, PrepareAuthorizationRequest,
    PrepareCashOutRequest, PrepareDepositRequest, PrepareExchangeRequest, PrepareMessageRequest,
    PrepareProofRequest, PrepareSubscriptionRequest, PrepareTopUpRequest, PrepareTransferRequest,
    PrepareX402Request, PreviewAccountsRequest, ReadAddressRequest, ReadWordsRequest, RenameAccountRequest,
    SessionPolicyRequest, ShowCredentialRequest, ShowDepositRulesRequest, SignDepositRequest,
    SignPreparedRequest, SignX402Request, SourceRequest, SuggestWordsRequest,
};

/// What a page of the wallet asks for. The comment says which secret travels along.
///
/// *Fresh* means: within two minutes of an unlock, and once per unlock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// What the pay page may ask too.
    Pay(PayRequest),

    /// Make new recovery words. The answer carries the words.
    MakeWords(MakeWordsRequest),
    /// Give the made words a passphrase, or take it away. Carries it; empty for none.
    SetPassphrase,
    /// How hard a new password would be to guess. Carries it.
    RatePassword,
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
    /// The policy of small payments while the wallet is unlocked.
    ShowSessionPolicy,
    /// Change it. Fresh.
    SetSessionPolicy(SessionPolicyRequest),
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
    /// Show the rules that transfers are judged by.
    ShowRules(OpenRegistryRequest),
    /// Encrypt the owner's contacts and notes. Carries them.
    SealBook,
    /// Decrypt them. The answer carries them.
    OpenBook(FileRequest),
    /// Build a transfer and show it.
    PrepareTransfer(PrepareTransferRequest),
    /// Build a transfer that somebody else submits, and show it.
    PrepareAuthorization(PrepareAuthorizationRequest),
    /// Show a text that is to be signed.
    PrepareMessage(PrepareMessageRequest),
    /// Show typed data that is to be signed.
    PrepareTypedData(PrepareMessageRequest),
    /// Show an operator's question whose address this is.
    PrepareProof(PrepareProofRequest),
    /// Verify an operator's offer to exchange, and show it.
    PrepareExchange(PrepareExchangeRequest),
    /// Verify a registrar's subscription of an offering, and show it.
    PrepareSubscription(Box<PrepareSubscriptionRequest>),
    /// Verify an operator's credential of an account, and show it.
    ShowCredential(ShowCredentialRequest),
    /// Verify an operator's quote for a top-up, and show it.
    PrepareTopUp(PrepareTopUpRequest),
    /// Verify an operator's quote for a cash-out, and show it.
    PrepareCashOut(PrepareCashOutRequest),
    /// Sign what was shown. Fresh, when it takes money away: a transaction, a transfer for somebody else to submit, a cash-out.
    SignPrepared(SignPreparedRequest),
    /// Show what the registry says about deposits.
    ShowDepositRules(ShowDepositRulesRequest),
    /// Show a step of a deposit.
    PrepareDeposit(Box<PrepareDepositRequest>),
    /// Sign a step of a deposit that was shown. Fresh.
    SignDeposit(SignDepositRequest),
    /// Show what a server without a CryptoCity order asks for.
    PrepareX402(PrepareX402Request),
    /// Sign it. Fresh.
    SignX402(SignX402Request),
    /// Choose three words of a source to be asked for.
    StartDrill(SourceRequest),
    /// Check the three words, separated by spaces. Carries them.
    CheckDrill,
}

impl From<PayRequest> for Request {
    fn from(request: PayRequest) -> Self {
        Self::Pay(request)
    }
}
