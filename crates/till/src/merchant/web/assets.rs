use std::{
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

use axum::{
    Router,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use sig::sha256_digest;
use tower_http::compression::CompressionLayer;

use crate::merchant::Merchant;

/// The wallet's tokens and components, then what only the till has.
const STYLES: [&str; 12] = [
    include_str!("../../../../../style/tokens.css"),
    include_str!("../../../../../style/base.css"),
    include_str!("../../../../../style/components/controls.css"),
    include_str!("../../../../../style/components/feedback.css"),
    include_str!("../../../../../style/components/layout.css"),
    include_str!("../../../../../style/components/lists.css"),
    include_str!("../../../../../style/components/surfaces.css"),
    include_str!("style/frame.css"),
    include_str!("style/keypad.css"),
    include_str!("style/lists.css"),
    include_str!("style/books.css"),
    include_str!("style/receipt.css"),
];

static STYLE: LazyLock<Asset> = LazyLock::new(|| Asset::new(STYLES.concat(), "text/css; charset=utf-8"));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new(include_str!("till.js").into(), "text/javascript; charset=utf-8"));
static ICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new(
        include_str!("../../../../../style/icon.svg").into(),
        "image/svg+xml",
    )
});

pub(super) const MARK: &str = include_str!("../../../../../style/icon.svg");

struct Asset {
    content: String,
    kind: &'static str,
    tag: HeaderValue,
}

impl Asset {
    fn new(content: String, kind: &'static str) -> Self {
        let hash = sha256_digest(content.as_bytes()).to_b256();
        let mut tag = String::from("\"");
        for byte in hash.iter().take(8) {
            // Writing into a string does not fail.
            let _ = write!(tag, "{byte:02x}");
        }
        tag.push('"');
        let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
        Self { content, kind, tag }
    }

    fn serve(&self, headers: &HeaderMap) -> Response {
        let known = headers.get(header::IF_NONE_MATCH) == Some(&self.tag);
        let status = if known {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        };
        let content = if known {
            String::new()
        } else {
            self.content.clone()
        };
        let kind = HeaderValue::from_static(self.kind);
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
            (header::ETAG, self.tag.clone()),
            (
                header::X_CONTENT_TYPE_OPTIONS,
                HeaderValue::from_static("nosniff"),
            ),
        ];
        (status, headers, content).into_response()
    }
}

pub(super) fn routes() -> Router<Arc<Merchant>> {
    Router::new()
        .route(
            "/assets/till.css",
            get(async |headers: HeaderMap| STYLE.serve(&headers)),
        )
        .route(
            "/assets/till.js",
            get(async |headers: HeaderMap| SCRIPT.serve(&headers)),
        )
        .route(
            "/assets/icon.svg",
            get(async |headers: HeaderMap| ICON.serve(&headers)),
        )
        // Pages are sent as they are: they hold tokens beside what visitors type, whose length must tell nothing.
        .layer(CompressionLayer::new())
}
