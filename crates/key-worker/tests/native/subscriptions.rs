//! A registrar's subscription: checked against registry and catalogue, shown, and paid by one signature.

use alloy_primitives::U256;
use deals::{OfferingTerms, SignedSubscription, Subscription, receive_digest};
use key_worker::protocol::{
    Failure, PayRequest, PrepareSubscriptionRequest, Request, Response, SignPreparedRequest, SignedView,
    SubscriptionView,
};
use sig::{Address, B256};
use units::{AssetAmount, Tiyn};

use crate::support::{Bench, NOW, Shop};

const PRICE: u64 = 1_000_000;
const UNITS: u64 = 5;

fn terms(shop: &Shop) -> OfferingTerms {
    OfferingTerms {
        offering: "demo-o-solar".into(),
        contract: Address::repeat_byte(0x0f),
        registrar: "demo-exchange".into(),
        asset: shop.registry.assets[1].id,
        unit_price: AssetAmount::new(U256::from(PRICE)),
        unit_tiyn: Tiyn::new(PRICE).unwrap(),
        maximum_per_investor: 30,
        documents_hash: B256::repeat_byte(0xd0),
    }
}

fn request(bench: &mut Bench, shop: &Shop) -> PrepareSubscriptionRequest {
    let status = bench.status(&Request::Pay(PayRequest::Status), "").unwrap();
    let terms = terms(shop);
    let subscription = Subscription {
        investor: status.accounts[0].address,
        units: UNITS,
        amount: AssetAmount::new(U256::from(UNITS * PRICE)),
        documents_hash: terms.documents_hash,
        expires_at: NOW + 900,
        salt: B256::repeat_byte(3),
    };
    PrepareSubscriptionRequest {
        registry: shop.registry_request(),
        account: 0,
        units: UNITS,
        subscription: SignedSubscription::new(
            (terms.offering.clone(), terms.registrar.clone()),
            terms.contract,
            terms.asset,
            subscription,
            &shop.keys.quote,
        ),
        offering: terms,
    }
}

fn prepare(bench: &mut Bench, request: &PrepareSubscriptionRequest) -> Result<SubscriptionView, Failure> {
    let request = Request::PrepareSubscription(Box::new(request.clone()));
    match bench.ask(&request, "")?.0 {
        Response::Subscription(view) => Ok(*view),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_shown_is_paid_by_one_signature_and_nothing_else_is() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let request = request(&mut bench, &shop);
    let view = prepare(&mut bench, &request).unwrap();
    assert_eq!(
        (view.units, view.worth_tiyn),
        (UNITS, Tiyn::new(UNITS * PRICE).unwrap())
    );
    assert_eq!(
        (view.contract, view.operator.id.as_str()),
        (request.offering.contract, "demo-exchange")
    );
    let sign = Request::SignPrepared(SignPreparedRequest {
        handle: view.handle,
        allow_unlimited: false,
    });
    let Response::SignedRequest(SignedView::Message { signature }) = bench.ask(&sign, "").unwrap().0 else {
        panic!("a signature");
    };
    let asset = &shop.registry.assets[1];
    let domain = chain::token_domain(&asset.domain_name, &asset.domain_version, 31337, asset.id.token);
    let digest = receive_digest(&request.subscription.payment(), &domain);
    assert_eq!(signature.recover(&digest), Ok(view.account));
    assert_eq!(bench.ask(&sign, "").unwrap_err(), Failure::UnknownHandle);
}

#[test]
fn what_the_catalogue_or_the_registry_does_not_say_is_not_prepared() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let honest = request(&mut bench, &shop);
    let mut refused = |change: &dyn Fn(&mut PrepareSubscriptionRequest)| {
        let mut request = honest.clone();
        change(&mut request);
        prepare(&mut bench, &request).unwrap_err()
    };
    assert_eq!(
        refused(&|r| r.offering.contract = Address::ZERO),
        Failure::QuoteForged
    );
    assert_eq!(
        refused(&|r| r.offering.documents_hash = B256::ZERO),
        Failure::QuoteForged
    );
    assert_eq!(refused(&|r| r.units = UNITS + 1), Failure::QuoteForged);
    assert_eq!(
        refused(&|r| r.offering.registrar = "another".into()),
        Failure::OperatorNotLicensed
    );
    // A changed subscription is signed by nobody who is licensed.
    assert_eq!(
        refused(&|r| r.subscription.subscription.salt = B256::ZERO),
        Failure::OperatorNotLicensed
    );
    bench.clock.set(NOW + 900);
    assert_eq!(prepare(&mut bench, &honest).unwrap_err(), Failure::QuoteExpired);
}
