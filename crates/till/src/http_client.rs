use std::time::Duration;

use chain::{HttpError, HttpLimits, HttpPort};
use reqwest::{Response, StatusCode};
use serde::Serialize;

/// The native HTTP adapter: every call has a deadline and a size cap.
#[derive(Debug, Clone)]
pub struct HttpClient {
    inner: reqwest::Client,
}

/// A status and a body, whatever the status.
#[derive(Debug, Clone)]
pub(crate) struct HttpAnswer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
    retry_after: Option<String>,
}

impl HttpClient {
    /// A client with a connection pool of its own. Follows no redirects and uses no proxy.
    ///
    /// # Errors
    /// When the system offers no usable TLS or resolver.
    pub fn new() -> Result<Self, HttpError> {
        reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map(|inner| Self { inner })
            .map_err(|error| HttpError::Unreachable(error.to_string()))
    }

    pub(crate) async fn get(&self, url: &str, limits: HttpLimits) -> Result<HttpAnswer, HttpError> {
        within(limits, self.inner.get(url)).await
    }

    pub(crate) async fn post<T: Serialize + Sync>(
        &self,
        url: &str,
        body: &T,
        limits: HttpLimits,
    ) -> Result<HttpAnswer, HttpError> {
        within(limits, self.inner.post(url).json(body)).await
    }
}

impl HttpClient {
    /// Sends a body with its signature and gives the status; what the receiver says beyond is not read.
    pub(crate) async fn post_signed(
        &self,
        url: &str,
        signature: &str,
        body: String,
        limits: HttpLimits,
    ) -> Result<StatusCode, HttpError> {
        let request = self
            .inner
            .post(url)
            .header("content-type", "application/json")
            .header("till-signature", signature)
            .body(body)
            .send();
        let deadline = Duration::from_millis(limits.deadline_ms.into());
        let response = tokio::time::timeout(deadline, request)
            .await
            .map_err(|_| HttpError::Deadline)?
            .map_err(unreachable)?;
        Ok(response.status())
    }
}

impl HttpPort for HttpClient {
    async fn pause(&self, milliseconds: u32) {
        // The tills share one node with nobody who would come back at the same time.
        tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }

    async fn post_json(&self, url: &str, body: Vec<u8>, limits: HttpLimits) -> Result<Vec<u8>, HttpError> {
        let request = self
            .inner
            .post(url)
            .header("content-type", "application/json")
            .body(body);
        let answer = within(limits, request).await?;
        if answer.status.is_success() {
            Ok(answer.body)
        } else {
            Err(HttpError::of_status(
                answer.status.as_u16(),
                answer.retry_after.as_deref(),
            ))
        }
    }
}

async fn within(limits: HttpLimits, request: reqwest::RequestBuilder) -> Result<HttpAnswer, HttpError> {
    let deadline = Duration::from_millis(limits.deadline_ms.into());
    let call = async {
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let header = response.headers().get(reqwest::header::RETRY_AFTER);
        let retry_after = header.and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(HttpAnswer {
            status,
            retry_after,
            body: read_capped(response, limits.max_bytes).await?,
        })
    };
    tokio::time::timeout(deadline, call)
        .await
        .map_err(|_| HttpError::Deadline)?
}

async fn read_capped(mut response: Response, max_bytes: usize) -> Result<Vec<u8>, HttpError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len().saturating_add(chunk.len()) > max_bytes {
            return Err(HttpError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn unreachable(error: reqwest::Error) -> HttpError {
    // Without the address: it may hold a key of a node provider.
    HttpError::Unreachable(error.without_url().to_string())
}
