use alloy_primitives::{Address, keccak256};
use zone::{Asset, Operator, Registry, Use, check_asset, check_limit, check_operator};

use crate::{ExchangeAmounts, ExchangeOffer, ExchangeOfferError, SignedExchangeOffer};

/// An offer that may be accepted.
#[derive(Debug, Clone)]
pub struct OpenedOffer<'a> {
    /// What is offered.
    pub offer: ExchangeOffer,
    /// Who offers.
    pub operator: &'a Operator,
    /// What is given.
    pub sell: &'a Asset,
    /// What is got.
    pub buy: &'a Asset,
}

/// Checks an offer against a verified registry, for an account, at a time in unix seconds.
///
/// # Errors
/// [`ExchangeOfferError`].
pub fn open_exchange_offer<'a>(
    signed: &SignedExchangeOffer,
    registry: &'a Registry,
    account: Address,
    now: u64,
) -> Result<OpenedOffer<'a>, ExchangeOfferError> {
    let offer: ExchangeOffer =
        serde_json::from_str(&signed.content).map_err(|_| ExchangeOfferError::Malformed)?;
    // What was signed is the text; it must be the one that these fields make.
    let terms_hash = keccak256(signed.content.as_bytes());
    if offer.version != 1 || terms_hash != offer.terms_hash() {
        return Err(ExchangeOfferError::Malformed);
    }
    let key = signed
        .signature
        .recover(&offer.digest_with(terms_hash))
        .map_err(|_| ExchangeOfferError::NotLicensed)?;
    let operator = check_operator(registry, key, offer.fee_bps, offer.operator, now)?;
    if operator.id != offer.operator_id {
        return Err(ExchangeOfferError::NotLicensed);
    }
    if operator.exchange_contract != Some(offer.contract) {
        return Err(ExchangeOfferError::OtherContract);
    }
    if offer.resident != account {
        return Err(ExchangeOfferError::OtherAccount);
    }
    let nothing = offer.sell_amount.get().is_zero() || offer.amounts.buy_amount.get().is_zero();
    if nothing || offer.sell == offer.buy || offer.sell.chain != offer.buy.chain || offer.operator == account
    {
        return Err(ExchangeOfferError::Nothing);
    }
    let sell = check_asset(registry, offer.sell, Use::Exchange, now)?;
    let buy = check_asset(registry, offer.buy, Use::Exchange, now)?;
    let amounts = ExchangeAmounts::compute(
        (offer.sell_amount, offer.sell_rate, sell.decimals),
        (offer.buy_rate, buy.decimals),
        offer.fee_bps,
    );
    if amounts != Ok(offer.amounts) {
        return Err(ExchangeOfferError::Sum);
    }
    check_limit(registry, offer.amounts.worth_tiyn)?;
    if now < offer.issued_at || now >= offer.expires_at {
        return Err(ExchangeOfferError::OutOfDate);
    }
    Ok(OpenedOffer {
        offer,
        operator,
        sell,
        buy,
    })
}
