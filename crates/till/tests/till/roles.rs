//! Who may do what: every forbidden act of every role, on the pages and at the interface.

use reqwest::Method;
use serde_json::{Value, json};
use till::merchant::Role;

use crate::support::{Answer, Browser, PASSWORD, Payer, Stack, TUSD};

const CASHIER: Role = Role::Cashier;

/// Calls the interface with the cookie and the form token of a session.
async fn api(browser: &mut Browser, method: Method, path: &str, body: Value) -> (u16, String) {
    let token = browser.get("/staff/settings").await.form_token();
    let headers = [
        ("till-form-token", token.as_str()),
        ("content-type", "application/json"),
    ];
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let page = browser.request(method, path, &headers, body).await;
    let error: Value = serde_json::from_str(&page.text).unwrap_or_default();
    (
        page.status,
        error["error"].as_str().unwrap_or_default().to_owned(),
    )
}

async fn paid_order(stack: &Stack) -> String {
    let payer = Payer::with_tokens(stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &payer.payload(stack, &asked, TUSD))
        .await
        .settled();
    order.order_id.to_string()
}

#[tokio::test]
async fn a_cashier_takes_payments_and_nothing_else() {
    let stack = Stack::start().await;
    let order = paid_order(&stack).await;
    let mut cashier = Browser::of_staff(&stack, "aigul", CASHIER).await;
    assert_eq!(cashier.get("/staff").await.location(), "/staff/pos");
    for page in [
        "/staff/pos",
        "/staff/orders",
        "/staff/links",
        "/staff/settings",
        "/staff/more",
    ] {
        assert_eq!(cashier.get(page).await.status, 200, "{page}");
    }
    // Neither seen in the navigation nor opened by address.
    let seen = cashier.get("/staff/pos").await.text;
    for page in [
        "/staff/statement",
        "/staff/statement.csv",
        "/staff/statement.json",
        "/staff/orders.csv",
        "/staff/payouts",
        "/staff/keys",
        "/staff/webhooks",
        "/staff/people",
    ] {
        let refused = cashier.get(page).await;
        assert_eq!(refused.status, 403, "{page}");
        assert!(!refused.text.contains("0x"), "{page}");
        assert!(!seen.contains(&format!("href=\"{page}\"")), "{page}");
    }
    let refund = format!("/staff/orders/{order}/refund");
    for (path, fields) in [
        (refund.as_str(), vec![("amount", "100"), ("reason", "x")]),
        ("/staff/keys", vec![("name", "x"), ("scope-orders", "1")]),
        ("/staff/keys/revoke", vec![("name", "cafe")]),
        ("/staff/webhooks", vec![("url", "https://example.com")]),
        ("/staff/webhooks/1/remove", vec![]),
        ("/staff/deliveries/1/replay", vec![]),
        (
            "/staff/people",
            vec![("login", "x"), ("password", PASSWORD), ("role", "owner")],
        ),
        (
            "/staff/people/change",
            vec![("login", "aigul"), ("change", "disable")],
        ),
    ] {
        assert_eq!(cashier.submit(path, &fields).await.status, 403, "{path}");
    }
    let refunds = format!("/v1/orders/{order}/refunds");
    for (method, path, body) in [
        (
            Method::POST,
            refunds.as_str(),
            json!({ "tiyn": "100", "reason": "x" }),
        ),
        (Method::GET, refunds.as_str(), Value::Null),
        (Method::GET, "/v1/orders.csv", Value::Null),
        (Method::GET, "/v1/orders.json", Value::Null),
        (Method::GET, "/v1/api-keys", Value::Null),
        (
            Method::POST,
            "/v1/api-keys",
            json!({ "name": "x", "scopes": ["orders"] }),
        ),
        (Method::DELETE, "/v1/api-keys/cafe", Value::Null),
        (Method::GET, "/v1/webhooks", Value::Null),
        (
            Method::POST,
            "/v1/webhooks",
            json!({ "url": "https://example.com" }),
        ),
        (Method::DELETE, "/v1/webhooks/1", Value::Null),
        (Method::GET, "/v1/deliveries", Value::Null),
        (Method::POST, "/v1/deliveries/1/replay", Value::Null),
    ] {
        let answer = api(&mut cashier, method.clone(), path, body).await;
        assert_eq!(answer, (403, "scope_missing".into()), "{method} {path}");
    }
    let made = api(
        &mut cashier,
        Method::POST,
        "/v1/orders",
        crate::support::order_body(),
    )
    .await;
    assert_eq!(made.0, 201);
    assert_eq!(
        stack
            .get(&format!("{}/v1/orders/{order}", stack.merchant_url))
            .await
            .body
            .get("refundedTiyn"),
        None
    );
}

#[tokio::test]
async fn a_cashier_sees_todays_orders_only() {
    let stack = Stack::start().await;
    let order = paid_order(&stack).await;
    let mut cashier = Browser::of_staff(&stack, "aigul", CASHIER).await;
    let mut manager = Browser::of_staff(&stack, "marat", Role::Manager).await;
    let path = format!("/staff/orders/{order}");
    assert_eq!(cashier.get(&path).await.status, 200);
    cashier.get("/staff/orders").await.says(&path);
    stack.clock.advance(24 * 3600);
    for browser in [&mut cashier, &mut manager] {
        assert_eq!(
            browser.get("/staff/orders").await.status,
            303,
            "a session ends after a shift"
        );
    }
    let mut cashier = Browser::new(&stack);
    cashier.sign_in("aigul", PASSWORD).await;
    let mut manager = Browser::new(&stack);
    manager.sign_in("marat", PASSWORD).await;
    assert_eq!(cashier.get(&path).await.status, 403);
    assert!(
        !cashier
            .get("/staff/orders?from=2020-01-01")
            .await
            .text
            .contains(&path)
    );
    assert_eq!(manager.get(&path).await.status, 200);
    manager.get("/staff/orders").await.says(&path);
}

#[tokio::test]
async fn a_manager_gives_money_back_and_does_not_touch_keys_or_people() {
    let stack = Stack::start().await;
    stack.mint_to_settlement().await;
    let order = paid_order(&stack).await;
    let mut manager = Browser::of_staff(&stack, "marat", Role::Manager).await;
    for page in ["/staff/statement", "/staff/payouts", "/staff/orders"] {
        assert_eq!(manager.get(page).await.status, 200, "{page}");
    }
    for page in ["/staff/keys", "/staff/webhooks", "/staff/people"] {
        assert_eq!(manager.get(page).await.status, 403, "{page}");
    }
    let refund = format!("/staff/orders/{order}/refund");
    let too_much = manager
        .submit(&refund, &[("amount", "2450,01"), ("reason", "Суық кофе")])
        .await;
    assert_eq!(too_much.status, 422);
    too_much.says("2\u{a0}450\u{a0}₸");
    let unreasoned = manager
        .submit(&refund, &[("amount", "950"), ("reason", " ")])
        .await;
    assert_eq!(unreasoned.status, 422);
    let fields = [("amount", "950"), ("reason", "Суық кофе"), ("once", "refund-1")];
    for _ in 0..2 {
        // Sent twice, given back once.
        assert_eq!(manager.submit(&refund, &fields).await.status, 303);
    }
    let page = manager.get(&format!("/staff/orders/{order}")).await;
    page.says("Суық кофе");
    let status: Answer = stack
        .get(&format!("{}/v1/orders/{order}", stack.merchant_url))
        .await;
    assert_eq!(status.body["refundedTiyn"], "95000");
}

#[tokio::test]
async fn an_owner_makes_keys_shown_once_and_lets_people_in_and_out() {
    let stack = Stack::start().await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    let made = owner
        .submit("/staff/keys", &[("name", "kiosk"), ("scope-orders", "1")])
        .await;
    assert_eq!(made.status, 200);
    let key = made.between("data-testid=\"secret\">", "<").to_owned();
    let authorization = format!("Bearer {key}");
    let url = format!("{}/v1/orders", stack.merchant_url);
    let headers = [("authorization", authorization.as_str())];
    assert_eq!(
        stack
            .call(Method::POST, &url, &headers, crate::support::order_body())
            .await
            .status,
        201
    );
    let listed = owner.get("/staff/keys").await;
    listed.says("kiosk");
    assert!(!listed.text.contains(&key));
    for (name, status) in [("kiosk", 409), ("cafe", 409), ("staff:dana", 422), ("", 422)] {
        assert_eq!(
            owner
                .submit("/staff/keys", &[("name", name), ("scope-orders", "1")])
                .await
                .status,
            status,
            "{name}"
        );
    }
    owner.submit("/staff/keys/revoke", &[("name", "kiosk")]).await;
    assert_eq!(
        stack
            .call(Method::POST, &url, &headers, crate::support::order_body())
            .await
            .status,
        401
    );

    let added = owner
        .submit(
            "/staff/people",
            &[("login", "aigul"), ("password", PASSWORD), ("role", "cashier")],
        )
        .await;
    assert_eq!(added.status, 303);
    let mut cashier = Browser::new(&stack);
    assert_eq!(cashier.sign_in("aigul", PASSWORD).await.status, 303);
    assert_eq!(cashier.get("/staff/pos").await.status, 200);
    owner
        .submit(
            "/staff/people/change",
            &[("login", "aigul"), ("change", "disable")],
        )
        .await;
    assert_eq!(
        cashier.get("/staff/pos").await.location(),
        "/staff/sign-in?next=%2Fstaff%2Fpos"
    );
    assert_eq!(cashier.sign_in("aigul", PASSWORD).await.status, 401);
    let last = owner
        .submit(
            "/staff/people/change",
            &[("login", "dana"), ("change", "disable")],
        )
        .await;
    assert_eq!(last.status, 422);
    assert_eq!(owner.get("/staff/people").await.status, 200);
}
