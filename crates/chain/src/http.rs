use alloc::{string::String, vec::Vec};
use core::future::Future;

/// How long a call may take and how much it may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpLimits {
    /// Milliseconds until the call is given up.
    pub deadline_ms: u32,
    /// Bytes of the body after which reading stops.
    pub max_bytes: usize,
}

impl Default for HttpLimits {
    /// 10 seconds, 2 MiB.
    fn default() -> Self {
        Self {
            deadline_ms: 10_000,
            max_bytes: 2 * 1024 * 1024,
        }
    }
}

/// Why a call gave no body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    /// No connection, or it broke. The request may have arrived all the same.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// The deadline passed. The request may have arrived all the same.
    #[error("no answer in time")]
    Deadline,
    /// More bytes than allowed.
    #[error("the answer is too large")]
    TooLarge,
    /// Too many requests (429) or not now (503).
    #[error("asked to wait")]
    Throttled {
        /// `Retry-After`, where the answer has one and the page may read it.
        retry_after_ms: Option<u32>,
    },
    /// Any other status than 2xx.
    #[error("status {0}")]
    Status(u16),
}

impl HttpError {
    /// The error for a status other than 2xx, with the text of its `Retry-After` header. Dates are not read.
    #[must_use]
    pub fn of_status(status: u16, retry_after: Option<&str>) -> Self {
        if status != 429 && status != 503 {
            return Self::Status(status);
        }
        let seconds = retry_after.and_then(|text| text.trim().parse::<u32>().ok());
        Self::Throttled {
            retry_after_ms: seconds.map(|seconds| seconds.saturating_mul(1000)),
        }
    }
}

/// One POST of JSON. Implemented over `fetch` in the browser and over a native client in the tills.
pub trait HttpPort {
    /// Waits at least this long before a call is repeated. An adapter adds up to a quarter at random, so that not
    /// everybody comes back at once.
    fn pause(&self, milliseconds: u32) -> impl Future<Output = ()>;

    /// Posts `body` to `url` and gives the body of a 2xx answer, within the limits.
    fn post_json(
        &self,
        url: &str,
        body: Vec<u8>,
        limits: HttpLimits,
    ) -> impl Future<Output = Result<Vec<u8>, HttpError>>;
}
