use std::rc::Rc;

use browser::{WorkerCallError, WorkerClient};
use key_worker::protocol::{Failure, Request, Response};
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

/// Which build of the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkerKind {
    /// Small: tells the status, unlocks, pays.
    Paying,
    /// Everything the wallet does with its vault.
    Wallet,
}

impl WorkerKind {
    /// The build the wallet's pages use for a request. What is unlocked in the wallet is used for everything, so it is
    /// unlocked in the worker that can do everything.
    #[must_use]
    pub const fn serving(request: &Request) -> Self {
        if request.needs_wallet_worker() || matches!(request, Request::Unlock | Request::UnlockWithPasskey(_))
        {
            Self::Wallet
        } else {
            Self::Paying
        }
    }
}

/// The typed end of the key worker. Dropping the last clone ends the worker with everything it holds.
#[derive(Debug, Clone)]
pub struct KeyClient {
    client: Rc<WorkerClient>,
    kind: WorkerKind,
}

impl KeyClient {
    /// Starts the small worker, locked.
    ///
    /// # Errors
    /// [`KeyError::Worker`].
    pub fn start() -> Result<Self, KeyError> {
        Self::start_kind(WorkerKind::Paying)
    }

    /// Starts a worker, locked.
    ///
    /// # Errors
    /// [`KeyError::Worker`].
    pub fn start_kind(kind: WorkerKind) -> Result<Self, KeyError> {
        let meta = match kind {
            WorkerKind::Paying => "key-worker",
            WorkerKind::Wallet => "wallet-worker",
        };
        Ok(Self {
            client: Rc::new(WorkerClient::start(meta)?),
            kind,
        })
    }

    /// Whether this worker is the one for such a request.
    #[must_use]
    pub fn serves(&self, request: &Request) -> bool {
        self.kind == WorkerKind::Wallet || WorkerKind::serving(request) == WorkerKind::Paying
    }

    /// Whether the worker has not stopped by a failure.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.client.is_running()
    }

    /// Asks something that needs no secret.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn ask(&self, request: &Request) -> Result<Response, KeyError> {
        self.ask_with(request, Zeroizing::default())
            .await
            .map(|(response, _)| response)
    }

    /// Asks with a secret beside the request; the answer may bring one too.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn ask_with(
        &self,
        request: &Request,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<(Response, Zeroizing<Vec<u8>>), KeyError> {
        let json = serde_json::to_string(request).map_err(|_| KeyError::Worker)?;
        let (answer, secret) = self.client.call(&json, secret).await?;
        match serde_json::from_str(&answer).map_err(|_| KeyError::Worker)? {
            Response::Failed(failure) => Err(KeyError::Refused(failure)),
            response => Ok((response, secret)),
        }
    }
}
