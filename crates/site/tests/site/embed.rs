use crate::support::Site;

#[tokio::test]
async fn merchants_pages_may_load_the_embed_with_integrity() {
    let site = Site::new();
    for path in ["/checkout.js", "/embed/checkout-0.1.0.js"] {
        let answer = site.get(path).await;
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.header("content-type"), "text/javascript");
    }
}

#[tokio::test]
async fn browsers_may_look_for_the_payment_handler_on_behalf_of_merchants_pages() {
    let site = Site::new();
    for path in [
        "/pay/",
        "/pay/payment-manifest.json",
        "/pay/app.webmanifest",
        "/pay/icon-192.png",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        // Found, not read: scripts of other origins get nothing.
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
}

#[tokio::test]
async fn other_origins_may_load_nothing_else() {
    let site = Site::new();
    for path in [
        "/",
        "/pay/handler.js",
        "/boot.js",
        "/zone/registry.json",
        "/wallet-0a1b2c3d4e5f6071.js",
    ] {
        let answer = site.get(path).await;
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            !answer.headers.contains_key("access-control-allow-origin"),
            "{path}"
        );
    }
}
