use std::{sync::Arc, time::Duration};

use chain::{HttpError, HttpLimits, HttpPort};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use serde::Serialize;

type Body = Full<Bytes>;

/// Sends requests over HTTP and HTTPS.
#[derive(Debug, Clone)]
pub struct HttpClient {
    inner: Client<HttpsConnector<HttpConnector>, Body>,
}

/// A status and a body, whatever the status.
#[derive(Debug, Clone)]
pub struct HttpAnswer {
    /// The status.
    pub status: StatusCode,
    /// The whole body.
    pub body: Vec<u8>,
    retry_after: Option<String>,
}

impl HttpClient {
    /// A client with a connection pool of its own, trusting the system's roots.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new() -> Result<Self, HttpError> {
        Self::trusting(RootCertStore::empty())
    }

    /// A client that also trusts the authorities in a PEM text.
    ///
    /// # Errors
    /// When the text holds no certificate, or TLS cannot be set up.
    pub fn with_authorities(pem: &[u8]) -> Result<Self, HttpError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let added = certificate.map(|certificate| roots.add(certificate));
            if !matches!(added, Ok(Ok(()))) {
                return Err(HttpError::Unreachable("not a certificate authority".into()));
            }
        }
        if roots.is_empty() {
            return Err(HttpError::Unreachable("no certificate authority".into()));
        }
        Self::trusting(roots)
    }

    fn trusting(mut roots: RootCertStore) -> Result<Self, HttpError> {
        // A machine without roots still speaks plain HTTP with its neighbours; HTTPS then says that nobody is trusted.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| HttpError::Unreachable(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(config)
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            inner: Client::builder(TokioExecutor::new()).build(connector),
        })
    }

    /// Gets an address.
    ///
    /// # Errors
    /// [`HttpError`]; a status other than 2xx is none.
    pub async fn get(&self, url: &str, limits: HttpLimits) -> Result<HttpAnswer, HttpError> {
        self.send(request(Method::GET, url, Vec::new(), &[])?, limits)
            .await
    }

    /// Posts a value as JSON.
    ///
    /// # Errors
    /// [`HttpError`]; a status other than 2xx is none.
    pub async fn post<T: Serialize + Sync>(
        &self,
        url: &str,
        body: &T,
        limits: HttpLimits,
    ) -> Result<HttpAnswer, HttpError> {
        let body = serde_json::to_vec(body).map_err(|error| HttpError::Unreachable(error.to_string()))?;
        self.post_bytes(url, body, &[], limits).await
    }

    /// Posts a text that is JSON already, with more headers.
    ///
    /// # Errors
    /// [`HttpError`]; a status other than 2xx is none.
    pub async fn post_bytes(
        &self,
        url: &str,
        body: Vec<u8>,
        headers: &[(&'static str, &str)],
        limits: HttpLimits,
    ) -> Result<HttpAnswer, HttpError> {
        self.send(request(Method::POST, url, body, headers)?, limits)
            .await
    }

    async fn send(&self, request: Request<Body>, limits: HttpLimits) -> Result<HttpAnswer, HttpError> {
        let call = async {
            let response = self.inner.request(request).await.map_err(unreachable)?;
            read(response, limits.max_bytes).await
        };
        tokio::time::timeout(Duration::from_millis(limits.deadline_ms.into()), call)
            .await
            .map_err(|_| HttpError::Deadline)?
    }
}

impl HttpPort for HttpClient {
    async fn pause(&self, milliseconds: u32) {
        // These programs share one node with nobody who would come back at the same time.
        tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
    }

    async fn post_json(&self, url: &str, body: Vec<u8>, limits: HttpLimits) -> Result<Vec<u8>, HttpError> {
        let answer = self.post_bytes(url, body, &[], limits).await?;
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

fn request(
    method: Method,
    url: &str,
    body: Vec<u8>,
    headers: &[(&'static str, &str)],
) -> Result<Request<Body>, HttpError> {
    let wrong = |text: &str| HttpError::Unreachable(text.into());
    // What stands before the host is a name and a password, which no address here has.
    let uri: Uri = url.parse().map_err(|_| wrong("not an address"))?;
    let mut request = Request::new(Full::new(body.into()));
    if method == Method::POST {
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).map_err(|_| wrong("not the value of a header"))?;
        request.headers_mut().insert(HeaderName::from_static(name), value);
    }
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    Ok(request)
}

async fn read(response: Response<Incoming>, max_bytes: usize) -> Result<HttpAnswer, HttpError> {
    let (parts, mut incoming) = response.into_parts();
    let mut body = Vec::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|error| HttpError::Unreachable(error.to_string()))?;
        let Some(chunk) = frame.data_ref() else { continue };
        if body.len().saturating_add(chunk.len()) > max_bytes {
            return Err(HttpError::TooLarge);
        }
        body.extend_from_slice(chunk);
    }
    let retry_after = parts.headers.get(header::RETRY_AFTER);
    Ok(HttpAnswer {
        status: parts.status,
        body,
        retry_after: retry_after
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
    })
}

/// With the causes, without the address: it may hold a key of a node provider.
fn unreachable(error: hyper_util::client::legacy::Error) -> HttpError {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    HttpError::Unreachable(text)
}
