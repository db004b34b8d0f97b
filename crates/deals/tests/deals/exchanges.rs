use std::sync::LazyLock;

use deals::{
    ExchangeLeg, ExchangeOffer, ExchangeOfferError, ExchangeTerms, SignedExchangeOffer, open_exchange_offer,
};
use proptest::prelude::*;
use sig::{Address, B256, Signer, U256};
use testkit::{DemoKeys, DemoZone};
use units::{AssetAmount, Bps, Rate, Tiyn};
use zone::{Registry, RuleError};

use crate::sample::{NOW, key};

const RESIDENT: u8 = 1;

fn dollar() -> Rate {
    // 538.90 tenge a dollar.
    Rate::new(U256::from(10), U256::from(5389)).unwrap()
}

fn par() -> Rate {
    Rate::new(U256::from(1), U256::from(1)).unwrap()
}

/// Deriving the demo's keys takes a while.
fn registry() -> Registry {
    static REGISTRY: LazyLock<Registry> =
        LazyLock::new(|| DemoZone::for_tests(NOW).registry(&DemoKeys::derive()));
    REGISTRY.clone()
}

fn resident() -> Address {
    static RESIDENT_ADDRESS: LazyLock<Address> = LazyLock::new(|| key(RESIDENT).address());
    *RESIDENT_ADDRESS
}

fn terms() -> ExchangeTerms {
    let registry = registry();
    let operator = &registry.operators[0];
    ExchangeTerms {
        operator_id: operator.id.clone(),
        contract: operator.exchange_contract.unwrap(),
        resident: resident(),
        operator: operator.settlement_addresses[0],
        sell: registry.assets[0].id,
        sell_amount: AssetAmount::new(U256::from(100_000_000)),
        sell_rate: dollar(),
        sell_decimals: 6,
        buy: registry.assets[1].id,
        buy_rate: par(),
        buy_decimals: 2,
        rate_source: "demo".into(),
        rate_time: NOW,
        fee_bps: Bps::new(75).unwrap(),
        issued_at: NOW,
        expires_at: NOW + 300,
        salt: B256::repeat_byte(9),
    }
}

fn open(
    signed: &SignedExchangeOffer,
    registry: &Registry,
    now: u64,
) -> Result<ExchangeOffer, ExchangeOfferError> {
    open_exchange_offer(signed, registry, key(RESIDENT).address(), now).map(|opened| opened.offer)
}

fn refused(change: impl FnOnce(&mut ExchangeOffer), key: &impl Signer) -> ExchangeOfferError {
    let mut offer = ExchangeOffer::new(terms()).unwrap();
    change(&mut offer);
    open(&offer.sign(key), &registry(), NOW).unwrap_err()
}

#[test]
fn a_dollar_offer_shows_worth_fee_and_what_is_got() {
    let keys = DemoKeys::derive();
    let offer = open(
        &ExchangeOffer::new(terms()).unwrap().sign(&keys.quote),
        &registry(),
        NOW,
    )
    .unwrap();
    // 100 × 538.90 = 53,890.00; 0.75 % of it 404.175, half-up 404.18.
    assert_eq!(offer.amounts.worth_tiyn, Tiyn::new(5_389_000).unwrap());
    assert_eq!(offer.amounts.fee_tiyn, Tiyn::new(40_418).unwrap());
    assert_eq!(offer.amounts.buy_amount.to_whole(2), "53485.82");
    let (resident, operator) = (offer.leg(ExchangeLeg::Resident), offer.leg(ExchangeLeg::Operator));
    assert_eq!(
        (resident.from, resident.value),
        (offer.resident, offer.sell_amount)
    );
    assert_eq!(
        (operator.from, operator.value),
        (offer.operator, offer.amounts.buy_amount)
    );
    assert_eq!(
        (resident.to, resident.valid_before),
        (offer.contract, offer.expires_at)
    );
    assert_ne!(resident.nonce, operator.nonce);
}

#[test]
fn every_change_is_refused_by_its_name() {
    let quote = DemoKeys::derive().quote;
    let more = |offer: &mut ExchangeOffer| {
        offer.amounts.buy_amount = AssetAmount::new(offer.amounts.buy_amount.get() + U256::from(1));
    };
    assert_eq!(refused(more, &quote), ExchangeOfferError::Sum);
    assert_eq!(
        refused(|offer| offer.amounts.fee_tiyn = Tiyn::ZERO, &quote),
        ExchangeOfferError::Sum
    );
    let other = Address::repeat_byte(0x77);
    assert_eq!(
        refused(|offer| offer.contract = other, &quote),
        ExchangeOfferError::OtherContract
    );
    assert_eq!(
        refused(|offer| offer.resident = other, &quote),
        ExchangeOfferError::OtherAccount
    );
    assert_eq!(
        refused(|offer| offer.operator = other, &quote),
        ExchangeOfferError::Rule(RuleError::UnknownPayee(other))
    );
    assert_eq!(
        refused(|offer| offer.operator_id = "other".into(), &quote),
        ExchangeOfferError::NotLicensed
    );
    assert_eq!(
        refused(|offer| offer.buy = offer.sell, &quote),
        ExchangeOfferError::Nothing
    );
    assert_eq!(
        refused(|offer| offer.version = 2, &quote),
        ExchangeOfferError::Malformed
    );
    assert!(matches!(
        refused(|offer| offer.fee_bps = Bps::new(76).unwrap(), &quote),
        ExchangeOfferError::Rule(RuleError::FeeAboveSchedule { .. })
    ));
    assert_eq!(
        refused(|_| {}, &key(5)),
        ExchangeOfferError::Rule(RuleError::OperatorNotLicensed)
    );
}

#[test]
fn time_permission_and_limit_count() {
    let signed = ExchangeOffer::new(terms())
        .unwrap()
        .sign(&DemoKeys::derive().quote);
    assert_eq!(
        open(&signed, &registry(), NOW + 300),
        Err(ExchangeOfferError::OutOfDate)
    );
    assert_eq!(
        open(&signed, &registry(), NOW - 1),
        Err(ExchangeOfferError::OutOfDate)
    );
    let mut forbidding = registry();
    forbidding.assets[1].permitted_uses.clear();
    assert!(matches!(
        open(&signed, &forbidding, NOW),
        Err(ExchangeOfferError::Rule(RuleError::AssetNotPermitted { .. }))
    ));
    let mut strict = registry();
    strict.limits.per_payment_tiyn = Tiyn::new(1).unwrap();
    assert!(matches!(
        open(&signed, &strict, NOW),
        Err(ExchangeOfferError::Rule(RuleError::AboveLimit { .. }))
    ));
}

#[test]
fn the_same_content_written_otherwise_is_not_the_signed_one() {
    let mut signed = ExchangeOffer::new(terms())
        .unwrap()
        .sign(&DemoKeys::derive().quote);
    signed.content = signed.content.replacen(':', ": ", 1);
    assert_eq!(
        open(&signed, &registry(), NOW),
        Err(ExchangeOfferError::Malformed)
    );
}

proptest! {
    #[test]
    fn nobody_gets_more_than_the_worth_without_the_fee(sell in 1u64..10_000_000_000, fee in 0u16..1000) {
        let mut terms = terms();
        terms.sell_amount = AssetAmount::new(U256::from(sell));
        terms.fee_bps = Bps::new(fee).unwrap();
        let amounts = ExchangeOffer::new(terms).unwrap().amounts;
        let got = par().tiyn_for(amounts.buy_amount, 2).unwrap();
        prop_assert!(got.get() + amounts.fee_tiyn.get() <= amounts.worth_tiyn.get());
    }
}
