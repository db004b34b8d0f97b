//! Screening, and what the authority reads.

use reqwest::Method;
use serde_json::{Value, json};
use sig::{Signer, sha256_digest};

use crate::{
    banking::{ask_top_up, topped_up_and_cashed_out},
    exchanging::exchanged,
    identifying::{identified, identifying_stack},
    subscribing::Offered,
    support::{Answer, Payer, STAFF_KEY, Stack, TUSD, order_body},
};

const AUTHORITY_KEY: &str = "test-authority-key";

async fn supervised(more: &str) -> Stack {
    supervise(Stack::start().await, more).await
}

async fn supervise(mut stack: Stack, more: &str) -> Stack {
    let hash = sha256_digest(AUTHORITY_KEY.as_bytes()).to_b256();
    stack
        .reconfigure_operator(|text| {
            let keys = format!("authority_keys = [{{ key_sha256 = \"{hash}\", name = \"authority\" }}]\n");
            let (before, tables) = text.split_once("[[rates]]").unwrap();
            format!("{before}review_from_tenge = \"2000\"\n{keys}[[rates]]{tables}{more}")
        })
        .await;
    stack
}

async fn report(stack: &Stack, key: &str, part: &str) -> Answer {
    let now = stack.clock.now();
    let url = format!(
        "{}/v1/authority/report{part}?from={}&until={}",
        stack.operator_url,
        now - 3600,
        now + 3600
    );
    let bearer = format!("Bearer {key}");
    stack
        .call(Method::GET, &url, &[("authorization", &bearer)], Value::Null)
        .await
}

#[tokio::test]
async fn the_authority_reads_deals_limits_and_refusals_and_nobody_else_does() {
    let stack = supervised("").await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let mut small = order_body();
    small["lines"].as_array_mut().unwrap().remove(0);
    let small = stack.post_order(&[], small).await.json();
    let large = stack.order().await;
    for order in [&small, &large] {
        let payload = payer.payload(&stack, &stack.ask(order).await, TUSD);
        stack.pay(order, &payload).await.settled();
    }
    // A merchant's till refuses it itself; one that does not is refused by the operator.
    let asked = stack.ask(&stack.order().await).await;
    let info: checkout::x402::CryptoCityInfo =
        checkout::x402::read_info(asked.required.extensions.as_ref(), "cryptocity").unwrap();
    let lines = vec![checkout::LineRequest {
        name: "Сақина".into(),
        quantity_milli: units::QuantityMilli::new(1_000),
        unit_tiyn: units::Tiyn::new(50_000_001).unwrap(),
        vat_bps: units::Bps::new(1600).unwrap(),
    }];
    let order = checkout::Order::new(checkout::OrderTerms {
        id: checkout::OrderId::from_random([7; 16]),
        merchant_id: info.order.order.merchant_id.clone(),
        origin: info.order.order.origin.clone(),
        lines,
        settlement: info.order.order.settlement,
        created_at: info.order.order.created_at,
        expires_at: info.order.order.expires_at,
    })
    .unwrap()
    .sign(chain::ChainId::new(31337), &stack.keys.merchant);
    let body =
        json!({ "certificate": info.certificate, "order": order, "resourceUrl": "http://127.0.0.1/pay" });
    for _ in 0..2 {
        let refused = stack
            .call(
                Method::POST,
                &format!("{}/v1/quotes", stack.operator_url),
                &[],
                body.clone(),
            )
            .await;
        assert_eq!(refused.error(), (422, "above_limit"));
    }

    assert_eq!(report(&stack, STAFF_KEY, "").await.status, 401);
    let report_of = report(&stack, AUTHORITY_KEY, "").await;
    assert_eq!(report_of.status, 200, "{}", report_of.body);
    let body = report_of.body;
    assert_eq!(
        (&body["operator"], &body["licence"]),
        (&json!("demo-exchange"), &json!("DEMO-0001"))
    );
    let day = &body["days"][0];
    assert_eq!(
        (
            &day["kind"],
            &day["against"],
            &day["deals"],
            &day["tiyn"],
            &day["feeTiyn"]
        ),
        (
            &json!("payment"),
            &json!("KZT"),
            &json!(2),
            &json!(245_000 + 55_000),
            &json!(1_838 + 413)
        )
    );
    assert_eq!(day["asset"], format!("eip155:31337/erc20:{}", stack.tusd));
    let reviewed = body["reviewed"].as_array().unwrap();
    assert_eq!((reviewed.len(), &reviewed[0]["tiyn"]), (1, &json!(245_000)));
    assert_eq!(reviewed[0]["payer"], format!("{:#x}", payer.key.address()));
    assert_eq!(
        body["limitHits"],
        json!([{ "day": day["day"], "kind": "payment", "rule": "above_limit", "count": 1, "tiyn": 50_000_001 }])
    );
    assert_eq!(body["refusals"][0]["merchantId"], "alatau-coffee");
    let csv = report(&stack, AUTHORITY_KEY, "/reviewed.csv").await;
    assert!(
        csv.body
            .as_str()
            .unwrap()
            .starts_with("bookedAt,day,kind,reference,"),
        "{}",
        csv.body
    );
    assert_eq!(report(&stack, AUTHORITY_KEY, "/nothing.csv").await.status, 404);
}

#[tokio::test]
async fn the_authority_reads_what_residents_exchange_move_to_and_from_banks_and_invest() {
    let stack = supervise(identifying_stack(true).await, "").await;
    let offered = Offered::on(stack, 100, 1_000).await;
    let stack = &offered.stack;
    let payer = Payer::with_tokens(stack, 0).await;
    let resident = payer.key.address();
    let unknown = ask_top_up(stack, resident, 6_000_000, None).await;
    assert_eq!(unknown.error(), (422, "identification_required"));
    let many = offered.ask_with(resident, |ask| ask.units = 16).await;
    assert_eq!(many.error(), (422, "above_investor_maximum"));
    // Not understood, or of something that is not there: no rule.
    let nowhere = offered
        .ask_with(resident, |ask| ask.offering = "o-9".into())
        .await;
    assert_eq!(nowhere.error(), (404, "offering_not_registered"));

    offered.subscribed(&payer, 2).await;
    let (top_up, cash_out) = topped_up_and_cashed_out(stack, &payer).await;
    let credential = identified(stack, &payer).await;
    let exchange = exchanged(stack, &payer, credential).await;

    let body = report(stack, AUTHORITY_KEY, "").await.body;
    let days: Vec<[&Value; 6]> = body["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| ["kind", "asset", "against", "amount", "tiyn", "feeTiyn"].map(|name| &day[name]))
        .collect();
    let tenge = json!(top_up.asset);
    let kinds = ["exchange", "topUp", "cashOut", "subscription"].map(|kind| json!(kind));
    let expected = [
        [
            &kinds[0],
            &json!(exchange.sell),
            &json!(exchange.buy),
            &json!(exchange.sell_amount),
            &json!(exchange.amounts.worth_tiyn.get()),
            &json!(exchange.amounts.fee_tiyn.get()),
        ],
        [
            &kinds[1],
            &tenge,
            &json!("KZT"),
            &json!(top_up.amount),
            &json!(1_000_000),
            &json!(7_500),
        ],
        [
            &kinds[2],
            &tenge,
            &json!("KZT"),
            &json!(cash_out.amount),
            &json!(1_000_000),
            &json!(7_500),
        ],
        [
            &kinds[3],
            &tenge,
            &json!("demo-o-solar"),
            &json!("2000000"),
            &json!(2_000_000),
            &json!(0),
        ],
    ];
    assert_eq!(days, expected);

    let reviewed = body["reviewed"].as_array().unwrap();
    assert_eq!(reviewed.len(), 4);
    for deal in reviewed {
        assert_eq!(
            (&deal["payer"], &deal["payerData"], &deal["merchantId"]),
            (&json!(format!("{resident:#x}")), &json!(true), &json!(""))
        );
        assert!(deal["transaction"].as_str().unwrap().starts_with("0x"));
    }
    let hash = format!("{}", exchange.digest().to_b256());
    assert!(reviewed.iter().any(|deal| deal["reference"] == hash));

    let hits: Vec<[&Value; 4]> = body["limitHits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| ["kind", "rule", "count", "tiyn"].map(|name| &hit[name]))
        .collect();
    assert_eq!(
        hits,
        [
            [
                &json!("subscription"),
                &json!("above_investor_maximum"),
                &json!(1),
                &Value::Null
            ],
            [
                &json!("topUp"),
                &json!("identification_required"),
                &json!(1),
                &Value::Null
            ],
        ]
    );
    assert_eq!(body["refusedDeals"].as_array().unwrap().len(), 2);
    assert_eq!(body["refusals"], json!([]));
    let csv = report(stack, AUTHORITY_KEY, "/refused-deals.csv").await;
    assert!(
        csv.body
            .as_str()
            .unwrap()
            .starts_with("day,kind,reason,asset,count\n"),
        "{}",
        csv.body
    );

    // What a failed offering pays back is told, and the subscription stays.
    offered.chain_waits(2 * 24 * 3600).await;
    offered.refunded(&payer).await;
    let body = report(stack, AUTHORITY_KEY, "").await.body;
    let subscription = &body["days"][3];
    assert_eq!(
        (
            &subscription["deals"],
            &subscription["refunds"],
            &subscription["refundedTiyn"]
        ),
        (&json!(1), &json!(1), &json!(2_000_000))
    );
}

#[tokio::test]
async fn whoever_is_on_the_list_is_refused_at_once_and_a_hook_that_fails_approves_nothing() {
    let hook = "[screening]\ndeny_list = \"deny.txt\"\ncommand = [\"sh\", \"-c\", \". ./hook.sh\"]\n";
    let hook = |stack: &Stack| hook.replace("./hook.sh", &stack.file("hook.sh").display().to_string());
    let mut stack = supervised("").await;
    let more = hook(&stack);
    std::fs::write(stack.file("deny.txt"), "# nobody yet\n").unwrap();
    std::fs::write(stack.file("hook.sh"), "echo '{\"allow\":true}'").unwrap();
    stack.reconfigure_operator(|text| format!("{text}{more}")).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let payload = payer.payload(&stack, &stack.ask(&order).await, TUSD);

    let address = payer.key.address();
    std::fs::write(stack.file("deny.txt"), format!("{address} court order 17\n")).unwrap();
    let refused = stack.pay(&order, &payload).await;
    assert_eq!(refused.error(), (402, "screening_denied"));
    assert!(
        refused.body["message"]
            .as_str()
            .unwrap()
            .contains("court order 17")
    );
    assert_eq!(stack.node.transactions(), 0);

    // Off the list, but the hook is broken: nothing is approved, neither a payment nor a quote.
    std::fs::write(stack.file("deny.txt"), "").unwrap();
    std::fs::write(stack.file("hook.sh"), "exit 1").unwrap();
    assert_eq!(
        stack.pay(&order, &payload).await.error(),
        (402, "screening_unavailable")
    );
    let fresh = stack.order().await;
    let unquoted = stack.get(&fresh.pay_url).await;
    assert_eq!(unquoted.error(), (503, "operator_unavailable"));
    assert!(
        unquoted.body["message"]
            .as_str()
            .unwrap()
            .contains("screening_unavailable")
    );

    std::fs::write(
        stack.file("hook.sh"),
        "echo '{\"allow\":false,\"reason\":\"sanctions\"}'",
    )
    .unwrap();
    assert_eq!(stack.get(&fresh.pay_url).await.error(), (502, "quotes_refused"));

    std::fs::write(stack.file("hook.sh"), "echo '{\"allow\":true}'").unwrap();
    stack.pay(&order, &payload).await.settled();
    let body = report(&stack, AUTHORITY_KEY, "").await.body;
    let reasons: Vec<_> = body["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refusal| {
            (
                refusal["stage"].as_str().unwrap(),
                refusal["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        reasons,
        [
            ("payment", "screening_denied"),
            ("payment", "screening_unavailable"),
            ("quote", "screening_unavailable"),
            ("quote", "screening_denied"),
        ]
    );
}
