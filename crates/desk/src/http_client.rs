use std::time::Duration;

use chain::{HttpError, HttpLimits, HttpPort};

/// JSON-RPC over HTTP; the node is on this machine or in the operator's network.
#[derive(Debug, Clone)]
pub(crate) struct HttpClient(reqwest::Client);

impl HttpClient {
    pub(crate) fn new() -> Result<Self, HttpError> {
        let builder = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(30));
        builder
            .build()
            .map(Self)
            .map_err(|error| HttpError::Unreachable(error.to_string()))
    }
}

impl HttpPort for HttpClient {
    async fn pause(&self, milliseconds: u32) {
        tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }

    async fn post_json(&self, url: &str, body: Vec<u8>, limits: HttpLimits) -> Result<Vec<u8>, HttpError> {
        let unreachable = |error: reqwest::Error| HttpError::Unreachable(error.to_string());
        let request = self
            .0
            .post(url)
            .header("content-type", "application/json")
            .body(body);
        let response = request.send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(HttpError::of_status(response.status().as_u16(), None));
        }
        let body = response.bytes().await.map_err(unreachable)?;
        if body.len() > limits.max_bytes {
            Err(HttpError::TooLarge)
        } else {
            Ok(body.into())
        }
    }
}
