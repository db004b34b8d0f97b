//! Receipts: the page, the file, and that the file verifies without a network.

use checkout::{ReceiptFile, VerifyReceiptError, verify_receipt_file};
use till::merchant::Role;
use units::Tiyn;

use crate::support::{Browser, Payer, Stack, TUSD};

async fn paid(stack: &Stack) -> (String, Payer) {
    let payer = Payer::with_tokens(stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    stack
        .pay(&order, &payer.payload(stack, &asked, TUSD))
        .await
        .settled();
    (order.order_id.to_string(), payer)
}

async fn file(browser: &mut Browser, id: &str) -> ReceiptFile {
    let answer = browser.get(&format!("/receipt/{id}/file")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(
        answer.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains(id)
    );
    serde_json::from_str(&answer.text).unwrap()
}

#[tokio::test]
async fn a_receipt_says_everything_in_two_languages_and_in_english_on_request() {
    let stack = Stack::start().await;
    let mut customer = Browser::new(&stack);
    let open = stack.order().await;
    assert_eq!(
        customer.get(&format!("/receipt/{}", open.order_id)).await.status,
        404
    );
    assert_eq!(
        customer
            .get(&format!("/receipt/{}/file", open.order_id))
            .await
            .status,
        404
    );
    let (id, payer) = paid(&stack).await;
    let page = customer.get(&format!("/receipt/{id}")).await;
    let payer = sig::Signer::address(&payer.key).to_string();
    for said in [
        "Төлем растамасы / Подтверждение платежа",
        "Фискалдық чек емес / Не является фискальным чеком",
        "260940000507",
        "Латте",
        "Бауырсақ",
        "2\u{a0}450\u{a0}₸",
        "337,93\u{a0}₸",
        "4,546299\u{a0}tUSD",
        "1 tUSD = 538,90\u{a0}₸",
        "demo fixed rate",
        "DEMO-0001",
        "260940000014",
        "18,38\u{a0}₸ (0,75%)",
        "demo@alatau-coffee.invalid",
        "demo@exchange.invalid",
        "14 күнтізбелік күн",
        "14 календарных дней",
        "2026-11 нұсқасы",
        "версия 2026-11",
        "СЫНАҚ / ТЕСТ",
        "class=\"qr\"",
        &payer,
    ] {
        page.says(said);
    }
    assert!(!page.text.contains("data-testid=\"fiscal-link\""));
    let english = customer.get(&format!("/receipt/{id}?in=en")).await;
    for said in [
        "Payment confirmation",
        "Not a fiscal receipt",
        "₸2,450",
        "14 calendar days",
    ] {
        english.says(said);
    }
}

#[tokio::test]
async fn a_receipt_file_verifies_and_a_changed_one_does_not() {
    let stack = Stack::start().await;
    stack.mint_to_settlement().await;
    let (id, _) = paid(&stack).await;
    let mut manager = Browser::of_staff(&stack, "marat", Role::Manager).await;
    let refund = format!("/staff/orders/{id}/refund");
    assert_eq!(
        manager
            .submit(&refund, &[("amount", "950"), ("reason", "Суық кофе")])
            .await
            .status,
        303
    );
    let file = file(&mut manager, &id).await;
    let registry = stack.registry();
    let verified = verify_receipt_file(&file, &registry).unwrap();
    assert_eq!(verified.order.order.total_tiyn, Tiyn::new(245_000).unwrap());
    assert_eq!(verified.refunded_tiyn, Tiyn::new(95_000).unwrap());
    manager
        .get(&format!("/receipt/{id}"))
        .await
        .says(&verified.receipt_hash.to_string());
    manager
        .get(&format!("/receipt/{id}"))
        .await
        .says("data-testid=\"receipt-refunds\"");

    type Change = fn(&mut ReceiptFile);
    type Named = fn(&VerifyReceiptError) -> bool;
    let changes: [(Change, Named); 8] = [
        (|it| it.kind.push('x'), |error| *error == VerifyReceiptError::Kind),
        (
            |it| it.order.order.lines[0].name.push('x'),
            |error| *error == VerifyReceiptError::OrderSignature,
        ),
        (
            |it| it.order.order.merchant_id.push('x'),
            |error| *error == VerifyReceiptError::OrderSignature,
        ),
        (
            |it| it.quote.quote.rate_source.push('x'),
            |error| *error == VerifyReceiptError::Quote,
        ),
        (
            |it| it.settled.receipt.receipt.block_number += 1,
            |error| matches!(error, VerifyReceiptError::Papers(_)),
        ),
        (
            |it| it.settled.credit.credit.issued_at += 1,
            |error| matches!(error, VerifyReceiptError::Papers(_)),
        ),
        (
            |it| it.refunds.push(it.refunds[0].clone()),
            |error| *error == VerifyReceiptError::Refund,
        ),
        (
            |it| it.refunds[0].receipt.tiyn = Tiyn::ZERO,
            |error| *error == VerifyReceiptError::Refund,
        ),
    ];
    for (number, (change, expected)) in changes.into_iter().enumerate() {
        let mut changed = file.clone();
        change(&mut changed);
        let error = verify_receipt_file(&changed, &registry).unwrap_err();
        assert!(expected(&error), "change {number}: {error}");
    }
}

#[tokio::test]
async fn the_fiscal_receipts_link_is_attached_and_shown() {
    let stack = Stack::start().await;
    let (id, _) = paid(&stack).await;
    let mut cashier = Browser::of_staff(&stack, "aigul", Role::Cashier).await;
    let path = format!("/staff/orders/{id}/fiscal");
    for wrong in ["", "javascript:alert(1)", "consumer.oofd.kz"] {
        assert_eq!(
            cashier.submit(&path, &[("url", wrong)]).await.status,
            422,
            "{wrong}"
        );
    }
    let link = "https://consumer.oofd.kz/?i=1734974179&f=010100465991&s=2450.0&t=20261128T120000";
    assert_eq!(cashier.submit(&path, &[("url", link)]).await.status, 303);
    let receipt = cashier.get(&format!("/receipt/{id}")).await;
    receipt.says("data-testid=\"fiscal-link\"");
    receipt.says(&link.replace('&', "&amp;"));
    assert_eq!(file(&mut cashier, &id).await.fiscal_url.as_deref(), Some(link));
    let status = stack.get(&format!("{}/v1/orders/{id}", stack.merchant_url)).await;
    assert_eq!(status.body["fiscalUrl"], link);
}
