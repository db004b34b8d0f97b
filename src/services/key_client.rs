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

/// The typed end of the key worker. Dropping the last clone ends the worker with everything it holds.
#[derive(Debug, Clone)]
pub struct KeyClient(Rc<WorkerClient>);

impl KeyClient {
    /// Starts a worker, locked.
    ///
    /// # Errors
    /// [`KeyError::Worker`].
    pub fn start() -> Result<Self, KeyError> {
        Ok(Self(Rc::new(WorkerClient::start()?)))
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
        let (answer, secret) = self.0.call(&json, secret).await?;
        match serde_json::from_str(&answer).map_err(|_| KeyError::Worker)? {
            Response::Failed(failure) => Err(KeyError::Refused(failure)),
            response => Ok((response, secret)),
        }
    }
}
