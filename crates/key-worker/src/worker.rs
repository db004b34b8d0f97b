use std::collections::BTreeMap;

use keys::AccountKey;
use vault::{KdfParameters, RandomPort, UnlockedVault, VaultRecord, VaultStore};
use zeroize::Zeroizing;
use zone::TrustRoot;

#[cfg(feature = "wallet")]
use crate::{
    protocol::{DraftView, Request, Response},
    use_cases::{
        add_accounts::add_accounts,
        add_to_vault::add_to_vault,
        arrange_accounts::{hide_account, order_accounts, rename_account},
        backup_drill::{check_drill, start_drill},
        change_passkeys::{add_passkey, remove_passkey},
        change_password::change_password,
        create_vault::create_vault,
        export::{export_backup, export_keystore, export_private_key, export_words},
        keep_private::{open_book, seal_book},
        make_words::make_words,
        prepare_authorization::prepare_authorization,
        prepare_cash_out::prepare_cash_out,
        prepare_deposit::{PreparedDeposit, prepare_deposit, sign_deposit},
        prepare_exchange::prepare_exchange,
        prepare_signing::{
            PreparedSigning, prepare_message, prepare_proof, prepare_transfer, prepare_typed_data,
        },
        prepare_subscription::prepare_subscription,
        prepare_top_up::prepare_top_up,
        prepare_x402::{PreparedX402, prepare_x402},
        preview_accounts::preview_accounts,
        rate_password::rate_password,
        read_address::read_address,
        read_backup::read_backup,
        read_keystore::read_keystore,
        read_private_key::read_private_key,
        read_words::read_words,
        session_policy::{set_session_policy, show_session_policy},
        set_passphrase::set_passphrase,
        show_credential::show_credential,
        show_deposit_rules::show_deposit_rules,
        show_rules::show_rules,
        sign_prepared::sign_prepared,
        sign_x402::sign_x402,
        suggest_words::suggest_words,
    },
};
use crate::{
    protocol::{Failure, PayRequest, PayResponse, decode, encode},
    use_cases::{
        check_settlement::check_settlement,
        lock::lock,
        open_registry::open_registry,
        prepare_payment::{PreparedPayment, prepare_payment},
        show_status::show_status,
        sign_payment::sign_payment,
        unlock::{unlock, unlock_with_passkey},
    },
};
#[cfg(feature = "wallet")]
use vault::VaultDraft;

/// Time.
pub trait Clock {
    /// Unix time in whole seconds.
    fn now_seconds(&self) -> u64;

    /// A monotonic clock in milliseconds, from any start. One that stands still chooses no extra work.
    fn now_millis(&self) -> u64 {
        0
    }
}

/// Where a draft that waits for `CreateVault` comes from.
#[cfg(feature = "wallet")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DraftOrigin {
    /// Made here.
    Made,
    /// Typed by its owner, or read from their file.
    Typed,
}

/// Three words that are asked for.
#[cfg(feature = "wallet")]
#[derive(Debug)]
pub(crate) struct Drill {
    pub(crate) source: u32,
    /// Counted from 1.
    pub(crate) positions: Vec<usize>,
}

/// How long an unlock counts as fresh.
const FRESH_SECONDS: u64 = 120;

/// The worker's state. One request is handled at a time.
pub struct KeyWorker<S, R, C> {
    pub(crate) store: S,
    pub(crate) random: R,
    pub(crate) clock: C,
    pub(crate) root: TrustRoot,
    pub(crate) kdf: KdfParameters,
    #[cfg(feature = "wallet")]
    pub(crate) draft: Option<(VaultDraft, DraftOrigin)>,
    #[cfg(feature = "wallet")]
    pub(crate) drill: Option<Drill>,
    pub(crate) open: Option<UnlockedVault>,
    pub(crate) fresh_until: u64,
    /// When it was opened last, by the monotonic clock.
    pub(crate) unlocked_at: u64,
    pub(crate) prepared: BTreeMap<u32, PreparedPayment>,
    #[cfg(feature = "wallet")]
    pub(crate) signing: BTreeMap<u32, PreparedSigning>,
    #[cfg(feature = "wallet")]
    pub(crate) deposits: BTreeMap<u32, PreparedDeposit>,
    #[cfg(feature = "wallet")]
    pub(crate) x402: BTreeMap<u32, PreparedX402>,
    pub(crate) next_handle: u32,
}

impl<S, R, C> std::fmt::Debug for KeyWorker<S, R, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyWorker")
    }
}

/// Bytes beside a message: a password or words.
pub(crate) type Secret = Zeroizing<Vec<u8>>;

impl<S: VaultStore, R: RandomPort, C: Clock> KeyWorker<S, R, C> {
    /// A locked worker.
    pub const fn new(store: S, random: R, clock: C, root: TrustRoot, kdf: KdfParameters) -> Self {
        Self {
            store,
            random,
            clock,
            root,
            kdf,
            #[cfg(feature = "wallet")]
            draft: None,
            #[cfg(feature = "wallet")]
            drill: None,
            open: None,
            fresh_until: 0,
            unlocked_at: 0,
            prepared: BTreeMap::new(),
            #[cfg(feature = "wallet")]
            signing: BTreeMap::new(),
            #[cfg(feature = "wallet")]
            deposits: BTreeMap::new(),
            #[cfg(feature = "wallet")]
            x402: BTreeMap::new(),
            next_handle: 1,
        }
    }

    /// Handles one message, a [`Request`], and gives the bytes of the answer and its secret.
    #[cfg(feature = "wallet")]
    pub async fn handle(&mut self, message: &[u8], secret: Secret) -> (Vec<u8>, Secret) {
        let mut answer_secret = Secret::default();
        let answer = match decode(message) {
            Some(request) => self.dispatch(request, secret, &mut answer_secret).await,
            None => Err(Failure::BadRequest),
        };
        (encode(&answer), answer_secret)
    }

    /// Handles one message, a [`PayRequest`], and gives the bytes of the answer, which has no secret.
    #[cfg(not(feature = "wallet"))]
    pub async fn handle(&mut self, message: &[u8], secret: Secret) -> (Vec<u8>, Secret) {
        let answer = match decode(message) {
            Some(request) => self.dispatch_pay(request, secret).await,
            None => Err(Failure::BadRequest),
        };
        (encode(&answer), Secret::default())
    }

    async fn dispatch_pay(&mut self, request: PayRequest, secret: Secret) -> Result<PayResponse, Failure> {
        match request {
            PayRequest::Status => show_status(self).await,
            PayRequest::Unlock => unlock(self, secret).await,
            PayRequest::UnlockWithPasskey(request) => unlock_with_passkey(self, &request, &secret).await,
            PayRequest::Lock => lock(self).await,
            PayRequest::OpenRegistry(request) => open_registry(self, &request),
            PayRequest::PreparePayment(request) => prepare_payment(self, request).await,
            PayRequest::SignPayment(request) => sign_payment(self, &request),
            PayRequest::CheckSettlement(request) => check_settlement(self, &request).await,
        }
    }

    #[cfg(feature = "wallet")]
    async fn dispatch(
        &mut self,
        request: Request,
        secret: Secret,
        answer: &mut Secret,
    ) -> Result<Response, Failure> {
        match request {
            Request::Pay(request) => self.dispatch_pay(request, secret).await.map(Response::Pay),
            Request::MakeWords(request) => make_words(self, request, answer),
            Request::SetPassphrase => set_passphrase(self, &secret),
            Request::RatePassword => rate_password(&secret),
            Request::ReadWords(request) => read_words(self, &request, &secret),
            Request::SuggestWords(request) => suggest_words(&request, &secret, answer),
            Request::ReadPrivateKey => read_private_key(self, &secret),
            Request::ReadKeystore(request) => read_keystore(self, &request, secret),
            Request::ReadBackup(request) => read_backup(self, &request, secret),
            Request::ReadAddress(request) => read_address(self, &request),
            Request::DropDraft => {
                self.draft = None;
                show_status(self).await.map(Response::Pay)
            }
            Request::CreateVault => create_vault(self, secret).await,
            Request::AddToVault => add_to_vault(self).await,
            Request::PreviewAccounts(request) => preview_accounts(self, request),
            Request::AddAccounts(request) => add_accounts(self, request).await,
            Request::RenameAccount(request) => rename_account(self, &request).await,
            Request::HideAccount(request) => hide_account(self, request).await,
            Request::OrderAccounts(request) => order_accounts(self, &request).await,
            Request::ChangePassword => change_password(self, secret).await,
            Request::AddPasskey(request) => add_passkey(self, request, &secret).await,
            Request::ShowSessionPolicy => show_session_policy(self).await,
            Request::SetSessionPolicy(request) => set_session_policy(self, &request).await,
            Request::RemovePasskey(request) => remove_passkey(self, &request).await,
            Request::ExportWords(request) => export_words(self, request, answer),
            Request::ExportPrivateKey(request) => export_private_key(self, request, answer),
            Request::ExportKeystore(request) => export_keystore(self, request, secret),
            Request::ExportBackup => export_backup(self, secret),
            Request::ShowRules(request) => show_rules(self, &request),
            Request::SealBook => seal_book(self, &secret),
            Request::OpenBook(request) => open_book(self, &request, answer),
            Request::PrepareTransfer(request) => prepare_transfer(self, request).await,
            Request::PrepareAuthorization(request) => prepare_authorization(self, request).await,
            Request::PrepareMessage(request) => prepare_message(self, request).await,
            Request::PrepareTypedData(request) => prepare_typed_data(self, request).await,
            Request::PrepareProof(request) => prepare_proof(self, request).await,
            Request::PrepareExchange(request) => prepare_exchange(self, request).await,
            Request::PrepareSubscription(request) => prepare_subscription(self, *request).await,
            Request::ShowCredential(request) => show_credential(self, &request).await,
            Request::PrepareTopUp(request) => prepare_top_up(self, &request).await,
            Request::PrepareCashOut(request) => prepare_cash_out(self, request).await,
            Request::SignPrepared(request) => sign_prepared(self, request),
            Request::ShowDepositRules(request) => show_deposit_rules(self, &request),
            Request::PrepareDeposit(request) => prepare_deposit(self, *request).await,
            Request::SignDeposit(request) => sign_deposit(self, request),
            Request::PrepareX402(request) => prepare_x402(self, request).await,
            Request::SignX402(request) => sign_x402(self, &request),
            Request::StartDrill(request) => start_drill(self, request),
            Request::CheckDrill => check_drill(self, &secret).await,
        }
    }

    /// The newest undamaged record, `None` when there is no vault at all.
    pub(crate) async fn load_record(&self) -> Result<Option<VaultRecord>, Failure> {
        let texts = self.store.load().await?;
        Ok(VaultRecord::newest(texts.iter().map(String::as_str))?)
    }

    /// The signing key of an account, by its number in the vault.
    pub(crate) fn account_key(&self, account: u32) -> Result<AccountKey, Failure> {
        let open = self.open.as_ref().ok_or(Failure::Locked)?;
        Ok(open.account_key(account)?)
    }

    /// Keeps what was typed for `CreateVault` or `AddToVault`.
    #[cfg(feature = "wallet")]
    pub(crate) fn keep_typed(&mut self, draft: VaultDraft) -> Response {
        let addresses = draft.addresses().collect();
        self.draft = Some((draft, DraftOrigin::Typed));
        Response::Draft(DraftView { addresses })
    }

    /// From now on, for a while, the owner counts as being here.
    pub(crate) fn note_authenticated(&mut self) {
        self.fresh_until = self.clock.now_seconds().saturating_add(FRESH_SECONDS);
        self.unlocked_at = self.clock.now_millis();
    }

    /// Uses up a fresh unlock.
    #[cfg(feature = "wallet")]
    pub(crate) fn take_authentication(&mut self) -> Result<(), Failure> {
        if self.open.is_none() {
            return Err(Failure::Locked);
        }
        let until = std::mem::take(&mut self.fresh_until);
        if self.clock.now_seconds() < until {
            Ok(())
        } else {
            Err(Failure::AuthenticateAgain)
        }
    }

    /// Drops everything secret; each wipes itself.
    pub(crate) fn forget(&mut self) {
        #[cfg(feature = "wallet")]
        {
            self.draft = None;
            self.drill = None;
            self.signing.clear();
            self.deposits.clear();
            self.x402.clear();
        }
        self.open = None;
        self.fresh_until = 0;
        self.prepared.clear();
    }
}
