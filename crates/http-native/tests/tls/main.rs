//! HTTPS with a server of our own: trusted by its authority only, and no panic for want of a provider.
#![cfg(test)]

use std::sync::Arc;

use chain::{HttpError, HttpLimits};
use http_native::HttpClient;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

// Made once with openssl for these tests; the authority's key was thrown away.
const AUTHORITY: &[u8] = include_bytes!("authority.pem");
const CERTIFICATE: &[u8] = include_bytes!("localhost.pem");
const KEY: &[u8] = include_bytes!("localhost.key.pem");

/// Answers every request with a text.
async fn server() -> String {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 1024];
            let _ = stream.read(&mut request).await;
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello";
            stream.write_all(answer).await.unwrap();
            let _ = stream.shutdown().await;
        }
    });
    url
}

#[tokio::test]
async fn a_server_is_trusted_by_its_authority_only() {
    let url = server().await;
    let stranger = HttpClient::new().unwrap().get(&url, HttpLimits::default()).await;
    assert!(
        matches!(&stranger, Err(HttpError::Unreachable(text)) if text.contains("UnknownIssuer")),
        "{stranger:?}"
    );
    let client = HttpClient::with_authorities(AUTHORITY).unwrap();
    let answer = client.get(&url, HttpLimits::default()).await.unwrap();
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_slice()),
        (200, b"hello".as_slice())
    );
    let small = HttpLimits {
        max_bytes: 4,
        ..HttpLimits::default()
    };
    assert_eq!(client.get(&url, small).await.unwrap_err(), HttpError::TooLarge);
}

#[tokio::test]
async fn nobody_home_an_address_that_is_none_and_an_authority_that_is_none() {
    let client = HttpClient::new().unwrap();
    let free = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    for url in [format!("http://{free}/?key=secret"), "not an address".to_owned()] {
        let answer = client.get(&url, HttpLimits::default()).await;
        assert!(
            matches!(&answer, Err(HttpError::Unreachable(text)) if !text.contains("secret")),
            "{answer:?}"
        );
    }
    assert!(HttpClient::with_authorities(b"nothing").is_err());
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let limits = HttpLimits {
        deadline_ms: 50,
        ..HttpLimits::default()
    };
    let answer = HttpClient::new().unwrap().get(&url, limits).await;
    assert_eq!(answer.unwrap_err(), HttpError::Deadline);
}
