use chain::{AssetId, token_domain};
use deals::{
    AcceptExchange, AskExchange, ExchangeLeg, ExchangeOffer, ExchangeState, ExchangeStatus, PriceHistory,
    SignedExchangeOffer, SignedPaper, open_exchange_offer, receive_digest, settle_exchange_call,
};
use reqwest::Method;
use serde_json::json;
use sig::{Address, EvmSignature, Signer, U256};
use units::AssetAmount;

use crate::support::{Answer, NodeMode, Payer, Program, Stack};

/// 100 dollars.
const SOLD: u64 = 100_000_000;
/// 100 × 538.90 less 0.75 %, in tiyn.
const GOT: u64 = 5_348_582;

fn asset(stack: &Stack, token: Address) -> AssetId {
    AssetId {
        chain: stack.rpc.chain(),
        token,
    }
}

async fn ask(stack: &Stack, resident: Address, amount: u64) -> Answer {
    ask_as(stack, resident, amount, None).await
}

async fn ask_as(stack: &Stack, resident: Address, amount: u64, credential: Option<SignedPaper>) -> Answer {
    let ask = AskExchange {
        resident,
        sell: asset(stack, stack.tusd),
        sell_amount: AssetAmount::new(U256::from(amount)),
        buy: asset(stack, stack.tkzt),
        credential,
    };
    let url = format!("{}/v1/exchange/offers", stack.operator_url);
    stack.call(Method::POST, &url, &[], json!(ask)).await
}

async fn offered(stack: &Stack, payer: &Payer) -> (SignedExchangeOffer, ExchangeOffer) {
    let answer = ask(stack, payer.key.address(), SOLD).await;
    opened(stack, payer, &answer)
}

fn opened(stack: &Stack, payer: &Payer, answer: &Answer) -> (SignedExchangeOffer, ExchangeOffer) {
    assert_eq!(answer.status, 201, "{}", answer.body);
    let signed: SignedExchangeOffer = answer.json();
    let registry = stack.zone.registry(&stack.keys);
    let now = stack.clock.now();
    let opened = open_exchange_offer(&signed, &registry, payer.key.address(), now).unwrap();
    (signed, opened.offer)
}

fn leg(key: &impl Signer, offer: &ExchangeOffer, leg: ExchangeLeg) -> EvmSignature {
    let (name, token) = match leg {
        ExchangeLeg::Resident => ("Demo dollar (no value)", offer.sell.token),
        ExchangeLeg::Operator => ("Demo tenge (no value)", offer.buy.token),
    };
    let domain = token_domain(name, "1", 31337, token);
    key.sign(&receive_digest(&offer.leg(leg), &domain))
}

async fn accept(stack: &Stack, offer: &SignedExchangeOffer, signature: EvmSignature) -> Answer {
    let body = json!(AcceptExchange {
        offer: offer.clone(),
        signature
    });
    let url = format!("{}/v1/exchange/accept", stack.operator_url);
    stack.call(Method::POST, &url, &[], body).await
}

async fn with_tenge(stack: &Stack) {
    let to = stack.keys.settlement.address();
    testnode::mint(&stack.rpc, &stack.keys.deployer, stack.tkzt, to, 10_000_000).await;
}

/// 100 dollars for tenge.
pub(crate) async fn exchanged(stack: &Stack, payer: &Payer, credential: SignedPaper) -> ExchangeOffer {
    with_tenge(stack).await;
    let answer = ask_as(stack, payer.key.address(), SOLD, Some(credential)).await;
    let (signed, offer) = opened(stack, payer, &answer);
    let answer = accept(stack, &signed, leg(&payer.key, &offer, ExchangeLeg::Resident)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    offer
}

#[tokio::test]
async fn a_resident_exchanges_dollars_for_tenge_in_one_transaction() {
    let stack = Stack::start().await;
    with_tenge(&stack).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let resident = payer.key.address();
    let before = stack.balance(stack.tkzt, resident).await;
    let (signed, offer) = offered(&stack, &payer).await;
    let signature = leg(&payer.key, &offer, ExchangeLeg::Resident);
    let answer = accept(&stack, &signed, signature).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let status: ExchangeStatus = answer.json();
    assert_eq!(status.state, ExchangeState::Settled);
    assert_eq!(stack.balance(stack.tkzt, resident).await, before + GOT);
    assert_eq!(stack.balance(stack.tusd, resident).await, 200_000_000 - SOLD);
    assert_eq!(
        stack.balance(stack.tusd, stack.keys.settlement.address()).await,
        SOLD
    );
    assert_eq!(stack.rpc.balance(resident).await.unwrap().get(), U256::ZERO);

    // The same again is the same answer, and books nothing.
    let again: ExchangeStatus = accept(&stack, &signed, signature).await.json();
    assert_eq!(again, status);
    let hash = offer.digest().to_b256();
    let url = format!("{}/v1/exchange/{hash}", stack.operator_url);
    assert_eq!(stack.get(&url).await.json::<ExchangeStatus>(), status);
    let ledger = stack.ledger().await;
    assert_eq!(ledger.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
    assert_eq!(ledger.len(), 3);
    let prices = format!("{}/v1/exchange/prices?asset={}", stack.operator_url, offer.sell);
    assert_eq!(stack.get(&prices).await.json::<PriceHistory>().points.len(), 1);
}

#[tokio::test]
async fn what_is_promised_is_not_promised_twice() {
    let stack = Stack::start().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let nothing = ask(&stack, payer.key.address(), SOLD).await;
    assert_eq!(
        (nothing.status, nothing.body["error"].as_str()),
        (409, Some("out_of_inventory"))
    );
    // Enough for one offer, not for two.
    with_tenge(&stack).await;
    offered(&stack, &payer).await;
    let second = ask(&stack, payer.key.address(), SOLD).await;
    assert_eq!(second.body["error"], "out_of_inventory");
    // Past its time it is free again.
    stack.clock.advance(16 * 60);
    offered(&stack, &payer).await;
}

#[tokio::test]
async fn a_stranger_a_changed_offer_and_a_late_one_move_nothing() {
    let stack = Stack::start().await;
    with_tenge(&stack).await;
    let (payer, stranger) = (
        Payer::with_tokens(&stack, 0).await,
        Payer::with_tokens(&stack, 1).await,
    );
    let (signed, offer) = offered(&stack, &payer).await;
    let foreign = accept(&stack, &signed, leg(&stranger.key, &offer, ExchangeLeg::Resident)).await;
    assert_eq!(foreign.body["error"], "signature_invalid");
    let mut changed = offer.clone();
    changed.amounts.buy_amount = AssetAmount::new(U256::from(GOT * 2));
    let forged = changed.sign(&stranger.key);
    let answer = accept(&stack, &forged, leg(&payer.key, &changed, ExchangeLeg::Resident)).await;
    assert_eq!(answer.body["error"], "unknown_offer");
    stack.clock.advance(16 * 60);
    let late = accept(&stack, &signed, leg(&payer.key, &offer, ExchangeLeg::Resident)).await;
    assert_eq!(late.body["error"], "offer_ended");
    assert_eq!(stack.balance(stack.tusd, payer.key.address()).await, 200_000_000);
    assert!(stack.ledger().await.is_empty());
}

#[tokio::test]
async fn one_leg_that_fails_leaves_both() {
    let stack = Stack::start().await;
    with_tenge(&stack).await;
    let payer = Payer::poor(3);
    let (signed, offer) = offered(&stack, &payer).await;
    let answer = accept(&stack, &signed, leg(&payer.key, &offer, ExchangeLeg::Resident)).await;
    assert_eq!(answer.body["error"], "exchange_refused", "{}", answer.body);
    assert_eq!(stack.balance(stack.tkzt, payer.key.address()).await, 0);
    assert!(stack.ledger().await.is_empty());
}

#[tokio::test]
async fn an_exchange_that_somebody_else_submitted_is_found_and_booked() {
    let stack = Stack::start().await;
    with_tenge(&stack).await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let (signed, offer) = offered(&stack, &payer).await;
    let resident = leg(&payer.key, &offer, ExchangeLeg::Resident);
    let operator = leg(&stack.keys.settlement, &offer, ExchangeLeg::Operator);
    let call = settle_exchange_call(&offer, &resident, &operator).to_vec();
    let receipt = testnode::send(&stack.rpc, &stack.keys.deployer, Some(offer.contract), call).await;
    assert!(receipt.succeeded);
    let status: ExchangeStatus = accept(&stack, &signed, resident).await.json();
    assert_eq!(
        (status.state, status.transaction),
        (ExchangeState::Settled, Some(receipt.transaction))
    );
    assert_eq!(stack.ledger().await.len(), 3);
}

#[tokio::test]
async fn a_till_that_dies_while_it_exchanges_goes_on_where_it_stopped() {
    let points = [
        // Kept, nothing signed.
        NodeMode::HoldsBefore("eth_estimateGas"),
        // Journalled, not sent.
        NodeMode::HoldsBefore("eth_sendRawTransaction"),
        // Sent, the reply not heard.
        NodeMode::HoldsAfter("eth_sendRawTransaction"),
    ];
    let mut stack = Stack::start().await;
    let to = stack.keys.settlement.address();
    testnode::mint(&stack.rpc, &stack.keys.deployer, stack.tkzt, to, 3 * GOT).await;
    stack.stop_operator().await;
    for (number, point) in (0..).zip(points) {
        let payer = Payer::with_tokens(&stack, number).await;
        let before = stack.balance(stack.tkzt, payer.key.address()).await;
        let operator = Program::start(&stack, "operator", "operator.toml").await;
        let (signed, offer) = offered(&stack, &payer).await;
        let signature = leg(&payer.key, &offer, ExchangeLeg::Resident);
        let url = format!("{}/v1/exchange/accept", stack.operator_url);
        let request = json!(AcceptExchange {
            offer: signed.clone(),
            signature
        });
        stack.node.set(point);
        let asking = reqwest::Client::new().post(url).json(&request).send();
        let (answer, ()) = tokio::join!(asking, async {
            stack.node.until_held().await;
            operator.kill().await;
        });
        assert!(answer.is_err(), "{point:?}");
        stack.node.set(NodeMode::Up);

        let operator = Program::start(&stack, "operator", "operator.toml").await;
        let status: ExchangeStatus = accept(&stack, &signed, signature).await.json();
        assert_eq!(status.state, ExchangeState::Settled, "{point:?}");
        let after = stack.balance(stack.tkzt, payer.key.address()).await;
        assert_eq!(after, before + GOT, "{point:?}");
        let sent = usize::try_from(number + 1).unwrap();
        assert_eq!(stack.node.transactions(), sent, "{point:?}");
        operator.kill().await;
    }
}
