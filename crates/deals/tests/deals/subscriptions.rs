use std::sync::LazyLock;

use chain::{AssetId, balance_of_call};
use deals::{
    OfferingPhase, OfferingTerms, SignedSubscription, Subscription, SubscriptionError, offer_call,
    open_subscription, phase_call, read_offer, read_phase, read_units, total_units_call,
};
use proptest::prelude::*;
use sig::{Address, B256, Signer, U256};
use testkit::{DemoKeys, DemoZone};
use units::{AssetAmount, Tiyn};
use zone::{Registry, RuleError};

use crate::sample::{CONTRACT, NOW, key};

const INVESTOR: u8 = 1;
const UNITS: u64 = 5;
/// 10 000 tenge a unit.
const PRICE: u64 = 1_000_000;

/// Deriving the demo's keys takes a while.
fn keys() -> &'static DemoKeys {
    static KEYS: LazyLock<DemoKeys> = LazyLock::new(DemoKeys::derive);
    &KEYS
}

fn registry() -> Registry {
    DemoZone::for_tests(NOW).registry(keys())
}

fn terms() -> OfferingTerms {
    OfferingTerms {
        offering: "demo-o-solar".into(),
        contract: CONTRACT,
        registrar: "demo-exchange".into(),
        asset: registry().assets[1].id,
        unit_price: AssetAmount::new(U256::from(PRICE)),
        unit_tiyn: Tiyn::new(PRICE).unwrap(),
        maximum_per_investor: 30,
        documents_hash: B256::repeat_byte(0xd0),
    }
}

fn subscription() -> Subscription {
    Subscription {
        investor: key(INVESTOR).address(),
        units: UNITS,
        amount: AssetAmount::new(U256::from(UNITS * PRICE)),
        documents_hash: terms().documents_hash,
        expires_at: NOW + 900,
        salt: B256::repeat_byte(9),
    }
}

fn signed(subscription: Subscription, key: &impl Signer) -> SignedSubscription {
    let terms = terms();
    SignedSubscription::new(
        (terms.offering, terms.registrar),
        terms.contract,
        terms.asset,
        subscription,
        key,
    )
}

fn open(signed: &SignedSubscription, registry: &Registry, now: u64) -> Result<Tiyn, SubscriptionError> {
    let asked = (key(INVESTOR).address(), signed.subscription.units);
    open_subscription(signed, &terms(), registry, asked, now).map(|opened| opened.worth_tiyn)
}

fn refused(change: impl FnOnce(&mut Subscription)) -> SubscriptionError {
    let mut subscription = subscription();
    change(&mut subscription);
    open(&signed(subscription, &keys().quote), &registry(), NOW).unwrap_err()
}

#[test]
fn five_units_are_worth_fifty_thousand_tenge_and_the_payment_is_bound_to_them() {
    let signed = signed(subscription(), &keys().quote);
    assert_eq!(
        open(&signed, &registry(), NOW),
        Ok(Tiyn::new(UNITS * PRICE).unwrap())
    );
    let payment = signed.payment();
    assert_eq!(
        (payment.from, payment.to, payment.value, payment.valid_before),
        (
            signed.subscription.investor,
            CONTRACT,
            signed.subscription.amount,
            NOW + 900
        )
    );
    let other = Subscription {
        salt: B256::ZERO,
        ..signed.subscription
    };
    assert_ne!(
        payment.nonce,
        other.payment(signed.asset.chain, signed.contract).nonce
    );
}

#[test]
fn every_change_is_refused_by_its_name() {
    assert_eq!(
        refused(|subscription| subscription.investor = Address::repeat_byte(7)),
        SubscriptionError::OtherAccount
    );
    assert_eq!(
        refused(|subscription| subscription.documents_hash = B256::ZERO),
        SubscriptionError::OtherDocuments
    );
    assert_eq!(
        refused(|subscription| subscription.units = 0),
        SubscriptionError::OtherUnits
    );
    assert_eq!(
        refused(|subscription| subscription.amount = AssetAmount::new(U256::from(UNITS * PRICE + 1))),
        SubscriptionError::Sum
    );
    assert_eq!(
        refused(|subscription| subscription.units = 31),
        SubscriptionError::AboveMaximum { limit: 30 }
    );
    assert_eq!(
        refused(|subscription| subscription.expires_at = NOW),
        SubscriptionError::OutOfDate
    );
    assert_eq!(
        refused(|subscription| subscription.expires_at = NOW + 86_400),
        SubscriptionError::OutOfDate
    );
}

#[test]
fn what_the_catalogue_does_not_name_is_another_offering() {
    let honest = signed(subscription(), &keys().quote);
    let mut other = honest.clone();
    other.contract = Address::repeat_byte(0xbb);
    assert_eq!(
        open(&other, &registry(), NOW),
        Err(SubscriptionError::OtherOffering)
    );
    let mut other = honest.clone();
    other.offering = "demo-o-hostel".into();
    assert_eq!(
        open(&other, &registry(), NOW),
        Err(SubscriptionError::OtherOffering)
    );
    let mut other = honest.clone();
    other.asset = AssetId {
        token: Address::repeat_byte(0x11),
        ..other.asset
    };
    assert_eq!(
        open(&other, &registry(), NOW),
        Err(SubscriptionError::OtherOffering)
    );
    let fewer = (key(INVESTOR).address(), UNITS - 1);
    assert_eq!(
        open_subscription(&honest, &terms(), &registry(), fewer, NOW).map(|opened| opened.worth_tiyn),
        Err(SubscriptionError::OtherUnits)
    );
}

#[test]
fn only_the_licensed_registrar_of_the_offering_registers() {
    assert_eq!(
        open(&signed(subscription(), &key(5)), &registry(), NOW),
        Err(SubscriptionError::NotLicensed)
    );
    let honest = signed(subscription(), &keys().quote);
    let mut renamed = registry();
    renamed.operators[0].id = "another".into();
    assert_eq!(open(&honest, &renamed, NOW), Err(SubscriptionError::NotLicensed));
    let mut unlicensed = registry();
    unlicensed.operators[0].licence.validity.valid_until = Some(NOW);
    assert_eq!(
        open(&honest, &unlicensed, NOW),
        Err(SubscriptionError::NotLicensed)
    );
}

#[test]
fn permission_and_limit_of_the_zone_count() {
    let honest = signed(subscription(), &keys().quote);
    let mut forbidding = registry();
    forbidding.assets[1].permitted_uses.clear();
    assert!(matches!(
        open(&honest, &forbidding, NOW),
        Err(SubscriptionError::Rule(RuleError::AssetNotPermitted { .. }))
    ));
    let mut strict = registry();
    strict.limits.per_payment_tiyn = Tiyn::new(1).unwrap();
    assert!(matches!(
        open(&honest, &strict, NOW),
        Err(SubscriptionError::Rule(RuleError::AboveLimit { .. }))
    ));
}

#[test]
fn answers_of_the_contract_are_read_and_others_are_not() {
    let word = |value: u8| {
        let mut word = [0; 32];
        word[31] = value;
        word
    };
    assert_eq!(read_phase(&word(1)), Some(OfferingPhase::Open));
    assert_eq!(read_phase(&word(3)), Some(OfferingPhase::Failed));
    assert_eq!(read_phase(&word(4)), None);
    assert_eq!(read_units(&word(9)), Some(9));
    assert_eq!(read_units(&[0xff; 32]), None);
    assert_eq!(read_units(&[]), None);
    let offer = [
        &[0; 12][..],
        &[1; 20],
        &[0; 12],
        &[2; 20],
        &[0; 12],
        &[3; 20],
        &word(100),
        &word(10),
        &word(200),
        &[0xff; 32],
        &word(1),
        &word(2),
        &[4; 32],
    ]
    .concat();
    let read = read_offer(&offer).unwrap();
    assert_eq!(
        (read.registrar, read.minimum_units, read.maximum_units),
        (Address::repeat_byte(2), 10, 200)
    );
    assert_eq!((read.maximum_per_investor, read.closes_at), (u64::MAX, 2));
    assert_eq!(read_offer(&offer[1..]), None);
    let calls = [
        offer_call(),
        phase_call(),
        total_units_call(),
        balance_of_call(CONTRACT),
    ];
    assert!(calls.iter().all(|call| call.len() >= 4));
}

proptest! {
    #[test]
    fn nothing_but_the_price_of_the_units_is_paid(units in 1u64..=30, amount in 0u64..100_000_000) {
        let subscription = Subscription { units, amount: AssetAmount::new(U256::from(amount)), ..subscription() };
        let opened = open(&signed(subscription, &key(INVESTOR)), &registry(), NOW);
        prop_assert_eq!(opened, Err(SubscriptionError::NotLicensed));
        let honest = signed(subscription, &keys().quote);
        prop_assert_eq!(open(&honest, &registry(), NOW).is_ok(), amount == units * PRICE);
    }
}
