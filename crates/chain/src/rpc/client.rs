use alloc::{
    string::{String, ToString},
    sync::Arc,
    vec::Vec,
};
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use alloy_primitives::U64;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::answer::{ID, read, read_batch};
use crate::{ChainId, HttpError, HttpLimits, HttpPort, RpcError};

/// How often all endpoints are tried.
const ROUNDS: u32 = 3;
/// The first pause between rounds; it doubles.
const FIRST_PAUSE_MS: u32 = 250;
/// Nobody is made to wait longer than this, whatever `Retry-After` says.
const LONGEST_PAUSE_MS: u32 = 5_000;

/// The nodes of one chain, behind one or several addresses.
#[derive(Debug, Clone)]
pub struct RpcClient<H> {
    pub(super) http: H,
    endpoints: Arc<[Endpoint]>,
    /// The endpoint that answered last; it is asked first.
    preferred: Arc<AtomicUsize>,
    chain: ChainId,
    limits: HttpLimits,
    rounds: u32,
    guarded: bool,
}

#[derive(Debug)]
struct Endpoint {
    url: String,
    /// Whether it has named the right chain.
    checked: AtomicBool,
}

impl<H: HttpPort> RpcClient<H> {
    /// A client of the node at `url`. Calls are tried once; call [`check_chain`](Self::check_chain) yourself.
    pub fn new(http: H, url: impl Into<String>, chain: ChainId) -> Self {
        Self::build(http, core::iter::once(url.into()), chain, 1, false)
    }

    /// A client of several nodes. An endpoint is used only after it has named the chain; when one fails the next is
    /// asked, all of them three times with growing pauses, none longer than five seconds.
    pub fn with_endpoints(http: H, urls: impl IntoIterator<Item = String>, chain: ChainId) -> Self {
        Self::build(http, urls, chain, ROUNDS, true)
    }

    fn build(
        http: H,
        urls: impl IntoIterator<Item = String>,
        chain: ChainId,
        rounds: u32,
        guarded: bool,
    ) -> Self {
        let endpoint = |url| Endpoint {
            url,
            checked: AtomicBool::new(false),
        };
        Self {
            http,
            endpoints: urls.into_iter().map(endpoint).collect(),
            preferred: Arc::new(AtomicUsize::new(0)),
            chain,
            limits: HttpLimits::default(),
            rounds,
            guarded,
        }
    }

    /// The same client with other limits for each call.
    #[must_use]
    pub fn with_limits(self, limits: HttpLimits) -> Self {
        Self { limits, ..self }
    }

    /// The same client that tries all endpoints only so often.
    #[must_use]
    pub fn with_rounds(self, rounds: u32) -> Self {
        Self {
            rounds: rounds.max(1),
            ..self
        }
    }

    /// The chain this client is for.
    pub const fn chain(&self) -> ChainId {
        self.chain
    }

    /// Whether the first endpoint of the list is not the one that answers.
    pub fn is_degraded(&self) -> bool {
        self.preferred.load(Ordering::Relaxed) != 0
    }

    /// Asks which chain the node serves and refuses any but the expected one. Every other endpoint is asked again
    /// before its next use.
    ///
    /// # Errors
    /// [`RpcError::WrongChain`], or any failure of the call.
    pub async fn check_chain(&self) -> Result<(), RpcError> {
        for endpoint in self.endpoints.iter() {
            endpoint.checked.store(false, Ordering::Relaxed);
        }
        if self.guarded {
            return self.request(None, |_| Ok(())).await;
        }
        let endpoint = self.endpoints.first().ok_or_else(none_configured)?;
        self.identify(endpoint).await
    }

    /// Calls a method and reads its result.
    ///
    /// # Errors
    /// [`RpcError`].
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        method: &'static str,
        params: Value,
    ) -> Result<T, RpcError> {
        let body = envelope(ID, method, &params).to_string();
        self.request(Some(&body), |answer| read(method, answer)).await
    }

    /// Calls several methods at once. Each has its own result; the order is that of the calls.
    ///
    /// # Errors
    /// [`RpcError`] when there is no answer at all.
    pub(crate) async fn batch(
        &self,
        calls: &[(&'static str, Value)],
    ) -> Result<Vec<Result<Value, RpcError>>, RpcError> {
        let methods: Vec<&'static str> = calls.iter().map(|(method, _)| *method).collect();
        let envelopes: Vec<Value> = (ID..)
            .zip(calls)
            .map(|(id, (method, params))| envelope(id, method, params))
            .collect();
        let body = Value::Array(envelopes).to_string();
        self.request(Some(&body), |answer| read_batch(&methods, answer))
            .await
    }

    /// Asks the endpoints in turn until one gives what `read` takes. Without a body the chain is checked only.
    async fn request<T>(
        &self,
        body: Option<&str>,
        read: impl Fn(&[u8]) -> Result<T, RpcError>,
    ) -> Result<T, RpcError> {
        let mut failure = none_configured();
        for round in 0..self.rounds {
            let first = self.preferred.load(Ordering::Relaxed);
            for offset in 0..self.endpoints.len() {
                let index = (first + offset) % self.endpoints.len();
                let Some(endpoint) = self.endpoints.get(index) else {
                    continue;
                };
                match self.ask(endpoint, body, &read).await {
                    Ok(value) => {
                        self.preferred.store(index, Ordering::Relaxed);
                        return Ok(value);
                    }
                    Err(error) if error.is_the_answer() => return Err(error),
                    // That a node serves another chain is worth more than that the next does not answer.
                    Err(_) if matches!(failure, RpcError::WrongChain { .. }) => {}
                    Err(error) => failure = error,
                }
            }
            if round + 1 < self.rounds {
                self.http.pause(pause_after(round, &failure)).await;
            }
        }
        Err(failure)
    }

    async fn ask<T>(
        &self,
        endpoint: &Endpoint,
        body: Option<&str>,
        read: &impl Fn(&[u8]) -> Result<T, RpcError>,
    ) -> Result<T, RpcError> {
        if self.guarded && !endpoint.checked.load(Ordering::Relaxed) {
            self.identify(endpoint).await?;
        }
        let Some(body) = body else { return read(&[]) };
        read(&self.post(endpoint, body).await?)
    }

    async fn identify(&self, endpoint: &Endpoint) -> Result<(), RpcError> {
        const METHOD: &str = "eth_chainId";
        let answer = self
            .post(endpoint, &envelope(ID, METHOD, &json!([])).to_string())
            .await?;
        let actual = ChainId::new(read::<U64>(METHOD, &answer)?.to());
        if actual != self.chain {
            return Err(RpcError::WrongChain {
                expected: self.chain,
                actual,
            });
        }
        endpoint.checked.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn post(&self, endpoint: &Endpoint, body: &str) -> Result<Vec<u8>, HttpError> {
        self.http
            .post_json(&endpoint.url, body.as_bytes().to_vec(), self.limits)
            .await
    }
}

fn envelope(id: u64, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn none_configured() -> RpcError {
    HttpError::Unreachable("no endpoint".to_string()).into()
}

fn pause_after(round: u32, failure: &RpcError) -> u32 {
    let growing = FIRST_PAUSE_MS << round.min(8);
    let asked = match failure {
        RpcError::Http(HttpError::Throttled {
            retry_after_ms: Some(asked),
        }) => *asked,
        _ => 0,
    };
    growing.max(asked).min(LONGEST_PAUSE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_follow_retry_after_and_have_an_end() {
        let down = none_configured();
        let throttled = |retry_after_ms| RpcError::Http(HttpError::Throttled { retry_after_ms });
        assert_eq!(pause_after(0, &down), 250);
        assert_eq!(pause_after(2, &down), 1_000);
        assert_eq!(pause_after(0, &throttled(Some(2_000))), 2_000);
        assert_eq!(pause_after(2, &throttled(Some(0))), 1_000);
        assert_eq!(pause_after(0, &throttled(Some(u32::MAX))), 5_000);
        assert_eq!(pause_after(u32::MAX, &down), 5_000);
    }
}
