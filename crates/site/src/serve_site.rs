use std::{future::Future, path::Path};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Uri, Version, header},
    response::{IntoResponse, Response},
};
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use tower_http::{
    compression::{CompressionLayer, Predicate, predicate::SizeAbove},
    services::ServeDir,
};

use crate::{SiteOptions, file_kind::FileKind, headers::Headers};

#[derive(Debug, Clone)]
struct Site {
    dist: ServeDir,
    zone: Option<ServeDir>,
    headers: Headers,
}

/// The site as a router, for whoever listens.
pub fn site_router(options: &SiteOptions) -> Router {
    let folder = |path: &Path| {
        ServeDir::new(path)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip()
    };
    let site = Site {
        dist: folder(&options.dist),
        zone: options.zone.as_deref().map(folder),
        headers: Headers::new(options),
    };
    // What has no compressed neighbour: files of the zone, which whoever signs them writes as they are.
    let compression = CompressionLayer::new().compress_when(SizeAbove::new(SMALL).and(is_text));
    Router::new().fallback(answer).with_state(site).layer(compression)
}

/// Smaller files fit into the packets that their headers begin, bytes.
const SMALL: u64 = 1_024;

/// Whether compressing pays: images and typefaces are compressed already.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| {
        kind.starts_with("text/")
            || ["json", "wasm", "xml", "octet-stream", "javascript"]
                .iter()
                .any(|part| kind.contains(part))
    })
}

/// Serves the site until `shutdown` completes.
///
/// # Errors
/// When the listener fails.
pub async fn serve_site(
    listener: TcpListener,
    options: &SiteOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, site_router(options))
        .with_graceful_shutdown(shutdown)
        .await
}

async fn answer(State(site): State<Site>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let kind = FileKind::of(&path);
    let mut response = if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, HeaderValue::from_static("GET, HEAD"))];
        (StatusCode::METHOD_NOT_ALLOWED, allow).into_response()
    } else if !is_page(kind) && is_hidden(&path) {
        not_found()
    } else {
        site.file(kind, &path, request).await
    };
    site.headers
        .apply(kind, &path, response.status(), response.headers_mut());
    response
}

impl Site {
    async fn file(&self, kind: FileKind, path: &str, request: Request) -> Response {
        let (folder, file) = match (kind, &self.zone) {
            (FileKind::WalletPage, _) => (&self.dist, "/index.html"),
            (FileKind::PayPage, _) => (&self.dist, "/pay/index.html"),
            (FileKind::Zone, Some(zone)) => (zone, path.strip_prefix("/zone").unwrap_or(path)),
            _ => (&self.dist, path),
        };
        let Ok(uri) = file.parse::<Uri>() else {
            return not_found();
        };
        let (mut parts, _) = request.into_parts();
        parts.uri = uri;
        match folder
            .clone()
            .oneshot(Request::from_parts(parts, Body::empty()))
            .await
        {
            Ok(response) if response.status() == StatusCode::NOT_FOUND => not_found(),
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        }
    }
}

/// Dotfiles, the compressed neighbours that are sent in place of files, and names that need decoding: the site has none.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|segment| segment.starts_with('.'))
        || path.ends_with(".br")
        || path.ends_with(".gz")
        || path.contains('%')
}

const fn is_page(kind: FileKind) -> bool {
    matches!(kind, FileKind::WalletPage | FileKind::PayPage)
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "Not found\n").into_response()
}
