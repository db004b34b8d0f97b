use checkout::{OrderError, VerifyOrderError, x402::CRYPTOCITY};
use sig::sha256_digest;
use units::{Bps, Tiyn};
use zone::{EnvelopeError, Revocation, RuleError, SettlementMode, VerifyCertificateError};

use crate::support::{CAFE, NOW, Purchase, line};

/// Lets the merchant sign an order whose numbers were changed.
fn sign_changed(purchase: &mut Purchase, change: impl FnOnce(&mut checkout::Order)) {
    let mut order = purchase.order.order.clone();
    change(&mut order);
    purchase.order = order.sign(purchase.registry.home_chain, &purchase.keys.merchant);
    purchase.quote(|_| {});
}

#[test]
fn a_generic_x402_answer_is_not_an_order() {
    let purchase = Purchase::new();
    let mut required = purchase.required();
    required.extensions = None;
    assert_eq!(
        purchase.verify_answer(&required),
        Err(VerifyOrderError::NotAnOrder)
    );
}

#[test]
fn an_extension_of_another_shape_is_not_an_order() {
    let purchase = Purchase::new();
    let mut required = purchase.required();
    required.extensions = Some([(CRYPTOCITY.to_owned(), serde_json::json!({ "info": {} }))].into());
    assert_eq!(
        purchase.verify_answer(&required),
        Err(VerifyOrderError::NotAnOrder)
    );
}

#[test]
fn another_version_of_x402_is_not_an_order() {
    let purchase = Purchase::new();
    let mut required = purchase.required();
    required.x402_version = 1;
    assert_eq!(
        purchase.verify_answer(&required),
        Err(VerifyOrderError::NotAnOrder)
    );
}

#[test]
fn a_way_to_pay_without_a_quote_is_not_an_order() {
    let mut purchase = Purchase::new();
    purchase.quotes.pop();
    assert_eq!(purchase.refusal(), VerifyOrderError::NotAnOrder);
}

#[test]
fn an_expired_registry() {
    let mut purchase = Purchase::new();
    purchase.registry.expires_at = NOW;
    assert_eq!(purchase.refusal(), VerifyOrderError::RegistryExpired);
}

#[test]
fn a_revoked_certificate() {
    let mut purchase = Purchase::new();
    let hash = sha256_digest(&serde_json::to_vec(&purchase.certificate).unwrap()).to_b256();
    let reason = purchase.registry.notice.clone();
    let revocation = Revocation {
        certificate: hash,
        revoked_at: NOW,
        reason: reason.clone(),
    };
    purchase.registry.revocations.push(revocation);
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Certificate(VerifyCertificateError::Revoked { reason })
    );
}

#[test]
fn an_expired_certificate() {
    let mut purchase = Purchase::new();
    purchase.certificate.validity.valid_until = Some(NOW);
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Certificate(VerifyCertificateError::NotValid)
    );
}

#[test]
fn a_certificate_of_another_zone() {
    let mut purchase = Purchase::new();
    purchase.registry.certificate_keys.clear();
    let unsigned = EnvelopeError::Signatures {
        valid: 0,
        required: 1,
    };
    assert_eq!(purchase.refusal(), VerifyOrderError::Certificate(unsigned.into()));
}

#[test]
fn an_amount_changed_after_signing() {
    let mut purchase = Purchase::new();
    purchase.order.order.total_tiyn = Tiyn::new(1).unwrap();
    assert_eq!(purchase.refusal(), VerifyOrderError::OrderSignature);
}

#[test]
fn an_order_key_of_another_merchant() {
    let mut purchase = Purchase::new();
    let home = purchase.registry.home_chain;
    purchase.order = purchase.order.order.clone().sign(home, &purchase.keys.quote);
    assert_eq!(purchase.refusal(), VerifyOrderError::OrderSignature);
}

#[test]
fn a_retired_order_key() {
    let mut purchase = Purchase::new();
    purchase.certificate.order_keys[0].validity.valid_until = Some(NOW);
    assert_eq!(purchase.refusal(), VerifyOrderError::OrderSignature);
}

#[test]
fn an_order_signed_for_another_chain() {
    let mut purchase = Purchase::new();
    let order = purchase.order.order.clone();
    purchase.order = order.sign(chain::ChainId::new(1), &purchase.keys.merchant);
    assert_eq!(purchase.refusal(), VerifyOrderError::OrderSignature);
}

#[test]
fn an_order_that_names_another_merchant() {
    let mut purchase = Purchase::new();
    purchase.order(|terms| terms.merchant_id = "somebody-else".into());
    assert_eq!(purchase.refusal(), VerifyOrderError::OtherMerchant);
}

#[test]
fn an_origin_that_is_not_certified() {
    let mut purchase = Purchase::new();
    let origin = "https://evil.invalid".to_owned();
    purchase.order(|terms| terms.origin.clone_from(&origin));
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::OriginNotCertified { origin }
    );
}

#[test]
fn an_opener_of_another_origin() {
    let mut purchase = Purchase::new();
    // Certified too, and still not the page that this order was made for.
    let attested = "http://127.0.0.1:9999";
    purchase.certificate.origins.push(attested.into());
    purchase.opened_by = Some(attested);
    let expected = VerifyOrderError::OtherOrigin {
        attested: attested.into(),
        expected: CAFE.into(),
    };
    assert_eq!(purchase.refusal(), expected);
}

#[test]
fn direct_settlement() {
    let mut purchase = Purchase::new();
    purchase.certificate.settlement.push(SettlementMode::DirectAsset);
    purchase.order(|terms| terms.settlement = SettlementMode::DirectAsset);
    assert_eq!(purchase.refusal(), VerifyOrderError::Settlement);
}

#[test]
fn a_settlement_that_the_merchant_is_not_certified_for() {
    let mut purchase = Purchase::new();
    purchase.certificate.settlement = vec![SettlementMode::DirectAsset];
    assert_eq!(purchase.refusal(), VerifyOrderError::Settlement);
}

#[test]
fn lines_that_do_not_add_up_although_the_merchant_signed() {
    let changes: [fn(&mut checkout::Order); 3] = [
        |order| order.total_tiyn = Tiyn::new(1).unwrap(),
        |order| order.vat_tiyn = Tiyn::ZERO,
        |order| order.lines[0].total_tiyn = Tiyn::new(1).unwrap(),
    ];
    for change in changes {
        let mut purchase = Purchase::new();
        sign_changed(&mut purchase, change);
        assert_eq!(purchase.refusal(), VerifyOrderError::Order(OrderError::Sum));
    }
}

#[test]
fn no_lines_although_the_merchant_signed() {
    let mut purchase = Purchase::new();
    sign_changed(&mut purchase, |order| order.lines.clear());
    assert_eq!(purchase.refusal(), VerifyOrderError::Order(OrderError::Lines));
}

#[test]
fn a_vat_rate_that_is_not_in_force() {
    let mut purchase = Purchase::new();
    // Until the end of 2025.
    purchase.order(|terms| terms.lines = vec![line("Латте", 1000, 95_000, 1200)]);
    let rate = Bps::new(1200).unwrap();
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::VatRate(rate))
    );
}

#[test]
fn vat_shown_by_a_merchant_who_does_not_pay_it() {
    let mut purchase = Purchase::new();
    purchase.certificate.vat_payer = false;
    assert_eq!(purchase.refusal(), VerifyOrderError::NotVatPayer);
}

#[test]
fn an_expired_order() {
    let mut purchase = Purchase::new();
    purchase.order(|terms| terms.expires_at = NOW + 60);
    assert!(purchase.verify().is_ok());
    purchase.now = NOW + 60;
    assert_eq!(purchase.refusal(), VerifyOrderError::OrderExpired);
}

#[test]
fn a_total_above_the_limit_of_one_payment() {
    let mut purchase = Purchase::new();
    let limit = purchase.registry.limits.per_payment_tiyn;
    purchase.order(|terms| terms.lines = vec![line("Латте", 1000, limit.get(), 1600)]);
    assert!(purchase.verify().is_ok());
    purchase.order(|terms| terms.lines = vec![line("Латте", 1000, limit.get() + 1, 1600)]);
    let total = Tiyn::new(limit.get() + 1).unwrap();
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::AboveLimit { total, limit })
    );
}
