//! Servers without a CryptoCity order: shown as what they are, signed once, for an owner who is here.

use checkout::{
    AssetRate,
    x402::{PaymentPayload, PaymentRequired, decode_header, encode_header},
};
use key_worker::protocol::{
    Failure, PayRequest, PayResponse, PrepareX402Request, Request, Response, SignX402Request, X402Answer,
    X402Refusal, X402View,
};
use rust_decimal::Decimal;
use sig::B256;
use units::Rate;

use crate::support::{Bench, NOW, PASSWORD, Shop};

const PAYEE: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

/// The café's answer without its papers: what any server may ask for.
fn required(shop: &Shop) -> PaymentRequired {
    let mut required = shop.required.clone();
    required.extensions = None;
    required.resource.description = Some("Weather\u{202e}".into());
    required.accepts[0].pay_to = PAYEE.into();
    required
}

fn request(shop: &Shop, required: &PaymentRequired) -> PrepareX402Request {
    PrepareX402Request {
        registry: shop.registry_request(),
        payment_required: encode_header(required).unwrap(),
        rates: vec![AssetRate {
            asset: shop.registry.assets[0].id,
            rate: Rate::from_tenge_per_unit(Decimal::new(53_890, 2)).unwrap(),
            source: "test".into(),
        }],
        choice: None,
        account: 0,
    }
}

fn prepare(bench: &mut Bench, request: PrepareX402Request) -> Result<X402Answer, Failure> {
    match bench.ask(&Request::PrepareX402(request), "")?.0 {
        Response::X402(answer) => Ok(answer),
        other => panic!("{other:?}"),
    }
}

fn offered(bench: &mut Bench, shop: &Shop) -> X402View {
    match prepare(bench, request(shop, &required(shop))).unwrap() {
        X402Answer::Offered(view) => *view,
        X402Answer::Refused(refusal) => panic!("{refusal:?}"),
    }
}

fn sign(bench: &mut Bench, handle: u32, domain_separator: B256) -> Result<PaymentPayload, Failure> {
    let request = SignX402Request {
        handle,
        domain_separator,
    };
    match bench.ask(&Request::SignX402(request), "")?.0 {
        Response::Pay(PayResponse::Signed(signed)) => Ok(decode_header(&signed.payment_signature).unwrap()),
        other => panic!("{other:?}"),
    }
}

fn unlock(bench: &mut Bench) {
    bench.ask(&PayRequest::Unlock.into(), PASSWORD).unwrap();
}

#[test]
fn what_is_shown_is_what_is_signed() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = offered(&mut bench, &shop);
    let offer = &view.offers[view.chosen];
    assert_eq!(offer.pay_to.to_string(), PAYEE);
    let description = view.description.as_deref().unwrap();
    assert!(description.starts_with("Weather") && !description.contains('\u{202e}'));

    unlock(&mut bench);
    let payload = sign(&mut bench, view.handle, shop.domain_separator()).unwrap();
    let signed = &payload.payload.authorization;
    assert_eq!(
        (signed.from, signed.to, signed.value),
        (view.payer, offer.pay_to, offer.amount)
    );
    assert_eq!(
        (signed.valid_after, signed.valid_before),
        (0, NOW + offer.seconds)
    );
    // The bench's random source says seven, always.
    assert_eq!(signed.nonce, B256::repeat_byte(7));
    assert_eq!(payload.accepted, required(&shop).accepts[0]);
}

#[test]
fn a_handle_signs_once_and_only_after_the_owner_has_shown_up() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let first = offered(&mut bench, &shop);
    let second = offered(&mut bench, &shop);
    unlock(&mut bench);
    sign(&mut bench, first.handle, shop.domain_separator()).unwrap();
    assert_eq!(
        sign(&mut bench, first.handle, shop.domain_separator()),
        Err(Failure::UnknownHandle)
    );
    assert_eq!(
        sign(&mut bench, second.handle, shop.domain_separator()),
        Err(Failure::AuthenticateAgain)
    );
    bench.ask(&PayRequest::Lock.into(), "").unwrap();
    assert_eq!(
        sign(&mut bench, second.handle, shop.domain_separator()),
        Err(Failure::UnknownHandle)
    );
}

#[test]
fn another_token_contract_signs_nothing() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = offered(&mut bench, &shop);
    unlock(&mut bench);
    assert_eq!(
        sign(&mut bench, view.handle, B256::ZERO),
        Err(Failure::TokenMismatch)
    );
}

#[test]
fn a_signature_that_would_come_too_late_is_not_given() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = offered(&mut bench, &shop);
    bench.clock.set(NOW + view.offers[0].seconds - 5);
    unlock(&mut bench);
    assert_eq!(
        sign(&mut bench, view.handle, shop.domain_separator()),
        Err(Failure::QuoteExpired)
    );
}

#[test]
fn refusals_say_why() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let mut answer = |change: &dyn Fn(&mut PaymentRequired)| {
        let mut required = required(&shop);
        change(&mut required);
        prepare(&mut bench, request(&shop, &required))
    };
    let refused = |refusal| Ok(X402Answer::Refused(refusal));
    assert_eq!(
        answer(&|required| required.x402_version = 1),
        refused(X402Refusal::NotX402)
    );
    assert_eq!(
        answer(&|required| required.accepts.clear()),
        refused(X402Refusal::Unsupported)
    );
    let other = X402Refusal::OtherChain {
        network: "eip155:1".into(),
    };
    assert_eq!(
        answer(&|required| required.accepts[0].network = "eip155:1".into()),
        refused(other)
    );
    assert!(matches!(
        answer(&|required| required.accepts[0].asset = PAYEE.into()),
        Err(Failure::AssetNotPermitted { .. })
    ));
    assert!(matches!(
        answer(&|required| required.accepts[0].amount = "99000000000".parse().unwrap()),
        Err(Failure::AboveLimit { .. })
    ));

    let city = request(&shop, &shop.required);
    assert_eq!(prepare(&mut bench, city), refused(X402Refusal::CityOrder));
    let mut unpriced = request(&shop, &required(&shop));
    unpriced.rates.clear();
    assert_eq!(prepare(&mut bench, unpriced), refused(X402Refusal::NoRate));
    let mut nonsense = request(&shop, &required(&shop));
    nonsense.payment_required = "e30=".into();
    assert_eq!(prepare(&mut bench, nonsense), refused(X402Refusal::NotX402));
}
