//! What an operator checks before it quotes, without any quote.
#![allow(clippy::unwrap_used, reason = "tests")]

use chain::ChainId;
use checkout::{
    LineRequest, Order, OrderContext, OrderId, OrderTerms, SignedOrder, VerifyOrderError, verify_terms,
};
use sig::Signer;
use testkit::{DemoKeys, DemoZone};
use units::{Bps, QuantityMilli, Tiyn};
use zone::{SettlementMode, Use, VerifiedRegistry, demo_trust_root, verify_registry};

const NOW: u64 = 1_795_000_000;
const HOME: ChainId = ChainId::new(31337);

fn signed(origin: &str, unit_tenge: &str, key: &impl Signer) -> SignedOrder {
    let terms = OrderTerms {
        id: OrderId::from_random([7; 16]),
        merchant_id: "alatau-coffee".into(),
        origin: origin.into(),
        lines: vec![LineRequest {
            name: "Латте".into(),
            quantity_milli: QuantityMilli::new(1000),
            unit_tiyn: Tiyn::parse_tenge(unit_tenge).unwrap(),
            vat_bps: Bps::new(1600).unwrap(),
        }],
        settlement: SettlementMode::KztViaOperator,
        created_at: NOW,
        expires_at: NOW + 900,
    };
    Order::new(terms).unwrap().sign(HOME, key)
}

fn registry(zone: &DemoZone, keys: &DemoKeys, now: u64) -> VerifiedRegistry {
    let envelope = serde_json::to_vec(&DemoZone::sign_registry(&zone.registry(keys), keys)).unwrap();
    verify_registry(&envelope, &demo_trust_root(), 0, now).unwrap()
}

fn reason(order: &SignedOrder, now: u64) -> Result<(), &'static str> {
    let (zone, keys) = (DemoZone::for_tests(NOW), DemoKeys::derive());
    let certificate = DemoZone::sign_certificate(&zone.certificate(&keys), &keys);
    let context = OrderContext {
        attested_origin: None,
        now,
        purpose: Use::Retail,
    };
    verify_terms(&certificate, order, &registry(&zone, &keys, NOW), context)
        .map(|terms| assert_eq!(terms.order_hash, order.order.hash(HOME)))
        .map_err(|error: VerifyOrderError| error.reason())
}

#[test]
fn an_order_of_the_certified_merchant_passes() {
    assert_eq!(
        reason(
            &signed("http://127.0.0.1:8081", "950", &DemoKeys::derive().merchant),
            NOW
        ),
        Ok(())
    );
}

#[test]
fn each_broken_rule_has_its_own_name() {
    let keys = DemoKeys::derive();
    let good = signed("http://127.0.0.1:8081", "950", &keys.merchant);
    assert_eq!(
        reason(&signed("https://evil.example", "950", &keys.merchant), NOW),
        Err("origin_not_certified")
    );
    assert_eq!(
        reason(&signed("http://127.0.0.1:8081", "950", &keys.quote), NOW),
        Err("order_signature")
    );
    assert_eq!(
        reason(&signed("http://127.0.0.1:8081", "500000.01", &keys.merchant), NOW),
        Err("above_limit")
    );
    assert_eq!(reason(&good, NOW + 900), Err("order_expired"));
    // A registry that was in force when it was read, but no longer is.
    assert_eq!(reason(&good, NOW + 366 * 86_400), Err("registry_expired"));
}
