use std::{fs, path::Path};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use site::{SiteOptions, site_router};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// A served site in a folder of its own.
pub(crate) struct Site {
    folder: TempDir,
    router: Router,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's text, empty when it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The sources of a directive of the policy.
    pub(crate) fn policy(&self, directive: &str) -> Option<&str> {
        let policy = self.header("content-security-policy");
        policy
            .split("; ")
            .find_map(|part| part.strip_prefix(directive)?.strip_prefix(' '))
    }
}

pub(crate) const FILES: [(&str, &str); 19] = [
    ("dist/index.html", "<!doctype html><title>wallet</title>"),
    ("dist/pay/index.html", "<!doctype html><title>pay</title>"),
    ("dist/pay/payment-manifest.json", "{}"),
    ("dist/pay/app.webmanifest", "{}"),
    ("dist/pay/handler.js", "handler"),
    ("dist/pay/icon-192.png", "icon"),
    ("dist/boot.js", "boot"),
    ("dist/sw.js", "keeps files"),
    ("dist/wallet-0a1b2c3d4e5f6071.js", "plain"),
    ("dist/wallet-0a1b2c3d4e5f6071.js.br", "brotli"),
    ("dist/wallet-0a1b2c3d4e5f6071.js.gz", "gzip"),
    ("dist/worker/key-worker-0a1b2c3d4e5f6071.js", "worker"),
    ("dist/worker/key-worker-0a1b2c3d4e5f6071_bg.wasm", "wasm"),
    ("dist/checkout.js", "embed"),
    ("dist/embed/checkout-0.1.0.js", "embed"),
    ("dist/.env", "secret"),
    ("dist/zone/registry.json", "{\"of\":\"dist\"}"),
    ("zone/registry.json", "{\"of\":\"zone\"}"),
    ("outside.txt", "outside"),
];

impl Site {
    /// A site with the usual files; `change` may change the options.
    pub(crate) fn with(change: impl FnOnce(&mut SiteOptions, &Path)) -> Self {
        let folder = TempDir::new().unwrap();
        for (path, content) in FILES {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let mut options = SiteOptions {
            dist: folder.path().join("dist"),
            ..SiteOptions::default()
        };
        change(&mut options, folder.path());
        Self {
            router: site_router(&options),
            folder,
        }
    }

    pub(crate) fn new() -> Self {
        Self::with(|_, _| {})
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path, &[]).await
    }

    pub(crate) async fn request(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        assert!(self.folder.path().exists());
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self
            .router
            .clone()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}
