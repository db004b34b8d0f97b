use std::rc::Rc;

use browser::{WorkerCallError, WorkerClient};
use key_worker::protocol::{
    Failure, PayRequest, PayResponse, Request, Response, SessionAnswer, SessionAsk, decode, encode,
};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// Why the key worker did not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// It does not run, or gave an answer that is none.
    Worker,
    /// It refused.
    Refused(Failure),
}

impl From<WorkerCallError> for KeyError {
    fn from(_: WorkerCallError) -> Self {
        Self::Worker
    }
}

/// Bytes beside a message.
type Secret = Zeroizing<Vec<u8>>;

/// The small worker: tells the status, unlocks, pays. Dropping the last clone ends it with everything it holds.
#[derive(Debug, Clone)]
pub struct PayKeys(Rc<WorkerClient>);

impl PayKeys {
    /// Starts the worker, locked.
    ///
    /// # Errors
    /// [`KeyError::Worker`].
    pub fn start() -> Result<Self, KeyError> {
        Ok(Self(Rc::new(WorkerClient::start("key-worker")?)))
    }

    /// Whether the worker has not stopped by a failure.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.0.is_running()
    }

    /// Asks something that needs no secret.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn ask(&self, request: &PayRequest) -> Result<PayResponse, KeyError> {
        self.ask_with(request, Secret::default()).await
    }

    /// Asks with a secret beside the request.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn ask_with(&self, request: &PayRequest, secret: Secret) -> Result<PayResponse, KeyError> {
        let (answer, _) = self.0.call(&encode(request), secret).await?;
        read(&answer)
    }
}

impl PayKeys {
    /// Has the workers of other tabs asked; `None` when none answers.
    pub async fn ask_others(&self, question: &SessionAsk) -> Option<SessionAnswer> {
        decode(&self.0.ask_others(&encode(question)).await.ok()?)
    }
}

/// The wallet's worker: that, and everything else the wallet does with its vault. Dropping the last clone ends it with
/// everything it holds.
#[derive(Debug, Clone)]
pub struct WalletKeys(Rc<WorkerClient>);

impl WalletKeys {
    /// Starts the worker, locked.
    ///
    /// # Errors
    /// [`KeyError::Worker`].
    pub fn start() -> Result<Self, KeyError> {
        Ok(Self(Rc::new(WorkerClient::start("wallet-worker")?)))
    }

    /// Whether the worker has not stopped by a failure.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.0.is_running()
    }

    /// Asks with a secret beside the request; the answer may bring one too.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn ask_with(&self, request: &Request, secret: Secret) -> Result<(Response, Secret), KeyError> {
        let (answer, secret) = self.0.call(&encode(request), secret).await?;
        Ok((read(&answer)?, secret))
    }
}

fn read<T: DeserializeOwned>(answer: &[u8]) -> Result<T, KeyError> {
    decode::<Result<T, Failure>>(answer)
        .ok_or(KeyError::Worker)?
        .map_err(KeyError::Refused)
}
