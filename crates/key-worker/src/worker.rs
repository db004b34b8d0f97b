use std::collections::BTreeMap;

use keys::Mnemonic;
use vault::{KdfParameters, RandomPort, UnlockedVault, VaultRecord, VaultStore};
use zeroize::Zeroizing;
use zone::TrustRoot;

use crate::{
    protocol::{Failure, Request, Response},
    use_cases::{
        check_settlement::check_settlement,
        create_vault::create_vault,
        lock::lock,
        make_words::make_words,
        open_registry::open_registry,
        prepare_payment::{PreparedPayment, prepare_payment},
        read_words::read_words,
        show_status::show_status,
        sign_payment::sign_payment,
        unlock::unlock,
    },
};

/// Unix time.
pub trait Clock {
    /// Whole seconds.
    fn now_seconds(&self) -> u64;
}

/// Where words that wait for `CreateVault` come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordsOrigin {
    /// Made here.
    Made,
    /// Typed by their owner.
    Typed,
}

/// The worker's state. One request is handled at a time.
pub struct KeyWorker<S, R, C> {
    pub(crate) store: S,
    pub(crate) random: R,
    pub(crate) clock: C,
    pub(crate) root: TrustRoot,
    pub(crate) kdf: KdfParameters,
    pub(crate) words: Option<(Mnemonic, WordsOrigin)>,
    pub(crate) open: Option<UnlockedVault>,
    pub(crate) prepared: BTreeMap<u32, PreparedPayment>,
    pub(crate) next_handle: u32,
}

impl<S, R, C> std::fmt::Debug for KeyWorker<S, R, C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyWorker")
    }
}

/// Bytes beside the JSON of a message: a password or words.
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
            words: None,
            open: None,
            prepared: BTreeMap::new(),
            next_handle: 1,
        }
    }

    /// Handles one message and gives the answer's JSON and secret.
    pub async fn handle(&mut self, json: &str, secret: Secret) -> (String, Secret) {
        let mut answer_secret = Secret::default();
        let response = match serde_json::from_str::<Request>(json) {
            Ok(request) => self
                .dispatch(request, secret, &mut answer_secret)
                .await
                .unwrap_or_else(Response::Failed),
            Err(_) => Response::Failed(Failure::BadRequest),
        };
        (
            serde_json::to_string(&response).unwrap_or_default(),
            answer_secret,
        )
    }

    async fn dispatch(
        &mut self,
        request: Request,
        secret: Secret,
        answer_secret: &mut Secret,
    ) -> Result<Response, Failure> {
        match request {
            Request::Status => show_status(self).await,
            Request::MakeWords => make_words(self, answer_secret),
            Request::ReadWords => read_words(self, &secret),
            Request::CreateVault => create_vault(self, secret).await,
            Request::Unlock => unlock(self, secret).await,
            Request::Lock => lock(self).await,
            Request::OpenRegistry(request) => open_registry(self, &request),
            Request::PreparePayment(request) => prepare_payment(self, request).await,
            Request::SignPayment(request) => sign_payment(self, &request),
            Request::CheckSettlement(request) => check_settlement(self, &request).await,
        }
    }

    /// The newest undamaged record, `None` when there is no vault at all.
    pub(crate) async fn load_record(&self) -> Result<Option<VaultRecord>, Failure> {
        let records = self.store.load().await?;
        let mut first_failure = None;
        for record in records {
            match record.check() {
                Ok(()) => return Ok(Some(record)),
                Err(error) => first_failure = first_failure.or(Some(error.into())),
            }
        }
        first_failure.map_or(Ok(None), Err)
    }
}
