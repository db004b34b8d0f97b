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
    // Browsers accept Brotli over TLS only.
    let older = site
        .request(Method::GET, path, &[("accept-encoding", "gzip, deflate")])
        .await;
    assert_eq!(
        (older.header("content-encoding"), older.body.as_slice()),
        ("gzip", b"gzip".as_slice())
    );
    let plain = site
        .request(Method::GET, path, &[("accept-encoding", "identity")])
        .await;
    assert_eq!(
        (plain.header("content-encoding"), plain.body.as_slice()),
        ("", b"plain".as_slice())
    );
}

#[tokio::test]
async fn text_without_a_neighbour_is_compressed_and_pictures_are_not() {
    let long = "{\"name\":\"Алатау\"}\n".repeat(500);
    let site = Site::with(|options, folder| {
        let zone = folder.join("zone");
        std::fs::write(zone.join("listings.ndjson"), &long).unwrap();
        std::fs::write(zone.join("photo.png"), &long).unwrap();
        options.zone = Some(zone);
    });
    let accept = [("accept-encoding", "gzip, br")];
    let listings = site.request(Method::GET, "/zone/listings.ndjson", &accept).await;
    assert_eq!(listings.header("content-encoding"), "br");
    assert!(listings.body.len() * 10 < long.len());
    let photo = site.request(Method::GET, "/zone/photo.png", &accept).await;
    assert_eq!(
        (photo.header("content-encoding"), photo.body.len()),
        ("", long.len())
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
