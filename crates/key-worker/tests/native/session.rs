//! An unlocked worker answers pay windows of other tabs only within its owner's policy.

use checkout::{
    OrderReceipt, SettledResponse, TengeCredit, verify_payment,
    x402::{CRYPTOCITY, CryptoCityInfo, PaymentPayload, X402Receipt, decode_header, encode_header},
};
use futures_executor::block_on;
use key_worker::{
    PastPayment,
    protocol::{
        Failure, PayRequest, Request, Response, SessionAnswer, SessionAsk, SessionPolicyRequest,
        SessionPolicyView, decode, encode,
    },
};
use sig::B256;
use units::Tiyn;

use crate::support::{Bench, NOW, PASSWORD, Shop};

const LATTES: u64 = 190_000;

/// A worker whose owner allows payments up to `ceiling`, and the receipt of an earlier purchase at the shop.
fn set_up(ceiling: Option<u64>) -> (Bench, Shop, Vec<PastPayment>) {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let past = vec![receipt(&mut bench, &shop)];
    set_policy(&mut bench, &shop, ceiling).unwrap();
    (bench, shop, past)
}

fn set_policy(bench: &mut Bench, shop: &Shop, ceiling: Option<u64>) -> Result<SessionPolicyView, Failure> {
    let request = SessionPolicyRequest {
        registry: shop.registry_request(),
        ceiling: ceiling.map(|tiyn| Tiyn::new(tiyn).unwrap()),
    };
    match bench.ask(&Request::SetSessionPolicy(request), "")?.0 {
        Response::SessionPolicy(view) => Ok(view),
        other => panic!("{other:?}"),
    }
}

/// The papers of a payment of the shop's order, as its tills sign them.
fn receipt(bench: &mut Bench, shop: &Shop) -> PastPayment {
    let view = bench.prepare(shop).unwrap();
    let offer = &view.offers[0];
    let info: CryptoCityInfo =
        serde_json::from_value(shop.required.extensions.as_ref().unwrap()[CRYPTOCITY]["info"].clone())
            .unwrap();
    let quote = &info.quotes[0].quote;
    let (home, transaction) = (shop.registry.home_chain, B256::repeat_byte(0xab));
    let receipt = OrderReceipt {
        order_hash: view.order_hash,
        payer: view.payer,
        asset: offer.asset.id,
        amount: offer.amount,
        transaction,
        block_number: 12,
        total_tiyn: view.total_tiyn,
        vat_tiyn: view.vat_tiyn,
        fee_tiyn: offer.fee_tiyn,
        operator_id: "demo-exchange".into(),
        registry_version: 1,
        order_bound: true,
        issued_at: NOW + 5,
    };
    let credit = TengeCredit {
        order_hash: view.order_hash,
        merchant_id: "alatau-coffee".into(),
        total_tiyn: view.total_tiyn,
        fee_tiyn: offer.fee_tiyn,
        merchant_tiyn: quote.merchant_tiyn,
        transaction,
        issued_at: NOW + 5,
    };
    let url = &shop.required.resource.url;
    let settled = SettledResponse {
        order_id: info.order.order.id,
        state: checkout::OrderState::Settled,
        receipt: receipt.sign(home, &shop.keys.merchant),
        x402_receipt: X402Receipt::new("eip155:31337", url, view.payer, transaction, NOW + 5)
            .sign(&shop.keys.quote),
        credit: credit.sign(home, &shop.keys.quote),
    };
    PastPayment {
        payment_required: encode_header(&shop.required).unwrap(),
        accept_index: 0,
        account: 0,
        signed_at: NOW,
        settled: serde_json::to_string(&settled).unwrap(),
    }
}

fn ask(bench: &mut Bench, shop: &Shop, past: &[PastPayment], sign: bool) -> Option<SessionAnswer> {
    let question = SessionAsk {
        order: shop.request(),
        domain_separator: sign.then(|| shop.domain_separator()),
    };
    let past = past.to_vec();
    let answer = block_on(bench.worker.answer_session(&encode(&question), async || past));
    answer.map(|bytes| decode(&bytes).unwrap())
}

#[test]
fn within_the_policy_it_says_so_and_signs_the_order_that_was_asked() {
    let (mut bench, shop, past) = set_up(Some(LATTES));
    let offered = ask(&mut bench, &shop, &past, false).unwrap();
    assert_eq!(offered.signed, None);
    let answer = ask(&mut bench, &shop, &past, true).unwrap();
    assert_eq!(answer.payment.total_tiyn.get(), LATTES);
    let payload: PaymentPayload = decode_header(&answer.signed.unwrap().payment_signature).unwrap();
    let verified = verify_payment(
        &payload,
        &shop.required.accepts[0],
        answer.payment.order_hash,
        NOW,
    )
    .unwrap();
    assert_eq!(verified.authorization.from, answer.payment.payer);
}

#[test]
fn nothing_is_answered_by_default_and_above_the_ceiling() {
    for ceiling in [None, Some(0), Some(LATTES - 1)] {
        let (mut bench, shop, past) = set_up(ceiling);
        assert_eq!(ask(&mut bench, &shop, &past, false), None, "{ceiling:?}");
        assert_eq!(ask(&mut bench, &shop, &past, true), None, "{ceiling:?}");
    }
}

#[test]
fn a_locked_worker_and_one_unlocked_ten_minutes_ago_say_nothing() {
    let (mut bench, shop, past) = set_up(Some(LATTES));
    bench.clock.set(NOW + 599);
    assert!(ask(&mut bench, &shop, &past, true).is_some());
    bench.clock.set(NOW + 600);
    assert_eq!(ask(&mut bench, &shop, &past, true), None);
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    assert!(ask(&mut bench, &shop, &past, true).is_some());
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    assert_eq!(ask(&mut bench, &shop, &past, true), None);
}

#[test]
fn a_first_payee_is_never_paid_and_papers_that_pages_wrote_make_nobody_known() {
    let (mut bench, shop, past) = set_up(Some(LATTES));
    assert_eq!(ask(&mut bench, &shop, &[], true), None);
    let mut forged = past[0].clone();
    forged.settled = forged
        .settled
        .replacen("\"blockNumber\":12", "\"blockNumber\":13", 1);
    assert_ne!(forged, past[0]);
    assert_eq!(ask(&mut bench, &shop, &[forged.clone()], true), None);
    assert!(ask(&mut bench, &shop, &[forged, past[0].clone()], true).is_some());
}

#[test]
fn an_order_that_would_be_refused_is_refused_here_too() {
    let (mut bench, mut shop, past) = set_up(Some(LATTES));
    shop.attested_origin = Some("https://elsewhere.example".into());
    assert_eq!(ask(&mut bench, &shop, &past, true), None);
    let nonsense = block_on(bench.worker.answer_session(&[1, 2, 3], async || past));
    assert_eq!(nonsense, None);
}

#[test]
fn the_policy_needs_its_owner_stays_below_the_zones_limit_and_belongs_to_one_vault() {
    let (mut bench, shop, _) = set_up(Some(LATTES));
    // The unlock was used up by the first change.
    assert_eq!(
        set_policy(&mut bench, &shop, Some(1)).unwrap_err(),
        Failure::AuthenticateAgain
    );
    bench.ask(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    let limit = shop.registry.limits.per_payment_tiyn;
    assert_eq!(
        set_policy(&mut bench, &shop, Some(limit.get() + 1)).unwrap_err(),
        Failure::AboveLimit { limit }
    );
    let view = set_policy(&mut bench, &shop, None).unwrap();
    assert_eq!(view.ceiling, None);

    // A note of somewhere else opens nothing.
    let mut other = Bench::with_vault();
    let note = bench.store.notes.borrow()["session-policy"].clone();
    let mut damaged = note.into_bytes();
    damaged[40] ^= 1;
    other
        .store
        .notes
        .borrow_mut()
        .insert("session-policy".into(), String::from_utf8(damaged).unwrap());
    let Response::SessionPolicy(view) = other.ask(&Request::ShowSessionPolicy, "").unwrap().0 else {
        panic!("another answer");
    };
    assert_eq!(view.ceiling, None);
}
