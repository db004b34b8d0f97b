//! Selling at the till: keypad, payment links, the customer's pages, lists and statements.

use checkout::{CreateOrderResponse, OrderState};
use reqwest::Method;
use serde_json::{Value, json};
use till::merchant::Role;

use crate::support::{Browser, Page, Payer, Stack, TUSD};

/// The order that a page is about, as its maker's answer.
fn order_at(stack: &Stack, id: &str, total: &str) -> CreateOrderResponse {
    serde_json::from_value(json!({
        "orderId": id,
        "payUrl": format!("{}/pay/{id}", stack.merchant_url),
        "statusUrl": format!("{}/v1/orders/{id}", stack.merchant_url),
        "state": "created",
        "totalTiyn": total,
        "expiresAt": 0,
    }))
    .unwrap()
}

fn last_part(page: &Page) -> String {
    page.location().rsplit('/').next().unwrap().to_owned()
}

async fn pay(stack: &Stack, id: &str, total: &str) {
    let payer = Payer::with_tokens(stack, 0).await;
    let order = order_at(stack, id, total);
    let asked = stack.ask_for(&order).await;
    stack
        .pay(&order, &payer.payload(stack, &asked, TUSD))
        .await
        .settled();
}

#[tokio::test]
async fn a_cashier_types_an_amount_and_a_customer_pays_it() {
    let stack = Stack::start().await;
    let mut cashier = Browser::of_staff(&stack, "aigul", Role::Cashier).await;
    for wrong in ["", "0", "1,234.50", "abc", "-5"] {
        let refused = cashier.submit("/staff/pos", &[("amount", wrong)]).await;
        assert_eq!(refused.status, 422, "{wrong}");
        refused.says("data-testid=\"error\"");
    }
    let above = cashier.submit("/staff/pos", &[("amount", "500000,01")]).await;
    assert_eq!(above.status, 422);
    above.says("500\u{a0}000\u{a0}₸");
    let fields = [
        ("amount", "2 000"),
        ("tip", "1000"),
        ("note", "Түскі ас"),
        ("once", "pos-1"),
    ];
    let (first, second) = (
        cashier.submit("/staff/pos", &fields).await,
        cashier.submit("/staff/pos", &fields).await,
    );
    let id = last_part(&first);
    assert_eq!(id, last_part(&second), "sent twice, one order");

    let page = cashier.get(&format!("/staff/pos/{id}")).await;
    page.says("2\u{a0}200\u{a0}₸");
    page.says("class=\"qr\"");
    page.says(&format!("data-events=\"/v1/orders/{id}/events\""));
    let order = cashier.get(&format!("/staff/orders/{id}")).await;
    order.says("Түскі ас");
    order.says("Шайпұл / Чаевые");
    // 2000 × 16 / 116; nothing on the tip.
    order.says("275,86\u{a0}₸");

    let mut customer = Browser::new(&stack);
    let open = customer.get(&format!("/o/{id}")).await;
    open.says("data-testid=\"pay\"");
    open.says("260940000507");
    open.says("<noscript><meta http-equiv=\"refresh\"");
    pay(&stack, &id, "220000").await;
    cashier
        .get(&format!("/staff/pos/{id}"))
        .await
        .says("data-testid=\"paid\"");
    let paid = customer.get(&format!("/o/{id}")).await;
    paid.says("data-testid=\"paid\"");
    paid.says(&format!("/receipt/{id}"));
    assert!(!paid.text.contains("http-equiv=\"refresh\""));
}

#[tokio::test]
async fn an_unpaid_sale_is_cancelled_by_the_cashier() {
    let stack = Stack::start().await;
    let mut cashier = Browser::of_staff(&stack, "aigul", Role::Cashier).await;
    let id = last_part(&cashier.submit("/staff/pos", &[("amount", "950")]).await);
    let back = cashier
        .submit(&format!("/staff/orders/{id}/cancel"), &[("back", "/staff/pos")])
        .await;
    assert_eq!(back.location(), "/staff/pos");
    let status = stack.status(&order_at(&stack, &id, "95000")).await;
    assert_eq!(status.state, OrderState::Cancelled);
    Browser::new(&stack)
        .get(&format!("/o/{id}"))
        .await
        .says("outcome bad");
}

#[tokio::test]
async fn one_link_is_paid_by_many_until_it_is_closed() {
    let stack = Stack::start().await;
    let mut cashier = Browser::of_staff(&stack, "aigul", Role::Cashier).await;
    let wrong: [&[(&str, &str)]; 4] = [
        &[("title", "x")],
        &[("name-0", "Латте")],
        &[("price-0", "950")],
        &[("name-0", "Латте"), ("price-0", "950"), ("quantity-0", "0")],
    ];
    for fields in wrong {
        assert_eq!(
            cashier.submit("/staff/links", fields).await.status,
            422,
            "{fields:?}"
        );
    }
    let fields = [
        ("title", "Таңғы ас"),
        ("name-0", "Латте <b>"),
        ("price-0", "950"),
        ("quantity-0", "2"),
        ("vat-0", "1600"),
        ("name-2", "Бауырсақ"),
        ("price-2", "350,50"),
        ("vat-2", "0"),
    ];
    let link = last_part(&cashier.submit("/staff/links", &fields).await);
    cashier.get("/staff/links").await.says("Таңғы ас");

    let mut customer = Browser::new(&stack);
    let page = customer.get(&format!("/l/{link}")).await;
    page.says("2\u{a0}250,50\u{a0}₸");
    page.says("Латте &lt;b&gt;");
    let first = last_part(&customer.send(&format!("/l/{link}"), &[]).await);
    let second = last_part(&customer.send(&format!("/l/{link}"), &[]).await);
    assert_ne!(first, second);
    pay(&stack, &first, "225050").await;
    let one = cashier.get(&format!("/staff/links/{link}")).await;
    one.says("<dd><strong>2\u{a0}250,50\u{a0}₸</strong></dd>");

    cashier.submit(&format!("/staff/links/{link}/close"), &[]).await;
    customer
        .get(&format!("/l/{link}"))
        .await
        .says("data-testid=\"closed\"");
    assert_eq!(
        customer.send(&format!("/l/{link}"), &[]).await.location(),
        format!("/l/{link}")
    );
    assert_eq!(customer.get("/l/000000000000000000000000").await.status, 404);
}

#[tokio::test]
async fn links_do_not_flood_the_till() {
    let stack = Stack::start().await;
    let mut cashier = Browser::of_staff(&stack, "aigul", Role::Cashier).await;
    let link = last_part(
        &cashier
            .submit("/staff/links", &[("name-0", "Су"), ("price-0", "200")])
            .await,
    );
    let url = format!("{}/l/{link}", stack.merchant_url);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    // All at once: however slow the machine is, most come within the same second.
    let asked = (0..60).map(|_| stack.call(Method::POST, &url, &headers, Value::Null));
    let answers = futures_util::future::join_all(asked).await;
    assert!(answers.iter().any(|answer| answer.status == 429));
    assert!(answers.iter().any(|answer| answer.status == 200), "some are made");
}

#[tokio::test]
async fn a_payer_with_another_wallet_gets_an_address_on_the_page() {
    let stack = Stack::start().await;
    let order = stack.order().await;
    let mut customer = Browser::new(&stack);
    let page = format!("/o/{}", order.order_id);
    customer.get(&page).await.says("data-testid=\"by-hand-tUSD\"");
    let asset = format!("eip155:31337/erc20:{}", stack.tusd);
    let given = customer
        .send(&format!("{page}/address"), &[("asset", &asset)])
        .await;
    assert_eq!(given.location(), format!("{page}#by-hand"));
    let shown = customer.get(&page).await;
    shown.says("data-testid=\"by-hand\"");
    shown.says("class=\"qr\"");
    assert_eq!(
        customer
            .send(&format!("{page}/address"), &[("asset", "x")])
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn orders_are_found_by_name_number_and_sum_and_paged() {
    let stack = Stack::start().await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    owner.get("/staff/orders").await.says("class=\"empty\"");
    for index in 0..27 {
        let amount = (1000 + index).to_string();
        owner
            .submit(
                "/staff/pos",
                &[
                    ("amount", &amount),
                    (
                        "note",
                        if index == 3 {
                            "50% жеңілдік"
                        } else {
                            "Кофе"
                        },
                    ),
                ],
            )
            .await;
    }
    let count = |page: &Page| page.text.matches("data-testid=\"order\"").count();
    let first = owner.get("/staff/orders").await;
    assert_eq!(count(&first), 25);
    let older = first
        .between("href=\"/staff/orders?state=all&amp;before=", "\"")
        .to_owned();
    assert_eq!(
        count(
            &owner
                .get(&format!("/staff/orders?state=all&before={older}"))
                .await
        ),
        2
    );
    let id = last_part(&owner.submit("/staff/pos", &[("amount", "4321")]).await);
    let end: String = id.chars().skip(id.chars().count() - 6).collect();
    for query in ["4321", "4%20321", &id, &end] {
        let found = owner.get(&format!("/staff/orders?q={query}")).await;
        assert_eq!(count(&found), 1, "{query}");
        found.says(&id);
    }
    // A per cent sign is looked for as itself.
    assert_eq!(count(&owner.get("/staff/orders?q=50%25").await), 1);
    assert_eq!(count(&owner.get("/staff/orders?state=paid").await), 0);
    assert_eq!(count(&owner.get("/staff/orders?until=2020-01-01").await), 0);
    assert_eq!(count(&owner.get("/staff/orders?from=nonsense&q=4321").await), 1);
}

#[tokio::test]
async fn a_day_adds_up_and_is_exported() {
    let stack = Stack::start().await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    owner.get("/staff/statement").await.says("class=\"empty\"");
    let payouts = owner.get("/staff/payouts").await;
    payouts.says("data-testid=\"owed\">0\u{a0}₸");
    let id = stack.order().await.order_id.to_string();
    pay(&stack, &id, "245000").await;
    let page = owner.get("/staff/statement").await;
    // 2450 of which 337.93 VAT; 0.75 % fee.
    for figure in [
        "2\u{a0}450\u{a0}₸",
        "337,93\u{a0}₸",
        "18,38\u{a0}₸",
        "2\u{a0}431,62\u{a0}₸",
    ] {
        page.says(figure);
    }
    let csv = owner.get("/staff/statement.csv").await;
    assert!(
        csv.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("statement.csv")
    );
    // As spreadsheets in Kazakhstan read it.
    let lines: Vec<&str> = csv.text.lines().collect();
    assert!(lines[0].starts_with("\u{feff}Күні;"), "{}", lines[0]);
    assert!(
        lines[1].ends_with(";1;2450,00;337,93;18,38;0,00;2431,62"),
        "{}",
        lines[1]
    );
    let english = [("accept-language", "en")];
    let english = owner
        .call(Method::GET, "/staff/statement.csv", None, &english)
        .await
        .text;
    assert!(english.starts_with("\u{feff}Day,Payments,Sold,"), "{english}");
    assert!(
        english.contains(",1,2450.00,337.93,18.38,0.00,2431.62"),
        "{english}"
    );
    let json: Value = serde_json::from_str(&owner.get("/staff/statement.json").await.text).unwrap();
    assert_eq!(
        (&json[0]["netTiyn"], &json[0]["totalTiyn"]),
        (&json!(243_162), &json!("245000"))
    );
    let orders = owner.get("/staff/orders.csv").await;
    orders.says(&id);
    orders.says(";2450,00;337,93;18,38;0,00;");
    owner
        .get("/staff/payouts")
        .await
        .says("data-testid=\"owed\">2\u{a0}431,62\u{a0}₸");
}

#[tokio::test]
async fn an_operator_that_is_down_is_said_and_nothing_else_stops() {
    let mut stack = Stack::start().await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    stack.stop_operator().await;
    let page = owner.get("/staff/payouts").await;
    assert_eq!(page.status, 200);
    page.says("data-testid=\"error\"");
    assert_eq!(owner.get("/staff/orders").await.status, 200);
    let id = last_part(&owner.submit("/staff/pos", &[("amount", "950")]).await);
    let asset = format!("eip155:31337/erc20:{}", stack.tusd);
    let refused = owner
        .send(&format!("/o/{id}/address"), &[("asset", &asset)])
        .await;
    assert_eq!(refused.status, 503);
    refused.says("data-testid=\"error\"");
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_typed_and_its_address_leads_back() {
    let stack = Stack::start().await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    let id = stack.order().await.order_id.to_string();
    pay(&stack, &id, "245000").await;
    let order = format!("/staff/orders/{id}");
    owner.get(&order).await;
    let refund = format!("{order}/refund");
    let typed = [("amount", "9000"), ("reason", "суық кофе"), ("once", "a")];
    let refused = owner.submit(&refund, &typed).await;
    assert_eq!(refused.status, 422);
    refused.says("value=\"9000\"");
    refused.says("value=\"суық кофе\"");
    // Another language, or a reload by the address.
    for (address, page) in [
        (refund.as_str(), order.as_str()),
        ("/staff/people/change", "/staff/people"),
        ("/staff/webhooks/1/remove", "/staff/webhooks"),
    ] {
        let moved = owner.get(address).await;
        assert_eq!((moved.status, moved.location()), (303, page), "{address}");
    }
}

#[tokio::test]
async fn who_forgot_the_password_gets_a_new_one_of_the_owner() {
    let stack = Stack::start().await;
    let mut cashier = Browser::of_staff(&stack, "aigul", Role::Cashier).await;
    let mut owner = Browser::of_staff(&stack, "dana", Role::Owner).await;
    owner
        .get("/staff/people")
        .await
        .says("data-testid=\"set-password\"");
    let short = [("login", "aigul"), ("change", "password"), ("password", "short")];
    assert_eq!(owner.submit("/staff/people/change", &short).await.status, 422);
    assert_eq!(cashier.get("/staff/pos").await.status, 200);
    let new = [
        ("login", "aigul"),
        ("change", "password"),
        ("password", "a new long password"),
    ];
    assert_eq!(owner.submit("/staff/people/change", &new).await.status, 303);
    // The sessions of before have ended.
    assert_eq!(cashier.get("/staff/pos").await.status, 303);
    cashier.sign_in("aigul", "a new long password").await;
    assert_eq!(cashier.get("/staff/pos").await.status, 200);
}
