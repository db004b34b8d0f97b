use checkout::{Quote, QuoteError, VerifyOrderError};
use sig::{Address, B256, Signer};
use units::{AssetAmount, Bps, Tiyn};
use zone::RuleError;

use crate::support::{NOW, Purchase};

/// Lets the operator sign and offer quotes whose numbers were changed.
fn offer_changed(change: impl Fn(&mut Quote)) -> VerifyOrderError {
    let mut purchase = Purchase::new();
    let mut quotes: Vec<Quote> = purchase
        .quotes
        .iter()
        .map(|signed| signed.quote.clone())
        .collect();
    quotes.iter_mut().for_each(change);
    purchase.offer(quotes);
    purchase.refusal()
}

#[test]
fn an_expired_quote() {
    let mut purchase = Purchase::new();
    purchase.quote(|terms| terms.expires_at = NOW + 300);
    purchase.now = NOW + 299;
    assert!(purchase.verify().is_ok());
    purchase.now = NOW + 300;
    assert_eq!(purchase.refusal(), VerifyOrderError::QuoteExpired);
}

#[test]
fn a_quote_for_another_order() {
    let mut purchase = Purchase::new();
    purchase.quote(|terms| terms.order_hash = B256::repeat_byte(1));
    assert_eq!(purchase.refusal(), VerifyOrderError::QuoteMismatch);
}

#[test]
fn an_entry_of_accepts_that_differs_from_its_quote() {
    let changes: [fn(&mut checkout::x402::PaymentRequirements); 5] = [
        |accepted| accepted.amount = AssetAmount::ZERO,
        |accepted| accepted.pay_to = Address::repeat_byte(9).to_checksum(None),
        |accepted| accepted.asset = Address::repeat_byte(9).to_checksum(None),
        |accepted| accepted.network = "eip155:1".into(),
        |accepted| accepted.extra = None,
    ];
    for change in changes {
        let mut purchase = Purchase::new();
        purchase.accepts.iter_mut().for_each(change);
        assert_eq!(purchase.refusal(), VerifyOrderError::QuoteMismatch);
    }
}

#[test]
fn quotes_in_another_order_than_accepts() {
    let mut purchase = Purchase::new();
    purchase.quotes.reverse();
    assert_eq!(purchase.refusal(), VerifyOrderError::QuoteMismatch);
}

#[test]
fn amounts_that_do_not_follow_from_the_rate_although_the_operator_signed() {
    let one = Tiyn::new(1).unwrap();
    let sum = VerifyOrderError::Quote(QuoteError::Sum);
    let more = |quote: &mut Quote| {
        quote.amount = quote
            .amount
            .checked_add(AssetAmount::new(alloy_primitives::U256::from(1u8)))
            .unwrap();
    };
    assert_eq!(offer_changed(more), sum);
    assert_eq!(offer_changed(|quote| quote.fee_tiyn = one), sum);
    assert_eq!(offer_changed(|quote| quote.merchant_tiyn = one), sum);
}

#[test]
fn a_quote_that_ends_before_it_begins() {
    assert_eq!(
        offer_changed(|quote| quote.expires_at = quote.issued_at),
        VerifyOrderError::Quote(QuoteError::Dates)
    );
}

#[test]
fn an_asset_that_is_not_permitted_any_more() {
    let mut purchase = Purchase::new();
    for asset in &mut purchase.registry.assets {
        asset.validity.valid_until = Some(NOW);
    }
    let asset = purchase.registry.assets[0].id.to_string();
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::AssetNotPermitted { asset })
    );
}

#[test]
fn an_asset_that_is_not_permitted_for_retail() {
    let mut purchase = Purchase::new();
    for asset in &mut purchase.registry.assets {
        asset.permitted_uses = vec![zone::Use::Exchange];
    }
    let asset = purchase.registry.assets[0].id.to_string();
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::AssetNotPermitted { asset })
    );
}

#[test]
fn an_asset_that_nobody_listed() {
    let mut purchase = Purchase::new();
    let unlisted = std::mem::take(&mut purchase.registry.assets);
    let asset = unlisted[0].id.to_string();
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::AssetNotPermitted { asset })
    );
}

#[test]
fn a_fee_above_the_operators_schedule() {
    let mut purchase = Purchase::new();
    let bps = |value| Bps::new(value).unwrap();
    purchase.quote(|terms| terms.fee_bps = bps(76));
    let expected = RuleError::FeeAboveSchedule {
        asked: bps(76),
        allowed: bps(75),
    };
    assert_eq!(purchase.refusal(), VerifyOrderError::Rule(expected));
}

#[test]
fn a_payee_that_is_not_the_operators() {
    let mut purchase = Purchase::new();
    let pay_to = Address::repeat_byte(9);
    purchase.quote(|terms| terms.pay_to = pay_to);
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::UnknownPayee(pay_to))
    );
}

#[test]
fn a_quote_changed_after_signing() {
    let mut purchase = Purchase::new();
    for signed in &mut purchase.quotes {
        signed.quote.merchant_tiyn = Tiyn::new(1).unwrap();
    }
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::OperatorNotLicensed)
    );
}

#[test]
fn a_quote_signed_by_the_merchant() {
    let mut purchase = Purchase::new();
    let home = purchase.registry.home_chain;
    purchase.quotes = purchase
        .quotes
        .iter()
        .map(|signed| signed.quote.clone().sign(home, &purchase.keys.merchant))
        .collect();
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::OperatorNotLicensed)
    );
}

#[test]
fn an_operator_whose_licence_or_key_has_ended() {
    let mut purchase = Purchase::new();
    purchase.registry.operators[0].licence.validity.valid_until = Some(NOW);
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::OperatorNotLicensed)
    );
    let mut purchase = Purchase::new();
    purchase.registry.operators[0].quote_keys[0].validity.valid_until = Some(NOW);
    assert_eq!(
        purchase.refusal(),
        VerifyOrderError::Rule(RuleError::OperatorNotLicensed)
    );
    assert_eq!(
        purchase.registry.operators[0].quote_keys[0].address,
        purchase.keys.quote.address()
    );
}
