use axum::http::{Method, StatusCode};

use crate::support::Site;

#[tokio::test]
async fn routes_of_the_wallet_get_its_page() {
    let site = Site::new();
    for path in ["/", "/index.html", "/send", "/receipts/0x1234", "/send?to=0x12"] {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.ends_with(b"<title>wallet</title>"), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let site = Site::new();
    for path in [
        "/missing.js",
        "/pay/missing",
        "/worker/",
        "/worker/missing",
        "/embed/",
        "/zone/missing",
        "/zone/",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.body, b"Not found\n", "{path}");
    }
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let site = Site::new();
    for path in [
        "/../outside.txt",
        "/worker/../../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/zone/..%2f..%2foutside.txt",
        "//outside.txt",
        "/%00.txt",
        "/C:%5coutside.txt",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn dotfiles_and_compressed_neighbours_are_not_served() {
    let site = Site::new();
    for path in [
        "/.env",
        "/zone/%2eenv",
        "/pay/%2eenv.txt",
        "/wallet-0a1b2c3d4e5f6071.js.br",
        "/wallet-0a1b2c3d4e5f6071.js.gz",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_zone_is_of_the_site_or_of_its_own_folder() {
    let inside = Site::new().get("/zone/registry.json").await;
    assert_eq!(inside.body, b"{\"of\":\"dist\"}");
    let site = Site::with(|options, folder| options.zone = Some(folder.join("zone")));
    let own = site.get("/zone/registry.json").await;
    assert_eq!(
        (own.body.as_slice(), own.header("content-type")),
        (b"{\"of\":\"zone\"}".as_slice(), "application/json")
    );
}

#[tokio::test]
async fn only_reading_is_allowed() {
    let site = Site::new();
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let answer = site.request(method, "/", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
}
