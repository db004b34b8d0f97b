//! Refunds, payouts, statements, exports.

use checkout::{CreateOrderResponse, OrderState, SignedRefundReceipt};
use reqwest::Method;
use serde_json::{Value, json};
use sig::Signer;
use till::merchant::Role;

use crate::support::{API_KEY, Answer, Browser, Payer, STAFF_KEY, Stack, TUSD};

async fn paid(stack: &Stack, payer: &Payer) -> CreateOrderResponse {
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &payer.payload(stack, &asked, TUSD))
        .await
        .settled();
    order
}

async fn refund(stack: &Stack, order: &CreateOrderResponse, tiyn: u64, key: &str) -> Answer {
    let authorization = format!("Bearer {API_KEY}");
    let headers = [
        ("authorization", authorization.as_str()),
        ("idempotency-key", key),
    ];
    let body = json!({ "tiyn": tiyn.to_string(), "reason": "Суық кофе" });
    stack
        .call(
            Method::POST,
            &format!("{}/refunds", order.status_url),
            &headers,
            body,
        )
        .await
}

async fn staff(stack: &Stack, method: Method, path: &str, body: Value) -> Answer {
    let authorization = format!("Bearer {STAFF_KEY}");
    let url = format!("{}{path}", stack.operator_url);
    stack
        .call(method, &url, &[("authorization", &authorization)], body)
        .await
}

#[tokio::test]
async fn parts_are_given_back_in_the_asset_and_add_up_to_the_order() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    // Another order's credit covers the fee that a whole refund of this one costs the merchant.
    let (order, _other) = (paid(&stack, &payer).await, paid(&stack, &payer).await);
    stack.mint_to_settlement().await;
    let before = stack.balance(stack.tusd, payer.key.address()).await;

    let first = refund(&stack, &order, 95_000, "a").await;
    assert_eq!(
        (first.status, &first.body["state"]),
        (201, &json!("paid")),
        "{}",
        first.body
    );
    let receipt: SignedRefundReceipt = serde_json::from_value(first.body["answer"].clone()).unwrap();
    assert_eq!(
        receipt.signer(chain::ChainId::new(31337)).unwrap(),
        stack.keys.quote.address()
    );
    // 950 tenge at 538.90, rounded down.
    assert_eq!(receipt.receipt.amount.to_whole(6), "1.762850");
    let original = stack.status(&order).await.transaction.unwrap();
    assert_eq!(receipt.receipt.payment, original);
    assert_eq!(
        stack.balance(stack.tusd, payer.key.address()).await,
        before + 1_762_850
    );
    assert_eq!(stack.status(&order).await.refunded_tiyn.get(), 95_000);

    // The customer sees it at the order's own page.
    let mut customer = Browser::new(&stack);
    let seen = customer.get(&format!("/o/{}", order.order_id)).await;
    assert!(seen.between("data-testid=\"returned\"", "</p>").contains("950"));

    // The same key again is the same refund; more than is left is refused.
    assert_eq!(
        refund(&stack, &order, 95_000, "a").await.body["id"],
        first.body["id"]
    );
    assert_eq!(
        refund(&stack, &order, 95_001, "a").await.error(),
        (409, "idempotency_key_reused")
    );
    assert_eq!(
        refund(&stack, &order, 150_001, "b").await.error(),
        (422, "refund_above_total")
    );
    assert_eq!(refund(&stack, &order, 150_000, "c").await.body["state"], "paid");
    // The statement counts the fee that came back: what it leaves is what the operator owes.
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    let days: Value = serde_json::from_str(&owner.get("/staff/statement.json").await.text).unwrap();
    let ledger = stack.ledger().await;
    let of_merchant = ledger
        .iter()
        .filter(|(account, _)| account.starts_with("liability:merchant:"));
    let owed: i64 = of_merchant.map(|(_, tiyn)| -tiyn).sum();
    assert_eq!((&days[0]["netTiyn"], owed), (&json!(owed), 243_162));
    assert_eq!(stack.status(&order).await.state, OrderState::Refunded);
    assert_eq!(stack.ledger().await.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
    assert_eq!(
        stack.balance(stack.tusd, payer.key.address()).await,
        before + 1_762_850 + 2_783_447
    );
}

#[tokio::test]
async fn a_refund_without_credit_waits_for_the_next_sale() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = paid(&stack, &payer).await;
    stack.mint_to_settlement().await;
    assert_eq!(
        staff(&stack, Method::POST, "/v1/staff/payouts", json!({}))
            .await
            .status,
        201
    );
    assert_eq!(
        refund(&stack, &order, 245_000, "a").await.body["state"],
        "pending"
    );
    assert_eq!(stack.status(&order).await.refunded_tiyn.get(), 0);
    paid(&stack, &payer).await;
    paid(&stack, &payer).await;
    for _ in 0..150 {
        let again = refund(&stack, &order, 245_000, "a").await;
        if again.body["state"] == "paid" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the refund still waits");
}

#[tokio::test]
async fn a_payout_is_paid_or_owed_again_and_the_statement_follows() {
    let mut stack = Stack::start().await;
    stack
        .reconfigure_operator(|text| {
            let account = "[[payout_accounts]]\nmerchant_id = \"alatau-coffee\"\nbeneficiary = \"ЖШС «Алатау кофе»\"\n\
                           bin = \"260940000507\"\niban = \"KZ86 125K ZT50 0410 0100\"\n";
            format!("{text}{account}")
        })
        .await;
    let payer = Payer::with_tokens(&stack, 0).await;
    paid(&stack, &payer).await;
    let url = format!("{}/v1/staff/payouts", stack.operator_url);
    assert_eq!(stack.get(&url).await.error(), (401, "unauthorized"));
    let opened = staff(&stack, Method::POST, "/v1/staff/payouts", json!({})).await;
    assert_eq!(opened.body[0]["tiyn"], "243162");
    let again = staff(&stack, Method::POST, "/v1/staff/payouts", json!({})).await;
    assert_eq!(
        again.body.as_array().unwrap().len(),
        1,
        "nothing is paid out twice"
    );
    let csv = staff(&stack, Method::GET, "/v1/staff/payouts.csv", Value::Null).await;
    let id = opened.body[0]["id"].as_i64().unwrap();
    let line = format!(
        "{id},alatau-coffee,ЖШС «Алатау кофе»,260940000507,KZ86125KZT5004100100,2431.62,KZT,CryptoCity payout {id}"
    );
    assert_eq!(csv.body.as_str().unwrap().lines().nth(1), Some(line.as_str()));
    let bank = json!({ "paid": false, "reference": "account closed" });
    let path = format!("/v1/staff/payouts/{id}");
    assert_eq!(staff(&stack, Method::POST, &path, bank.clone()).await.status, 204);
    assert_eq!(
        staff(&stack, Method::POST, &path, bank).await.error(),
        (409, "payout_not_open")
    );
    let owed = staff(&stack, Method::POST, "/v1/staff/payouts", json!({})).await;
    assert_eq!(owed.body[0]["tiyn"], "243162");
    // The bank's answers as a file; sent again, it closes nothing twice.
    let second = owed.body[0]["id"].as_i64().unwrap();
    let answers = async || {
        let request = reqwest::Client::new()
            .post(format!("{}/v1/staff/payouts/answers", stack.operator_url))
            .bearer_auth(STAFF_KEY)
            .body(format!(
                "id,paid,reference\n{second},true,KASPI-1\n{id},true,late\n"
            ));
        request.send().await.unwrap().json::<Value>().await.unwrap()
    };
    assert_eq!(answers().await, json!({ "closed": [second], "unknown": [id] }));
    assert_eq!(answers().await, json!({ "closed": [], "unknown": [second, id] }));
    let paid_out = staff(&stack, Method::GET, "/v1/staff/payouts?state=paid", Value::Null).await;
    assert_eq!(paid_out.body[0]["reference"], "KASPI-1");
    let days = staff(
        &stack,
        Method::GET,
        "/v1/staff/statements/alatau-coffee",
        Value::Null,
    )
    .await
    .body;
    assert_eq!(
        (&days[0]["creditsTiyn"], &days[0]["closingTiyn"]),
        (&json!(243_162), &json!(0))
    );
    assert_eq!(stack.ledger().await.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
}

#[tokio::test]
async fn orders_are_exported_for_the_books() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = paid(&stack, &payer).await;
    let authorization = format!("Bearer {API_KEY}");
    let headers = [("authorization", authorization.as_str())];
    let get = |path: &str| format!("{}{path}", stack.merchant_url);
    let csv = stack
        .call(Method::GET, &get("/v1/orders.csv"), &headers, Value::Null)
        .await;
    let text = csv.body.as_str().unwrap();
    assert_eq!(text.lines().count(), 2);
    assert!(
        text.contains(&order.order_id.to_string()) && text.contains("245000"),
        "{text}"
    );
    let json = stack
        .call(Method::GET, &get("/v1/orders.json?from=0"), &headers, Value::Null)
        .await;
    assert_eq!(json.body[0]["vatTiyn"], "33793");
    let none = stack
        .call(
            Method::GET,
            &get("/v1/orders.json?until=1"),
            &headers,
            Value::Null,
        )
        .await;
    assert_eq!(none.body, json!([]));
}
