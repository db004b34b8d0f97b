//! Prepare shows what is signed; sign signs only what was prepared.

use crate::support::{Bench, NOW, Shop};
use checkout::{
    derive_order_nonce, verify_payment,
    x402::{PaymentPayload, decode_header},
};
use key_worker::protocol::{Failure, PayRequest, PayResponse, Request, Response, SignPaymentRequest};
use sig::B256;
use zone::LocalText;

fn sign(bench: &mut Bench, handle: u32, domain_separator: B256) -> Result<PaymentPayload, Failure> {
    let request = SignPaymentRequest {
        handle,
        domain_separator,
    };
    match bench.ask(&Request::Pay(PayRequest::SignPayment(request)), "")?.0 {
        Response::Pay(PayResponse::Signed(signed)) => Ok(decode_header(&signed.payment_signature).unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_shown_is_what_is_signed() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = bench.prepare(&shop).unwrap();
    assert_eq!(
        (view.total_tiyn.get(), view.merchant.names.en.as_str()),
        (190_000, "Alatau Coffee")
    );
    assert_eq!(view.opened_from.as_deref(), Some("http://127.0.0.1:8081"));

    let payload = sign(&mut bench, view.handle, shop.domain_separator()).unwrap();
    let required = &shop.required.accepts[0];
    let verified = verify_payment(&payload, required, view.order_hash, NOW).unwrap();
    assert!(verified.order_bound);
    assert_eq!(verified.authorization.value, view.offers[view.chosen].amount);
    assert_eq!(verified.authorization.from, view.payer);
    assert_eq!(verified.authorization.nonce, derive_order_nonce(view.order_hash));
    assert_eq!(payload.accepted, *required);
}

#[test]
fn a_handle_signs_once_and_only_when_unlocked() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = bench.prepare(&shop).unwrap();
    sign(&mut bench, view.handle, shop.domain_separator()).unwrap();
    assert_eq!(
        sign(&mut bench, view.handle, shop.domain_separator()),
        Err(Failure::UnknownHandle)
    );

    let view = bench.prepare(&shop).unwrap();
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    assert_eq!(
        sign(&mut bench, view.handle, shop.domain_separator()),
        Err(Failure::Locked)
    );
}

#[test]
fn another_token_behind_the_address_is_refused() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let view = bench.prepare(&shop).unwrap();
    assert_eq!(
        sign(&mut bench, view.handle, B256::repeat_byte(1)),
        Err(Failure::TokenMismatch)
    );
}

#[test]
fn a_quote_that_ends_between_view_and_approval_is_not_signed() {
    let (mut bench, shop) = (Bench::with_vault(), Shop::new());
    let store = bench.store.clone();
    let late = bench.prepare(&shop).unwrap();
    assert_eq!(late.offers[0].expires_at, NOW + 900);
    let mut later = Bench::over(store, NOW + 880);
    assert_eq!(later.prepare(&shop).unwrap_err(), Failure::QuoteExpired);
    let mut much_later = Bench::over(later.store.clone(), NOW + 900);
    assert_eq!(much_later.prepare(&shop).unwrap_err(), Failure::OrderExpired);
}

#[test]
fn the_rules_of_the_registry_hold_in_the_worker() {
    let refused = |change: &dyn Fn(&mut Shop)| {
        let (mut bench, mut shop) = (Bench::with_vault(), Shop::new());
        change(&mut shop);
        bench.prepare(&shop).unwrap_err()
    };
    assert_eq!(
        refused(&|shop| shop.registry.expires_at = NOW),
        Failure::RegistryExpired
    );
    assert_eq!(refused(&|shop| shop.seen_version = 2), Failure::RegistryRollback);
    assert_eq!(
        refused(&|shop| shop.registry.issued_at = NOW + 301),
        Failure::RegistryFuture
    );
    assert_eq!(
        refused(&|shop| shop.attested_origin = Some("https://evil.example".into())),
        Failure::OtherOrigin {
            origin: "https://evil.example".into()
        }
    );
    assert!(matches!(
        refused(&|shop| shop.registry.assets[0].permitted_uses.clear()),
        Failure::AssetNotPermitted { .. }
    ));
    assert_eq!(
        refused(&|shop| shop.registry.operators.clear()),
        Failure::OperatorNotLicensed
    );
    assert_eq!(
        refused(&|shop| shop.registry.certificate_keys.clear()),
        Failure::CertificateInvalid
    );
    assert_eq!(
        refused(&|shop| shop.required.extensions = None),
        Failure::NotAnOrder
    );
}

#[test]
fn a_revoked_certificate_says_why() {
    let (mut bench, mut shop) = (Bench::with_vault(), Shop::new());
    let certificate = shop.zone.certificate(&shop.keys);
    let payload = serde_json::to_vec(&certificate).unwrap();
    let reason = LocalText {
        kk: "шағым".into(),
        ru: "жалоба".into(),
        en: "complaint".into(),
    };
    shop.registry.revocations.push(zone::Revocation {
        certificate: sig::sha256_digest(&payload).to_b256(),
        revoked_at: NOW,
        reason: reason.clone(),
    });
    assert_eq!(
        bench.prepare(&shop).unwrap_err(),
        Failure::CertificateRevoked { reason }
    );
}

#[test]
fn a_suspended_merchant_is_told_from_a_revoked_one() {
    let (mut bench, mut shop) = (Bench::with_vault(), Shop::new());
    let reason = LocalText {
        kk: "тексеру".into(),
        ru: "проверка".into(),
        en: "inspection".into(),
    };
    shop.registry.suspensions.push(zone::Suspension {
        merchant_id: shop.zone.certificate(&shop.keys).id,
        validity: zone::Validity {
            valid_from: NOW - 1,
            valid_until: None,
        },
        reason: reason.clone(),
        appealed: false,
    });
    assert_eq!(
        bench.prepare(&shop).unwrap_err(),
        Failure::MerchantSuspended { reason }
    );
}
