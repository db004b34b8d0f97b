use alloy_sol_types::{SolValue as _, sol};
use chain::{AssetId, token_domain};
use deals::{
    AcceptSubscription, AskSubscription, OfferingTerms, RefundStatus, RefundSubscription, RetailLimit,
    SignedSubscription, SubscriptionState, SubscriptionStatus, open_subscription, receive_digest,
    subscribe_call,
};
use reqwest::Method;
use serde_json::{Value, json};
use sig::{Address, B256, EvmSignature, Signer, U256};
use units::{AssetAmount, Tiyn};

use crate::{
    identifying::{self, identified, identifying_stack},
    support::{Answer, NodeMode, Payer, Program, Stack},
};

const OFFERING: &str = include_str!("../../../../contracts/artifacts/SecurityOffering.json");
const ID: &str = "demo-o-solar";
/// 10 000 tenge, base units of tKZT and tiyn alike.
const PRICE: u64 = 1_000_000;
/// One investor of the tests has 100 000 tenge.
const UNITS: u64 = 5;
const RISKS: u32 = 2;
const DAY: u64 = 86_400;

sol! {
    struct Offer {
        address issuer;
        address registrar;
        address paymentToken;
        uint256 price;
        uint256 minimumUnits;
        uint256 maximumUnits;
        uint256 maximumPerInvestor;
        uint64 opensAt;
        uint64 closesAt;
        bytes32 documentsHash;
    }
}

/// A stack whose operator registers an offering of so many units.
pub(crate) struct Offered {
    pub(crate) stack: Stack,
    contract: Address,
}

fn documents() -> B256 {
    B256::repeat_byte(0xd0)
}

impl Offered {
    async fn start(maximum_units: u64) -> Self {
        Self::start_with(maximum_units, 200).await
    }

    /// The retail limit in thousands of tenge.
    async fn start_with(maximum_units: u64, limit: u64) -> Self {
        Self::on(Stack::start().await, maximum_units, limit).await
    }

    /// On a stack that runs already.
    pub(crate) async fn on(mut stack: Stack, maximum_units: u64, limit: u64) -> Self {
        let now = stack.clock.now();
        let offer = Offer {
            issuer: stack.keys.merchant.address(),
            registrar: stack.keys.quote.address(),
            paymentToken: stack.tkzt,
            price: U256::from(PRICE),
            minimumUnits: U256::from(maximum_units.min(10)),
            maximumUnits: U256::from(maximum_units),
            maximumPerInvestor: U256::from(15),
            opensAt: now - DAY,
            closesAt: now + DAY,
            documentsHash: documents(),
        };
        let arguments = ("Kun Zholy", "KUN", offer).abi_encode_params();
        let deployer = &stack.keys.deployer;
        let contract = testnode::deploy_contract(&stack.rpc, deployer, OFFERING, &arguments).await;
        stack
            .reconfigure_operator(|text| {
                let limited = text.replace(
                    "fee_bps",
                    &format!("retail_limit_tenge = \"{limit}000\"\nfee_bps"),
                );
                format!(
                    "{limited}\n[[offerings]]\nid = \"{ID}\"\ncontract = \"{contract}\"\nrisks_version = {RISKS}\nleast_units = 2\n"
                )
            })
            .await;
        Self { stack, contract }
    }

    fn terms(&self) -> OfferingTerms {
        OfferingTerms {
            offering: ID.into(),
            contract: self.contract,
            registrar: "demo-exchange".into(),
            asset: AssetId {
                chain: self.stack.rpc.chain(),
                token: self.stack.tkzt,
            },
            unit_price: AssetAmount::new(U256::from(PRICE)),
            unit_tiyn: Tiyn::new(PRICE).unwrap(),
            maximum_per_investor: 15,
            documents_hash: documents(),
        }
    }

    pub(crate) async fn ask_with(
        &self,
        investor: Address,
        change: impl FnOnce(&mut AskSubscription),
    ) -> Answer {
        let mut ask = AskSubscription {
            investor,
            offering: ID.into(),
            units: UNITS,
            documents_hash: documents(),
            risks_version: RISKS,
            credential: None,
        };
        change(&mut ask);
        self.post("", json!(ask)).await
    }

    async fn post(&self, path: &str, body: Value) -> Answer {
        let url = format!("{}/v1/subscriptions{path}", self.stack.operator_url);
        self.stack.call(Method::POST, &url, &[], body).await
    }

    /// Asks for units and verifies the answer as a wallet does.
    async fn registered(&self, payer: &Payer, units: u64) -> SignedSubscription {
        let investor = payer.key.address();
        let answer = self.ask_with(investor, |ask| ask.units = units).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        let signed: SignedSubscription = answer.json();
        let registry = self.stack.zone.registry(&self.stack.keys);
        let now = self.stack.clock.now();
        open_subscription(&signed, &self.terms(), &registry, (investor, units), now).unwrap();
        signed
    }

    async fn accept(&self, signed: &SignedSubscription, signature: EvmSignature) -> Answer {
        let request = AcceptSubscription {
            subscription: signed.clone(),
            signature,
        };
        self.post("/accept", json!(request)).await
    }

    pub(crate) async fn subscribed(&self, payer: &Payer, units: u64) -> SubscriptionStatus {
        let signed = self.registered(payer, units).await;
        let answer = self.accept(&signed, payment(payer, &signed)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub(crate) async fn refunded(&self, payer: &Payer) {
        let body = json!({ "offering": ID, "investor": payer.key.address() });
        let answer = self.post("/refund", body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    async fn limit(&self, payer: &Payer) -> RetailLimit {
        let (url, investor) = (&self.stack.operator_url, payer.key.address());
        let url = format!("{url}/v1/subscriptions/limit?investor={investor}");
        self.stack.get(&url).await.json()
    }

    async fn units(&self, payer: &Payer) -> u64 {
        self.stack.balance(self.contract, payer.key.address()).await
    }

    /// Lets the chain's time pass, not the till's.
    pub(crate) async fn chain_waits(&self, seconds: u64) {
        self.stack.node.call("evm_increaseTime", json!([seconds])).await;
        self.stack.node.call("evm_mine", json!([])).await;
    }
}

fn payment(payer: &Payer, signed: &SignedSubscription) -> EvmSignature {
    let domain = token_domain("Demo tenge (no value)", "1", 31337, signed.asset.token);
    payer.key.sign(&receive_digest(&signed.payment(), &domain))
}

#[tokio::test]
async fn an_investor_gets_units_in_the_transaction_that_pays_for_them() {
    let offered = Offered::start(100).await;
    let payer = Payer::with_tokens(&offered.stack, 0).await;
    let investor = payer.key.address();
    let signed = offered.registered(&payer, UNITS).await;
    let signature = payment(&payer, &signed);
    let answer = offered.accept(&signed, signature).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let status: SubscriptionStatus = answer.json();
    assert_eq!(status.state, SubscriptionState::Subscribed);
    assert_eq!(offered.units(&payer).await, UNITS);
    let stack = &offered.stack;
    let paid = UNITS * PRICE;
    assert_eq!(stack.balance(stack.tkzt, investor).await, 10_000_000 - paid);
    assert_eq!(stack.balance(stack.tkzt, offered.contract).await, paid);
    assert_eq!(stack.rpc.balance(investor).await.unwrap().get(), U256::ZERO);

    // The same again is the same answer, and takes nothing.
    let again: SubscriptionStatus = offered.accept(&signed, signature).await.json();
    assert_eq!(again, status);
    let url = format!("{}/v1/subscriptions/{}", stack.operator_url, signed.id());
    assert_eq!(stack.get(&url).await.json::<SubscriptionStatus>(), status);
    assert_eq!(offered.units(&payer).await, UNITS);
    assert_eq!(offered.limit(&payer).await.used_tiyn.get(), paid);
    // The money is the contract's, not the operator's.
    assert!(stack.ledger().await.is_empty());
}

#[tokio::test]
async fn what_the_operator_does_not_register_has_a_reason_with_a_name() {
    let offered = Offered::start(12).await;
    let payer = Payer::with_tokens(&offered.stack, 0).await;
    let investor = payer.key.address();
    let asked = async |change: fn(&mut AskSubscription)| {
        let answer = offered.ask_with(investor, change).await;
        (
            answer.status,
            answer.body["error"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let is = |status: u16, reason: &str| (status, reason.to_owned());
    assert_eq!(
        asked(|ask| ask.offering = "demo-o-hostel".into()).await,
        is(404, "offering_not_registered")
    );
    assert_eq!(
        asked(|ask| ask.documents_hash = B256::ZERO).await,
        is(409, "documents_changed")
    );
    assert_eq!(asked(|ask| ask.risks_version = 1).await, is(409, "risks_changed"));
    assert_eq!(asked(|ask| ask.units = 1).await, is(422, "too_few_units"));
    assert_eq!(asked(|ask| ask.units = 0).await, is(422, "too_few_units"));
    assert_eq!(asked(|ask| ask.units = 13).await, is(409, "sold_out"));
    offered.chain_waits(2 * DAY).await;
    assert_eq!(asked(|_| {}).await, is(409, "offering_closed"));
}

#[tokio::test]
async fn the_retail_limit_counts_what_is_promised_and_what_is_paid() {
    let offered = Offered::start_with(100, 80).await;
    let payer = Payer::with_tokens(&offered.stack, 0).await;
    // 50 000 tenge are promised, and 50 000 more would be above 80 000.
    offered.registered(&payer, UNITS).await;
    let answer = offered.ask_with(payer.key.address(), |_| {}).await;
    assert_eq!(
        (answer.status, &answer.body["error"]),
        (422, &json!("above_retail_limit"))
    );
    assert_eq!(
        (&answer.body["limitTiyn"], &answer.body["usedTiyn"]),
        (&json!("8000000"), &json!("5000000"))
    );
    // Somebody else has a limit of their own.
    let other = Payer::with_tokens(&offered.stack, 1).await;
    offered.registered(&other, UNITS).await;
    // Past its time the promise is free again; what is paid counts for a year.
    offered.stack.clock.advance(16 * 60);
    assert_eq!(
        offered.subscribed(&payer, UNITS).await.state,
        SubscriptionState::Subscribed
    );
    let used = offered.limit(&payer).await.used_tiyn.get();
    assert_eq!(used, UNITS * PRICE);
    offered.stack.clock.advance(364 * DAY);
    assert_eq!(offered.limit(&payer).await.used_tiyn.get(), used);
    offered.stack.clock.advance(2 * DAY);
    assert_eq!(offered.limit(&payer).await.used_tiyn.get(), 0);
}

#[tokio::test]
async fn a_subscription_that_is_paid_past_the_till_counts_against_the_limit() {
    let offered = Offered::start(100).await;
    let payer = Payer::with_tokens(&offered.stack, 0).await;
    let signed = offered.registered(&payer, UNITS).await;
    let call = subscribe_call(&signed, &payment(&payer, &signed)).to_vec();
    let stack = &offered.stack;
    let receipt = testnode::send(&stack.rpc, &stack.keys.deployer, Some(offered.contract), call).await;
    assert!(receipt.succeeded);
    let status: SubscriptionStatus = offered.accept(&signed, payment(&payer, &signed)).await.json();
    assert_eq!(
        (status.state, status.transaction),
        (SubscriptionState::Subscribed, Some(receipt.transaction))
    );

    // Nor is one forgotten that nobody told the till about.
    let other = Payer::with_tokens(stack, 1).await;
    let signed = offered.registered(&other, UNITS).await;
    let call = subscribe_call(&signed, &payment(&other, &signed)).to_vec();
    testnode::send(&stack.rpc, &stack.keys.deployer, Some(offered.contract), call).await;
    stack.clock.advance(16 * 60);
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    assert_eq!(offered.limit(&other).await.used_tiyn.get(), UNITS * PRICE);
}

#[tokio::test]
async fn a_stranger_a_changed_subscription_and_a_late_one_pay_nothing() {
    let offered = Offered::start(100).await;
    let stack = &offered.stack;
    let (payer, stranger) = (
        Payer::with_tokens(stack, 0).await,
        Payer::with_tokens(stack, 1).await,
    );
    let signed = offered.registered(&payer, UNITS).await;
    let foreign = offered.accept(&signed, payment(&stranger, &signed)).await;
    assert_eq!(foreign.error(), (422, "signature_invalid"));
    let mut changed = signed.clone();
    changed.subscription.units += 1;
    let answer = offered.accept(&changed, payment(&payer, &changed)).await;
    assert_eq!(answer.error(), (404, "unknown_subscription"));
    let mut renamed = signed.clone();
    renamed.offering = "demo-o-hostel".into();
    let answer = offered.accept(&renamed, payment(&payer, &renamed)).await;
    assert_eq!(answer.error(), (404, "unknown_subscription"));
    stack.clock.advance(16 * 60);
    let late = offered.accept(&signed, payment(&payer, &signed)).await;
    assert_eq!(late.error(), (409, "subscription_ended"));
    assert_eq!(stack.balance(stack.tkzt, payer.key.address()).await, 10_000_000);
}

#[tokio::test]
async fn who_is_too_late_or_too_poor_is_told_why_and_pays_nothing() {
    let offered = Offered::start(8).await;
    let stack = &offered.stack;
    let (first, second) = (
        Payer::with_tokens(stack, 0).await,
        Payer::with_tokens(stack, 1).await,
    );
    let promised = offered.registered(&second, UNITS).await;
    let poor = Payer::poor(2);
    let unpaid = offered.registered(&poor, 2).await;
    let answer = offered.accept(&unpaid, payment(&poor, &unpaid)).await;
    assert_eq!(answer.error(), (409, "insufficient_funds"));
    offered.subscribed(&first, UNITS).await;
    let answer = offered.accept(&promised, payment(&second, &promised)).await;
    assert_eq!(answer.error(), (409, "sold_out"));
    assert_eq!(answer.body["leftUnits"], "3");
    let again = offered.accept(&promised, payment(&second, &promised)).await;
    assert_eq!(again.error(), (409, "subscription_ended"));
    assert_eq!(stack.balance(stack.tkzt, second.key.address()).await, 10_000_000);
    let last = offered.registered(&second, 3).await;
    offered.chain_waits(2 * DAY).await;
    let answer = offered.accept(&last, payment(&second, &last)).await;
    assert_eq!(answer.error(), (409, "offering_closed"));
    assert_eq!(offered.units(&second).await, 0);
}

#[tokio::test]
async fn an_answer_that_is_lost_pays_once() {
    let offered = Offered::start(100).await;
    let payer = Payer::with_tokens(&offered.stack, 0).await;
    let signed = offered.registered(&payer, UNITS).await;
    let signature = payment(&payer, &signed);
    let node = &offered.stack.node;
    let before = node.transactions();
    // The transaction arrives, the node's reply does not, nor any answer after it.
    node.set(NodeMode::LosesReplies);
    let _ = offered.accept(&signed, signature).await;
    node.set(NodeMode::Up);
    let status: SubscriptionStatus = offered.accept(&signed, signature).await.json();
    assert_eq!(status.state, SubscriptionState::Subscribed);
    assert_eq!(node.transactions() - before, 1);
    assert_eq!(offered.units(&payer).await, UNITS);
}

#[tokio::test]
async fn a_till_that_dies_while_it_pays_finds_the_subscription_again() {
    let points = [
        // Kept, nothing signed.
        NodeMode::HoldsBefore("eth_estimateGas"),
        // Journalled, not sent.
        NodeMode::HoldsBefore("eth_sendRawTransaction"),
        // Sent, the reply not heard.
        NodeMode::HoldsAfter("eth_sendRawTransaction"),
    ];
    let mut offered = Offered::start(100).await;
    offered.stack.stop_operator().await;
    for (number, point) in (0..).zip(points) {
        let payer = Payer::with_tokens(&offered.stack, number).await;
        let operator = Program::start(&offered.stack, "operator", "operator.toml").await;
        let signed = offered.registered(&payer, UNITS).await;
        let signature = payment(&payer, &signed);
        let url = format!("{}/v1/subscriptions/accept", offered.stack.operator_url);
        let request = json!(AcceptSubscription {
            subscription: signed.clone(),
            signature
        });
        offered.stack.node.set(point);
        let asking = reqwest::Client::new().post(url).json(&request).send();
        let (answer, ()) = tokio::join!(asking, async {
            offered.stack.node.until_held().await;
            operator.kill().await;
        });
        assert!(answer.is_err(), "{point:?}");
        offered.stack.node.set(NodeMode::Up);

        let operator = Program::start(&offered.stack, "operator", "operator.toml").await;
        let status: SubscriptionStatus = offered.accept(&signed, signature).await.json();
        assert_eq!(status.state, SubscriptionState::Subscribed, "{point:?}");
        assert_eq!(offered.units(&payer).await, UNITS, "{point:?}");
        let sent = usize::try_from(number + 1).unwrap();
        assert_eq!(offered.stack.node.transactions(), sent, "{point:?}");
        operator.kill().await;
    }
}

#[tokio::test]
async fn money_of_a_failed_offering_comes_back_once() {
    let offered = Offered::start(100).await;
    let stack = &offered.stack;
    let payer = Payer::with_tokens(stack, 0).await;
    let investor = payer.key.address();
    offered.subscribed(&payer, UNITS).await;
    let request = |offering: &str, investor| {
        json!(RefundSubscription {
            offering: offering.into(),
            investor
        })
    };
    let early = offered.post("/refund", request(ID, investor)).await;
    assert_eq!(early.error(), (409, "offering_not_failed"));
    let other = offered.post("/refund", request("o-2", investor)).await;
    assert_eq!(other.error(), (404, "offering_not_registered"));
    offered.chain_waits(2 * DAY).await;
    let stranger = offered.post("/refund", request(ID, stack.tusd)).await;
    assert_eq!(stranger.error(), (409, "nothing_to_refund"));

    let answer = offered.post("/refund", request(ID, investor)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let status: RefundStatus = answer.json();
    assert!(status.paid && status.transaction.is_some());
    assert_eq!(offered.units(&payer).await, 0);
    assert_eq!(stack.balance(stack.tkzt, investor).await, 10_000_000);
    assert_eq!(offered.limit(&payer).await.used_tiyn, Tiyn::ZERO);
    let sent = stack.node.transactions();
    let again: RefundStatus = offered.post("/refund", request(ID, investor)).await.json();
    assert_eq!(again, status);
    assert_eq!(stack.node.transactions(), sent);
}

#[tokio::test]
async fn above_the_operators_threshold_the_registrar_must_know_the_investor() {
    let offered = Offered::on(identifying_stack(true).await, 2_000, 1_000).await;
    let payer = Payer::with_tokens(&offered.stack, 0).await;
    let investor = payer.key.address();
    // 10 000 tenge a unit.
    let units = identifying::ABOVE / 10_000;
    offered.registered(&payer, units).await;
    let unknown = offered.ask_with(investor, |ask| ask.units = units + 1).await;
    assert_eq!(unknown.error(), (422, "identification_required"));

    let credential = identified(&offered.stack, &payer).await;
    let ask = |units| {
        let credential = Some(credential.clone());
        offered.ask_with(investor, move |ask| {
            (ask.units, ask.credential) = (units, credential)
        })
    };
    assert_eq!(ask(units + 1).await.status, 201);
    assert_eq!(
        ask(identifying::LIMIT / 10_000 + 1).await.error(),
        (422, "identification_limit")
    );
    // What was subscribed counts, for the next one too.
    let answer = ask(units + 1).await;
    let signed: SignedSubscription = answer.json();
    let accepted = offered.accept(&signed, payment(&payer, &signed)).await;
    assert_eq!(accepted.status, 200, "{}", accepted.body);
    assert_eq!(ask(units).await.error(), (422, "identification_limit"));
}
