use axum::http::{Method, StatusCode};

use crate::support::Site;

#[tokio::test]
async fn names_decide_how_long_a_file_is_kept() {
    let site = Site::new();
    let immutable = "public, max-age=31536000, immutable";
    for (path, expected) in [
        ("/", "no-store"),
        ("/pay", "no-store"),
        ("/wallet-0a1b2c3d4e5f6071.js", immutable),
        ("/embed/checkout-0.1.0.js", immutable),
        ("/checkout.js", "public, max-age=300"),
        ("/boot.js", "no-cache"),
        ("/zone/registry.json", "no-cache"),
        ("/missing-0a1b2c3d4e5f6071.js", "no-store"),
    ] {
        assert_eq!(site.get(path).await.header("cache-control"), expected, "{path}");
    }
}

#[tokio::test]
async fn the_compressed_neighbour_goes_to_those_who_accept_it() {
    let site = Site::new();
    let path = "/wallet-0a1b2c3d4e5f6071.js";
    let compressed = site
        .request(Method::GET, path, &[("accept-encoding", "gzip, br")])
        .await;
    assert_eq!(
        (compressed.header("content-encoding"), compressed.body.as_slice()),
        ("br", b"brotli".as_slice())
    );
    assert_eq!(compressed.header("content-type"), "text/javascript");
    assert_eq!(compressed.header("vary"), "accept-encoding");
    let plain = site
        .request(Method::GET, path, &[("accept-encoding", "gzip")])
        .await;
    assert_eq!(
        (plain.header("content-encoding"), plain.body.as_slice()),
        ("", b"plain".as_slice())
    );
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_again() {
    let site = Site::new();
    let first = site.get("/zone/registry.json").await;
    let since = [("if-modified-since", first.header("last-modified"))];
    let again = site.request(Method::GET, "/zone/registry.json", &since).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(again.header("cache-control"), "no-cache");
}
