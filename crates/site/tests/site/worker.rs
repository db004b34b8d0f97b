use crate::support::Site;

#[tokio::test]
async fn the_worker_reaches_nothing_but_its_own_origin() {
    let site = Site::with(|options, _| {
        options.connect = vec!["http://127.0.0.1:8545".parse().unwrap()];
        options.loopback_tills = true;
    });
    for path in [
        "/worker/key-worker-0a1b2c3d4e5f6071.js",
        "/worker/key-worker-0a1b2c3d4e5f6071_bg.wasm",
    ] {
        let answer = site.get(path).await;
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
        );
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
    }
    let wasm = site.get("/worker/key-worker-0a1b2c3d4e5f6071_bg.wasm").await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
}
