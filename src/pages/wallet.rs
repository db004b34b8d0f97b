use browser::{PasskeyError, write_vault_marker};
use key_worker::protocol::{
    AccountView, LockState, OpenRegistryRequest, PayRequest, PayResponse, RegistryView, Request, Response,
    StatusView,
};
use leptos::prelude::*;
use sig::Address;
use zeroize::Zeroizing;

use crate::{
    i18n::{I18n, Key, failure_text},
    pages::security::AutoLock,
    services::{
        FetchRegistryError, KeyError, PayKeys, ReadChainError, WalletKeys, fetch_registry, keep_registry,
        kept_registry, remember_registry,
    },
};

/// The worker that runs. What is unlocked in the wallet is used for everything, so it is unlocked in the worker that can
/// do everything; until then the small one is enough.
#[derive(Debug, Clone)]
enum Keys {
    Small(PayKeys),
    Full(WalletKeys),
}

impl Keys {
    /// Starts the worker for a request.
    fn start(request: &Request) -> Result<Self, KeyError> {
        match request {
            Request::Pay(request) if !unlocks(request) => PayKeys::start().map(Self::Small),
            _ => WalletKeys::start().map(Self::Full),
        }
    }

    fn is_running(&self) -> bool {
        match self {
            Self::Small(keys) => keys.is_running(),
            Self::Full(keys) => keys.is_running(),
        }
    }

    /// Whether this worker is the one for such a request.
    const fn serves(&self, request: &Request) -> bool {
        match (self, request) {
            (Self::Full(_), _) => true,
            (Self::Small(_), Request::Pay(request)) => !unlocks(request),
            (Self::Small(_), _) => false,
        }
    }

    async fn ask_with(
        &self,
        request: &Request,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<(Response, Zeroizing<Vec<u8>>), KeyError> {
        match (self, request) {
            (Self::Full(keys), request) => keys.ask_with(request, secret).await,
            (Self::Small(keys), Request::Pay(request)) => {
                let response = keys.ask_with(request, secret).await?;
                Ok((Response::Pay(response), Zeroizing::default()))
            }
            (Self::Small(_), _) => Err(KeyError::Worker),
        }
    }
}

const fn unlocks(request: &PayRequest) -> bool {
    matches!(request, PayRequest::Unlock | PayRequest::UnlockWithPasskey(_))
}

/// What all pages of the wallet share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wallet {
    /// The vault, `None` until the worker has answered.
    pub(crate) status: RwSignal<Option<StatusView>>,
    /// The verified registry.
    pub(crate) registry: RwSignal<Option<RegistryView>>,
    /// Whether the registry could not be fetched, so that the one from last time is in use.
    pub(crate) registry_kept: RwSignal<bool>,
    /// Which account is on screen, by its number; the first one that is not hidden at first.
    pub(crate) chosen: RwSignal<Option<u32>>,
    /// Whether it locks within half a minute unless somebody touches it.
    pub(crate) locks_soon: RwSignal<bool>,
    /// What went wrong with worker or registry at start.
    pub(crate) trouble: RwSignal<Option<WalletTrouble>>,
    /// The registry as it was fetched.
    request: StoredValue<Option<OpenRegistryRequest>>,
    keys: StoredValue<Option<Keys>, LocalStorage>,
    /// Kept here and not looked up as a context: locking runs in tasks, which have none.
    auto_lock: StoredValue<Option<AutoLock>, LocalStorage>,
}

/// What can go wrong on the wallet's pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WalletTrouble {
    /// The key worker, or its reason.
    Keys(KeyError),
    /// The registry.
    Registry(FetchRegistryError),
    /// The chain.
    Chain(ReadChainError),
    /// The two passwords differ.
    PasswordMismatch,
    /// The two passphrases differ.
    PassphraseMismatch,
    /// There is no file, or it is none of a wallet.
    File,
    /// The passkey gave no answer.
    Passkey(PasskeyError),
}

impl From<PasskeyError> for WalletTrouble {
    fn from(error: PasskeyError) -> Self {
        Self::Passkey(error)
    }
}

impl From<KeyError> for WalletTrouble {
    fn from(error: KeyError) -> Self {
        Self::Keys(error)
    }
}

impl From<ReadChainError> for WalletTrouble {
    fn from(error: ReadChainError) -> Self {
        Self::Chain(error)
    }
}

impl From<FetchRegistryError> for WalletTrouble {
    fn from(error: FetchRegistryError) -> Self {
        Self::Registry(error)
    }
}

impl WalletTrouble {
    /// The sentence for it.
    pub(crate) fn text(&self, i18n: I18n) -> String {
        let key = match self {
            Self::Keys(KeyError::Refused(failure)) => return failure_text(i18n, failure),
            Self::Keys(KeyError::Worker) => Key::ErrorWorker,
            Self::Registry(FetchRegistryError::Unreachable) => Key::ErrorRegistryUnreachable,
            Self::Registry(FetchRegistryError::Storage) => Key::ErrorStorage,
            Self::PasswordMismatch => Key::PasswordMismatch,
            Self::PassphraseMismatch => Key::PassphraseMismatch,
            Self::File => Key::ImportFileUnread,
            Self::Chain(ReadChainError::Unreachable) => Key::ErrorChainUnreachable,
            Self::Chain(ReadChainError::WrongChain) => Key::ErrorWrongChain,
            Self::Passkey(PasskeyError::Unsupported) => Key::KeysErrorPasskeyUnsupported,
            Self::Passkey(PasskeyError::Cancelled) => Key::KeysErrorPasskeyCancelled,
            Self::Passkey(PasskeyError::AlreadyThere) => Key::KeysErrorAlreadyThere,
            Self::Passkey(PasskeyError::Failed(_)) => Key::KeysErrorPasskeyFailed,
        };
        i18n.text(key).to_owned()
    }
}

impl Wallet {
    /// Nothing known yet.
    pub(crate) fn new() -> Self {
        Self {
            status: RwSignal::new(None),
            registry: RwSignal::new(None),
            registry_kept: RwSignal::new(false),
            chosen: RwSignal::new(None),
            locks_soon: RwSignal::new(false),
            trouble: RwSignal::new(None),
            request: StoredValue::new(None),
            keys: StoredValue::new_local(None),
            auto_lock: StoredValue::new_local(None),
        }
    }

    /// From now on locking is told to the other tabs.
    pub(crate) fn lock_with(self, auto_lock: AutoLock) {
        self.auto_lock.set_value(Some(auto_lock));
    }

    /// The wallet provided by the app.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// The state of the vault's lock, once the worker has answered; follows changes.
    pub(crate) fn lock_state(self) -> Option<LockState> {
        self.status
            .with(|status| status.as_ref().map(|status| status.lock))
    }

    /// The same without following changes.
    pub(crate) fn lock_state_untracked(self) -> Option<LockState> {
        untrack(move || self.lock_state())
    }

    /// The account on screen, once the vault is known; follows changes.
    pub(crate) fn account_view(self) -> Option<AccountView> {
        let chosen = self.chosen.get();
        self.status.with(|status| {
            let accounts = &status.as_ref()?.accounts;
            let is_chosen = |account: &&AccountView| Some(account.number) == chosen && !account.hidden;
            let shown = |account: &&AccountView| !account.hidden;
            accounts
                .iter()
                .find(is_chosen)
                .or_else(|| accounts.iter().find(shown))
                .cloned()
        })
    }

    /// The number of the account on screen, once the vault is known.
    pub(crate) fn account_number(self) -> Option<u32> {
        untrack(move || self.account_view()).map(|account| account.number)
    }

    /// Its address; follows changes.
    pub(crate) fn account(self) -> Option<Address> {
        self.account_view().map(|account| account.address)
    }

    /// The registry as it was fetched, for requests that are judged by it.
    pub(crate) fn registry_request(self) -> Option<OpenRegistryRequest> {
        self.request.get_value()
    }

    /// Starts the key worker, asks for the vault, then fetches and verifies the registry.
    pub(crate) async fn start(self) {
        if let Err(trouble) = self.try_start().await {
            self.trouble.set(Some(trouble));
        }
    }

    async fn try_start(self) -> Result<(), WalletTrouble> {
        self.ask(&Request::Pay(PayRequest::Status)).await?;
        match fetch_registry().await {
            Ok(request) => {
                self.open_registry(&request).await?;
                keep_registry(&request).await;
                self.registry_kept.set(false);
            }
            Err(FetchRegistryError::Unreachable) => {
                let request = kept_registry().await.ok_or(FetchRegistryError::Unreachable)?;
                self.open_registry(&request).await?;
                self.registry_kept.set(true);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Fetches the registry once more, where only the one from last time was at hand. Without an answer that one stays.
    pub(crate) async fn renew_registry(self) {
        if let Ok(request) = fetch_registry().await
            && self.open_registry(&request).await.is_ok()
        {
            keep_registry(&request).await;
            self.registry_kept.set(false);
        }
    }

    async fn open_registry(self, fetched: &OpenRegistryRequest) -> Result<(), WalletTrouble> {
        let request = Request::Pay(PayRequest::OpenRegistry(fetched.clone()));
        let keys = self.keys(&request)?;
        let registry = match keys.ask_with(&request, Zeroizing::default()).await?.0 {
            Response::Pay(PayResponse::Registry(view)) => *view,
            _ => return Err(KeyError::Worker.into()),
        };
        remember_registry(registry.edition, fetched.seen_version).await?;
        self.request.set_value(Some(fetched.clone()));
        self.registry.set(Some(registry));
        Ok(())
    }

    /// Asks the key worker; a status in the answer becomes the wallet's.
    pub(crate) async fn ask(self, request: &Request) -> Result<Response, WalletTrouble> {
        self.ask_with(request, Zeroizing::default())
            .await
            .map(|(response, _)| response)
    }

    /// Asks the key worker with a secret.
    pub(crate) async fn ask_with(
        self,
        request: &Request,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<(Response, Zeroizing<Vec<u8>>), WalletTrouble> {
        let (response, secret) = self.keys(request)?.ask_with(request, secret).await?;
        if let Response::Pay(PayResponse::Status(status)) = &response {
            // What this tab has seen and is gone was erased, even if every other sign of it is gone too.
            let known = self.status.with_untracked(|known| {
                known
                    .as_ref()
                    .is_some_and(|known| known.lock != LockState::NoVault)
            });
            if status.lock != LockState::NoVault || known {
                write_vault_marker();
            }
            self.status.set(Some(status.clone()));
        }
        Ok((response, secret))
    }

    /// Counts as use, in all tabs.
    pub(crate) fn stay_open(self) {
        if let Some(auto_lock) = self.auto_lock.get_value() {
            auto_lock.touch();
        }
    }

    /// Locks this tab and all others.
    pub(crate) async fn lock(self) {
        if let Some(auto_lock) = self.auto_lock.get_value() {
            auto_lock.tell_locked();
        }
        self.lock_here().await;
    }

    /// Has the worker forget everything, then ends it; the next request starts a fresh, locked one.
    pub(crate) async fn lock_here(self) {
        // A worker that was never unlocked has nothing to forget.
        if self.keys.with_value(Option::is_none) {
            return;
        }
        if self.ask(&Request::Pay(PayRequest::Lock)).await.is_err() {
            self.status.set(None);
        }
        self.keys.set_value(None);
    }

    /// The worker for a request. The small one that the wallet starts with is replaced when more is asked of it: it is
    /// never unlocked, so nothing is lost.
    fn keys(self, request: &Request) -> Result<Keys, KeyError> {
        let running = self.keys.get_value().filter(Keys::is_running);
        if let Some(keys) = running.filter(|keys| keys.serves(request)) {
            return Ok(keys);
        }
        let keys = Keys::start(request)?;
        self.keys.set_value(Some(keys.clone()));
        Ok(keys)
    }
}
