//! Top-ups and cash-outs over a simulated bank.

use chain::{AssetId, authorization_digest, token_domain};
use deals::{
    AcceptCashOut, AskTopUp, CashOutQuote, CashOutState, CashOutStatus, SignedPaper, TopUpQuote, TopUpState,
    TopUpStatus, open_cash_out, open_top_up,
};
use reqwest::Method;
use serde_json::json;
use sig::{Address, B256, EvmSignature, Signer, U256};
use units::Tiyn;

use crate::{
    identifying::{identified, identifying_stack},
    support::{Answer, NodeMode, Payer, Program, Stack},
};

const IBAN: &str = "KZ86125KZT5004100100";
/// 10 000 tenge.
const PAID: u64 = 1_000_000;
/// Less 0.75 %, in base units of the demo tenge.
const GOT: u64 = 992_500;

fn asset(stack: &Stack, token: Address) -> AssetId {
    AssetId {
        chain: stack.rpc.chain(),
        token,
    }
}

async fn with_tenge(stack: &Stack) {
    let to = stack.keys.settlement.address();
    testnode::mint(&stack.rpc, &stack.keys.deployer, stack.tkzt, to, 10_000_000).await;
}

async fn post(stack: &Stack, path: &str, body: serde_json::Value) -> Answer {
    let url = format!("{}/v1/bank/{path}", stack.operator_url);
    stack.call(Method::POST, &url, &[], body).await
}

pub(crate) async fn ask_top_up(
    stack: &Stack,
    resident: Address,
    tiyn: u64,
    credential: Option<SignedPaper>,
) -> Answer {
    let ask = AskTopUp {
        resident,
        asset: asset(stack, stack.tkzt),
        tiyn: Tiyn::new(tiyn).unwrap(),
        credential,
    };
    post(stack, "top-ups", json!(ask)).await
}

async fn quoted_top_up(stack: &Stack, payer: &Payer) -> (TopUpQuote, B256) {
    let answer = ask_top_up(stack, payer.key.address(), PAID, None).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let registry = stack.zone.registry(&stack.keys);
    let opened = open_top_up(&answer.json(), &registry, payer.key.address(), stack.clock.now()).unwrap();
    (opened.quote, opened.hash)
}

async fn simulate(stack: &Stack, hash: B256) -> Answer {
    post(stack, &format!("top-ups/{hash}/simulate-payment"), json!(null)).await
}

async fn ask_cash_out(stack: &Stack, resident: Address, amount: u64, iban: &str) -> Answer {
    let body = json!({
        "resident": resident, "asset": asset(stack, stack.tkzt), "amount": amount.to_string(), "iban": iban,
    });
    post(stack, "cash-outs", body).await
}

async fn quoted_cash_out(stack: &Stack, payer: &Payer) -> (SignedPaper, CashOutQuote, B256) {
    let answer = ask_cash_out(stack, payer.key.address(), PAID, IBAN).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let signed: SignedPaper = answer.json();
    let registry = stack.zone.registry(&stack.keys);
    let who = (payer.key.address(), &IBAN.parse().unwrap());
    let opened = open_cash_out(&signed, &registry, who, stack.clock.now()).unwrap();
    (signed, opened.quote, opened.hash)
}

fn sign(stack: &Stack, key: &impl Signer, quote: &CashOutQuote) -> EvmSignature {
    let domain = token_domain("Demo tenge (no value)", "1", 31337, quote.asset.token);
    key.sign(&authorization_digest(
        &quote.authorization(stack.rpc.chain()),
        &domain,
    ))
}

async fn accept(stack: &Stack, quote: &SignedPaper, signature: EvmSignature) -> Answer {
    let body = AcceptCashOut {
        quote: quote.clone(),
        signature,
    };
    post(stack, "cash-outs/accept", json!(body)).await
}

async fn balanced(stack: &Stack, account: &str) -> i64 {
    let ledger = stack.ledger().await;
    assert_eq!(ledger.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
    let of_account = ledger.iter().filter(|(name, _)| name == account);
    of_account.map(|(_, tiyn)| tiyn).sum()
}

/// 10 000 tenge in and out again.
pub(crate) async fn topped_up_and_cashed_out(stack: &Stack, payer: &Payer) -> (TopUpQuote, CashOutQuote) {
    with_tenge(stack).await;
    let (top_up, hash) = quoted_top_up(stack, payer).await;
    assert_eq!(simulate(stack, hash).await.status, 200);
    let (signed, cash_out, _) = quoted_cash_out(stack, payer).await;
    let answer = accept(stack, &signed, sign(stack, &payer.key, &cash_out)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    (top_up, cash_out)
}

#[tokio::test]
async fn a_resident_tops_up_by_a_simulated_transfer() {
    let stack = identifying_stack(true).await;
    with_tenge(&stack).await;
    let payer = Payer::poor(0);
    let resident = payer.key.address();
    let (quote, hash) = quoted_top_up(&stack, &payer).await;
    assert!(quote.pay_to.simulated && quote.reference.starts_with("CC-"));
    let url = format!("{}/v1/bank/top-ups/{hash}", stack.operator_url);
    assert_eq!(
        stack.get(&url).await.json::<TopUpStatus>().state,
        TopUpState::Waiting
    );
    let answer = simulate(&stack, hash).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let status: TopUpStatus = answer.json();
    assert_eq!(status.state, TopUpState::Sent);
    assert_eq!(stack.balance(stack.tkzt, resident).await, GOT);
    // The same again is the same answer, sends and books nothing.
    assert_eq!(simulate(&stack, hash).await.json::<TopUpStatus>(), status);
    assert_eq!(stack.get(&url).await.json::<TopUpStatus>(), status);
    assert_eq!(stack.node.transactions(), 1);
    assert_eq!(balanced(&stack, "asset:bank").await, i64::try_from(PAID).unwrap());
    assert_eq!(balanced(&stack, "liability:top-ups").await, 0);
    assert_eq!(balanced(&stack, "income:fee").await, -7_500);
    assert_eq!(stack.reconcile("operator").await.0, Some(0));
}

#[tokio::test]
async fn a_top_up_needs_holdings_a_limit_an_identity_and_comes_in_time() {
    let stack = identifying_stack(true).await;
    let payer = Payer::poor(0);
    let resident = payer.key.address();
    assert_eq!(
        ask_top_up(&stack, resident, PAID, None).await.error(),
        (409, "out_of_inventory")
    );
    with_tenge(&stack).await;
    assert_eq!(
        ask_top_up(&stack, resident, 0, None).await.error(),
        (422, "nothing_moves")
    );
    assert_eq!(
        ask_top_up(&stack, resident, 60_000_000, None).await.error(),
        (422, "above_limit")
    );
    assert_eq!(
        ask_top_up(&stack, resident, 6_000_000, None).await.error(),
        (422, "identification_required")
    );
    let credential = identified(&stack, &payer).await;
    let answer = ask_top_up(&stack, resident, 6_000_000, Some(credential)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    // What is promised is not promised twice.
    assert_eq!(
        ask_top_up(&stack, Payer::poor(1).key.address(), 4_500_000, None)
            .await
            .error(),
        (409, "out_of_inventory")
    );
    let (_, hash) = quoted_top_up(&stack, &payer).await;
    stack.clock.advance(16 * 60);
    assert_eq!(simulate(&stack, hash).await.error(), (409, "quote_ended"));
    assert_eq!(
        simulate(&stack, B256::repeat_byte(7)).await.error(),
        (404, "unknown_quote")
    );
    assert!(stack.ledger().await.is_empty());
}

#[tokio::test]
async fn many_small_top_ups_are_one_large_one() {
    let stack = identifying_stack(true).await;
    with_tenge(&stack).await;
    let payer = Payer::poor(0);
    let mut hashes = Vec::new();
    for _ in 0..6 {
        hashes.push(quoted_top_up(&stack, &payer).await.1);
    }
    let last = hashes.pop().unwrap();
    for hash in hashes {
        assert_eq!(simulate(&stack, hash).await.status, 200);
    }
    assert_eq!(
        simulate(&stack, last).await.error(),
        (422, "identification_required")
    );
    identified(&stack, &payer).await;
    assert_eq!(simulate(&stack, last).await.status, 200);
}

#[tokio::test]
async fn a_resident_cashes_out_with_one_signature() {
    let stack = identifying_stack(true).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let resident = payer.key.address();
    let (signed, quote, hash) = quoted_cash_out(&stack, &payer).await;
    assert!(!signed.content.contains(IBAN) && quote.simulated);
    assert_eq!(quote.paid_tiyn.get(), GOT);
    let signature = sign(&stack, &payer.key, &quote);
    let answer = accept(&stack, &signed, signature).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let status: CashOutStatus = answer.json();
    assert_eq!(status.state, CashOutState::PaidOut);
    assert!(status.transaction.is_some());
    assert_eq!(stack.balance(stack.tkzt, resident).await, 10_000_000 - PAID);
    assert_eq!(
        accept(&stack, &signed, signature).await.json::<CashOutStatus>(),
        status
    );
    let url = format!("{}/v1/bank/cash-outs/{hash}", stack.operator_url);
    assert_eq!(stack.get(&url).await.json::<CashOutStatus>(), status);
    assert_eq!(stack.node.transactions(), 1);
    assert_eq!(balanced(&stack, "asset:bank").await, -i64::try_from(GOT).unwrap());
    assert_eq!(balanced(&stack, "liability:cash-outs").await, 0);
    assert_eq!(stack.rpc.balance(resident).await.unwrap().get(), U256::ZERO);
}

#[tokio::test]
async fn a_wrong_account_a_stranger_a_changed_quote_and_a_late_one_move_nothing() {
    let stack = identifying_stack(true).await;
    let (payer, stranger) = (Payer::with_tokens(&stack, 0).await, Payer::poor(1));
    let resident = payer.key.address();
    let bad = ask_cash_out(&stack, resident, PAID, "KZ87125KZT5004100100").await;
    assert_eq!(bad.error(), (400, "malformed"));
    assert_eq!(
        ask_cash_out(&stack, resident, 60_000_000, IBAN).await.error(),
        (422, "above_limit")
    );
    assert_eq!(
        ask_cash_out(&stack, resident, 6_000_000, IBAN).await.error(),
        (422, "identification_required")
    );
    let (signed, quote, _) = quoted_cash_out(&stack, &payer).await;
    let foreign = accept(&stack, &signed, sign(&stack, &stranger.key, &quote)).await;
    assert_eq!(foreign.error(), (422, "signature_invalid"));
    let changed = CashOutQuote {
        paid_tiyn: Tiyn::new(2 * GOT).unwrap(),
        ..quote.clone()
    };
    let forged = changed.sign(stack.rpc.chain(), &stranger.key);
    assert_eq!(
        accept(&stack, &forged, sign(&stack, &payer.key, &changed))
            .await
            .error(),
        (404, "unknown_quote")
    );
    stack.clock.advance(16 * 60);
    let late = accept(&stack, &signed, sign(&stack, &payer.key, &quote)).await;
    assert_eq!(late.error(), (409, "quote_ended"));
    assert_eq!(stack.balance(stack.tkzt, resident).await, 10_000_000);
    assert!(stack.ledger().await.is_empty());
}

#[tokio::test]
async fn who_has_not_enough_is_told_so_and_nothing_moves() {
    let stack = identifying_stack(true).await;
    let payer = Payer::poor(0);
    let (signed, quote, _) = quoted_cash_out(&stack, &payer).await;
    let signature = sign(&stack, &payer.key, &quote);
    assert_eq!(
        accept(&stack, &signed, signature).await.error(),
        (409, "token_refuses")
    );
    assert_eq!(
        accept(&stack, &signed, signature).await.error(),
        (409, "quote_ended")
    );
    assert!(stack.ledger().await.is_empty());
}

#[tokio::test]
async fn an_operator_killed_at_any_step_sends_and_takes_once() {
    let points = [
        NodeMode::HoldsBefore("eth_call"),
        NodeMode::HoldsBefore("eth_sendRawTransaction"),
        NodeMode::HoldsAfter("eth_sendRawTransaction"),
        NodeMode::HoldsBefore("eth_getTransactionReceipt"),
    ];
    let mut stack = identifying_stack(true).await;
    with_tenge(&stack).await;
    stack.stop_operator().await;
    for (number, point) in (0..).zip(points) {
        let payer = Payer::with_tokens(&stack, number).await;
        let resident = payer.key.address();
        let operator = Program::start(&stack, "operator", "operator.toml").await;
        let (_, top_up) = quoted_top_up(&stack, &payer).await;
        let (signed, quote, cash_out) = quoted_cash_out(&stack, &payer).await;
        let signature = sign(&stack, &payer.key, &quote);
        stack.node.set(point);
        // Whoever waits hears nothing.
        let url = format!("{}/v1/bank/top-ups/{top_up}/simulate-payment", stack.operator_url);
        let asked = tokio::spawn(reqwest::Client::new().post(url).send());
        stack.node.until_held().await;
        operator.kill().await;
        assert!(asked.await.unwrap().is_err(), "{point:?}");
        stack.node.set(NodeMode::Up);

        let operator = Program::start(&stack, "operator", "operator.toml").await;
        let sent: TopUpStatus = simulate(&stack, top_up).await.json();
        assert_eq!(sent.state, TopUpState::Sent, "{point:?}");
        assert_eq!(
            stack.balance(stack.tkzt, resident).await,
            10_000_000 + GOT,
            "{point:?}"
        );

        stack.node.set(point);
        let url = format!("{}/v1/bank/cash-outs/accept", stack.operator_url);
        let body = json!(AcceptCashOut {
            quote: signed.clone(),
            signature
        });
        let asked = tokio::spawn(reqwest::Client::new().post(url).json(&body).send());
        stack.node.until_held().await;
        operator.kill().await;
        assert!(asked.await.unwrap().is_err(), "{point:?}");
        stack.node.set(NodeMode::Up);

        let operator = Program::start(&stack, "operator", "operator.toml").await;
        let paid: CashOutStatus = accept(&stack, &signed, signature).await.json();
        assert_eq!(paid.state, CashOutState::PaidOut, "{point:?}");
        assert_eq!(
            stack.balance(stack.tkzt, resident).await,
            10_000_000 + GOT - PAID,
            "{point:?}"
        );
        let url = format!("{}/v1/bank/cash-outs/{cash_out}", stack.operator_url);
        assert_eq!(stack.get(&url).await.json::<CashOutStatus>(), paid);
        operator.kill().await;
    }
    assert_eq!(balanced(&stack, "liability:top-ups").await, 0);
    assert_eq!(balanced(&stack, "liability:cash-outs").await, 0);
    assert_eq!(stack.node.transactions(), 8);
}
