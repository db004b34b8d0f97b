use axum::http::{Method, StatusCode};

use crate::support::Site;

#[tokio::test]
async fn a_wallet_page_runs_only_its_own_code_and_reaches_only_what_was_named() {
    let site = Site::with(|options, _| {
        options.connect = vec![
            "http://127.0.0.1:8545".parse().unwrap(),
            "https://till.example.kz".parse().unwrap(),
        ];
        options.loopback_tills = true;
    });
    let page = site.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        page.header("content-security-policy"),
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self' http://127.0.0.1:8545 https://till.example.kz; worker-src 'self'; \
         manifest-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'; frame-src 'none'; \
         frame-ancestors 'none'"
    );
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("content-type"), "text/html");
}

#[tokio::test]
async fn the_pay_page_reaches_any_till_over_tls_and_keeps_its_opener() {
    for path in ["/pay", "/pay/", "/pay/index.html", "/pay/?locale=kk"] {
        let page = Site::new().get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.body.ends_with(b"<title>pay</title>"), "{path}");
        assert_eq!(page.policy("connect-src"), Some("'self' https:"));
        assert_eq!(page.policy("script-src"), Some("'self' 'wasm-unsafe-eval'"));
        assert!(!page.headers.contains_key("cross-origin-opener-policy"));
        assert_eq!(page.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn the_pay_page_names_its_payment_handler() {
    let site = Site::new();
    for method in [Method::GET, Method::HEAD] {
        let page = site.request(method, "/pay/", &[]).await;
        assert_eq!(
            page.header("link"),
            "</pay/payment-manifest.json>; rel=\"payment-method-manifest\""
        );
    }
    assert!(!site.get("/").await.headers.contains_key("link"));
    for (path, kind) in [
        ("/pay/payment-manifest.json", "application/json"),
        ("/pay/app.webmanifest", "application/manifest+json"),
        ("/pay/handler.js", "text/javascript"),
        ("/pay/icon-192.png", "image/png"),
    ] {
        let file = site.get(path).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, kind));
        // A newer handler has to be found.
        assert_eq!(file.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn in_the_demo_the_pay_page_reaches_tills_on_this_machine() {
    let site = Site::with(|options, _| options.loopback_tills = true);
    let page = site.get("/pay/").await;
    assert_eq!(
        page.policy("connect-src"),
        Some("'self' https: http://127.0.0.1:* http://localhost:*")
    );
}

#[tokio::test]
async fn everything_is_served_with_the_common_headers() {
    let site = Site::new();
    for path in [
        "/",
        "/pay/",
        "/boot.js",
        "/worker/key-worker-0a1b2c3d4e5f6071.js",
        "/checkout.js",
        "/none.js",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        // The wallet reads codes and finds what is near; nothing else of the site sees or asks where one is.
        let wanted = if path == "/" {
            ["camera=(self), ", "geolocation=(self), ", "web-share=(self), "]
        } else {
            ["camera=(), ", "geolocation=(), ", "web-share=(), "]
        };
        for permission in wanted {
            assert!(
                answer.header("permissions-policy").contains(permission),
                "{path} {permission}"
            );
        }
        assert!(
            answer
                .header("permissions-policy")
                .contains("publickey-credentials-get=(self)"),
            "{path}"
        );
        assert_eq!(answer.policy("default-src"), Some("'none'"), "{path}");
        assert!(
            !answer.headers.contains_key("strict-transport-security"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn tls_is_demanded_only_when_asked_for() {
    let site = Site::with(|options, _| options.hsts = true);
    let page = site.get("/").await;
    assert_eq!(
        page.header("strict-transport-security"),
        "max-age=63072000; includeSubDomains; preload"
    );
}

#[tokio::test]
async fn a_head_request_gets_the_headers_of_the_page() {
    let page = Site::new().request(Method::HEAD, "/", &[]).await;
    assert_eq!((page.status, page.body.len()), (StatusCode::OK, 0));
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
}

#[tokio::test]
async fn the_service_worker_reaches_this_origin_only_and_is_asked_for_anew() {
    let script = Site::new().get("/sw.js").await;
    assert_eq!(script.status, StatusCode::OK);
    assert_eq!(script.header("content-type"), "text/javascript");
    assert_eq!(
        script.header("content-security-policy"),
        "default-src 'none'; connect-src 'self'"
    );
    assert_eq!(script.header("cache-control"), "no-cache");
}
