use checkout::{AssetRate, CreateOrderResponse, OrderStatusResponse};
use reqwest::Method;
use serde_json::{Value, json};
use sig::Signer;
use testkit::DemoZone;
use units::Tiyn;

use crate::support::{Answer, ORIGIN, Payer, Stack, WALLET_ORIGIN, order_body};

#[tokio::test]
async fn orders_are_made_by_known_clients_for_certified_origins_only() {
    let stack = Stack::start().await;
    let url = format!("{}/v1/orders", stack.merchant_url);
    for key in ["Bearer wrong", "Bearer ", "test-api-key"] {
        let answer = stack
            .call(Method::POST, &url, &[("authorization", key)], order_body())
            .await;
        assert_eq!(answer.error(), (401, "unauthorized"));
    }
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut body = order_body();
        change(&mut body);
        body
    };
    let cases: [(Value, u16, &str); 6] = [
        (
            changed(&|body| body["origin"] = json!("https://evil.example")),
            422,
            "origin_not_certified",
        ),
        (
            changed(&|body| body["lines"][0]["vatBps"] = json!(1200)),
            422,
            "vat_rate_not_in_force",
        ),
        (
            changed(&|body| body["lines"][0]["unitTiyn"] = json!("50000001")),
            422,
            "above_limit",
        ),
        (changed(&|body| body["lines"] = json!([])), 422, "order_invalid"),
        (
            changed(&|body| body["lines"][0]["unitTiyn"] = json!(950.5)),
            400,
            "malformed",
        ),
        (changed(&|body| body["discount"] = json!("1")), 400, "malformed"),
    ];
    for (body, status, reason) in cases {
        assert_eq!(stack.post_order(&[], body).await.error(), (status, reason));
    }
}

#[tokio::test]
async fn the_same_idempotency_key_gives_the_same_order() {
    let stack = Stack::start().await;
    let key = [("idempotency-key", "table-7")];
    let (first, second) = tokio::join!(
        stack.post_order(&key, order_body()),
        stack.post_order(&key, order_body())
    );
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(
        first.json::<CreateOrderResponse>(),
        second.json::<CreateOrderResponse>()
    );
    assert_ne!(
        stack.order().await.order_id,
        first.json::<CreateOrderResponse>().order_id
    );
    let mut other = order_body();
    other["lines"][0]["quantityMilli"] = json!("1000");
    assert_eq!(
        stack.post_order(&key, other).await.error(),
        (409, "idempotency_key_reused")
    );
}

#[tokio::test]
async fn web_pages_reach_what_is_meant_for_them() {
    let stack = Stack::start().await;
    let order = stack.order().await;
    let preflight = async |url: &str, origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "payment-signature"),
        ];
        stack.call(Method::OPTIONS, url, &headers, Value::Null).await
    };
    let allowed = |answer: &Answer| answer.headers.get("access-control-allow-origin").cloned();
    let pay = preflight(&order.pay_url, WALLET_ORIGIN).await;
    assert_eq!(allowed(&pay).unwrap(), WALLET_ORIGIN);
    assert_eq!(
        pay.header("access-control-allow-headers"),
        "payment-signature,content-type"
    );
    assert_eq!(allowed(&preflight(&order.pay_url, ORIGIN).await), None);
    let asked = stack
        .call(
            Method::GET,
            &order.pay_url,
            &[("origin", WALLET_ORIGIN)],
            Value::Null,
        )
        .await;
    assert_eq!(
        asked.header("access-control-expose-headers"),
        "payment-required,payment-response"
    );
    assert!(asked.header("vary").to_ascii_lowercase().contains("origin"));

    let status = stack
        .call(Method::GET, &order.status_url, &[("origin", ORIGIN)], Value::Null)
        .await;
    assert_eq!(allowed(&status).unwrap(), ORIGIN);
    for origin in [WALLET_ORIGIN, "https://evil.example"] {
        let status = stack
            .call(Method::GET, &order.status_url, &[("origin", origin)], Value::Null)
            .await;
        assert_eq!(allowed(&status), None);
    }
    let quotes = preflight(&format!("{}/v1/quotes", stack.operator_url), WALLET_ORIGIN).await;
    assert_eq!(allowed(&quotes), None);
}

#[tokio::test]
async fn every_error_is_json() {
    let stack = Stack::start().await;
    for base in [&stack.merchant_url, &stack.operator_url] {
        assert_eq!(
            stack.get(&format!("{base}/nothing")).await.error(),
            (404, "not_found")
        );
        let deleted = stack
            .call(Method::DELETE, &format!("{base}/health"), &[], Value::Null)
            .await;
        assert_eq!(deleted.error(), (405, "method_not_allowed"));
        assert_eq!(stack.get(&format!("{base}/health")).await.body["status"], "ok");
    }
    let unknown = format!("0x{}", "00".repeat(16));
    for path in ["pay", "v1/orders"] {
        let url = format!("{}/{path}/{unknown}", stack.merchant_url);
        assert_eq!(stack.get(&url).await.error(), (404, "not_found"));
    }
    let large = json!({ "origin": "x".repeat(600_000), "lines": [] });
    let answer = stack.post_order(&[], large).await;
    assert_eq!(answer.error(), (413, "too_large"));
}

#[tokio::test]
async fn the_operator_quotes_only_what_the_registry_permits() {
    // The second asset of the demo is not permitted for retail in this registry.
    let stack = Stack::start_with(|registry| registry.assets[1].permitted_uses.clear(), |_| {}).await;
    let order = stack.order().await;
    let asked = stack.get(&order.pay_url).await;
    let required: checkout::x402::PaymentRequired =
        checkout::x402::decode_header(asked.header("payment-required")).unwrap();
    assert_eq!(required.accepts.len(), 1);
    assert_eq!(required.accepts[0].asset, stack.tusd.to_string());
}

#[tokio::test]
async fn the_operator_refuses_orders_of_strangers() {
    let stack = Stack::start().await;
    let asked = stack.ask(&stack.order().await).await;
    let info: checkout::x402::CryptoCityInfo =
        checkout::x402::read_info(asked.required.extensions.as_ref(), "cryptocity").unwrap();
    let home = chain::ChainId::new(31337);
    let mut certificate = stack.zone.certificate(&stack.keys);
    certificate.id = "another-merchant".into();
    let another = DemoZone::sign_certificate(&certificate, &stack.keys);
    let mut elsewhere = info.order.order.clone();
    elsewhere.origin = "https://evil.example".into();
    let mut cheaper = info.order.clone();
    cheaper.order.total_tiyn = Tiyn::new(1).unwrap();
    let cases = [
        (&another, info.order.clone(), "other_merchant"),
        (
            &info.certificate,
            elsewhere.sign(home, &stack.keys.merchant),
            "origin_not_certified",
        ),
        (
            &info.certificate,
            info.order.order.clone().sign(home, &stack.keys.quote),
            "order_signature",
        ),
        (&info.certificate, cheaper, "order_signature"),
    ];
    let url = format!("{}/v1/quotes", stack.operator_url);
    for (certificate, order, reason) in cases {
        let body =
            json!({ "certificate": certificate, "order": order, "resourceUrl": "http://127.0.0.1/pay" });
        assert_eq!(
            stack.call(Method::POST, &url, &[], body).await.error(),
            (422, reason)
        );
    }
}

#[tokio::test]
async fn the_faucet_gives_test_tokens_to_a_new_account() {
    let stack = Stack::start().await;
    let address = Payer::poor(3).key.address();
    let url = format!("{}/v1/faucet", stack.operator_url);
    let headers = [("origin", WALLET_ORIGIN)];
    let answer = stack
        .call(Method::POST, &url, &headers, json!({ "address": address }))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("access-control-allow-origin"), WALLET_ORIGIN);
    assert_eq!(stack.balance(stack.tusd, address).await, 200_000_000);
    assert_eq!(stack.balance(stack.tkzt, address).await, 10_000_000);
}

#[tokio::test]
async fn the_status_of_an_order_is_public_and_says_no_more_than_it_must() {
    let stack = Stack::start().await;
    let order = stack.order().await;
    let answer = stack.get(&order.status_url).await;
    assert_eq!(answer.json::<OrderStatusResponse>().order_id, order.order_id);
    let keys: Vec<_> = answer.body.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["expiresAt", "orderId", "state", "totalTiyn"]);
}

#[tokio::test]
async fn rates_are_shown_to_the_wallet_for_permitted_assets() {
    let stack = Stack::start().await;
    let url = format!("{}/v1/rates", stack.operator_url);
    let answer = stack
        .call(Method::GET, &url, &[("origin", WALLET_ORIGIN)], Value::Null)
        .await;
    let rates: Vec<AssetRate> = answer.json();
    assert!(
        rates
            .iter()
            .any(|rate| rate.rate.tiyn_per_unit() == Tiyn::new(53_890))
    );
}
