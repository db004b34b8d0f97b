//! What an offering's contract says of itself.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall as _, SolValue as _};
use serde::{Deserialize, Serialize};
use units::AssetAmount;

use crate::offering::typed_data::{Offer, SecurityOffering};

/// Where an offering is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfferingPhase {
    /// Not yet begun.
    Announced,
    /// Can be subscribed.
    Open,
    /// The minimum was reached and it is over.
    Succeeded,
    /// Over without the minimum: everybody gets their money back.
    Failed,
}

/// What is offered, as the contract has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferOnChain {
    /// Gets the money after success.
    pub issuer: Address,
    /// Signs subscriptions.
    pub registrar: Address,
    /// What is paid with.
    pub payment_token: Address,
    /// One unit, base units of the payment token.
    pub price: AssetAmount,
    /// So many units make it a success.
    pub minimum_units: u64,
    /// More are not sold.
    pub maximum_units: u64,
    /// One investor holds no more.
    pub maximum_per_investor: u64,
    /// Unix seconds.
    pub opens_at: u64,
    /// Unix seconds.
    pub closes_at: u64,
    /// Hash of the document.
    pub documents_hash: B256,
}

/// Asks what is offered.
#[must_use]
pub fn offer_call() -> Bytes {
    SecurityOffering::offerCall {}.abi_encode().into()
}

/// Asks where the offering is.
#[must_use]
pub fn phase_call() -> Bytes {
    SecurityOffering::phaseCall {}.abi_encode().into()
}

/// Asks how many units are sold.
#[must_use]
pub fn total_units_call() -> Bytes {
    SecurityOffering::totalSupplyCall {}.abi_encode().into()
}

/// Reads the answer to [`offer_call`], `None` when it is not one.
#[must_use]
pub fn read_offer(answer: &[u8]) -> Option<OfferOnChain> {
    let offer = Offer::abi_decode_validate(answer).ok()?;
    // Nobody ever holds more than all of them.
    let most = |units: U256| u64::try_from(units).unwrap_or(u64::MAX);
    Some(OfferOnChain {
        issuer: offer.issuer,
        registrar: offer.registrar,
        payment_token: offer.paymentToken,
        price: AssetAmount::new(offer.price),
        minimum_units: u64::try_from(offer.minimumUnits).ok()?,
        maximum_units: u64::try_from(offer.maximumUnits).ok()?,
        maximum_per_investor: most(offer.maximumPerInvestor),
        opens_at: offer.opensAt,
        closes_at: offer.closesAt,
        documents_hash: offer.documentsHash,
    })
}

/// Reads the answer to [`phase_call`], `None` when it is not one.
#[must_use]
pub fn read_phase(answer: &[u8]) -> Option<OfferingPhase> {
    match read_units(answer)? {
        0 => Some(OfferingPhase::Announced),
        1 => Some(OfferingPhase::Open),
        2 => Some(OfferingPhase::Succeeded),
        3 => Some(OfferingPhase::Failed),
        _ => None,
    }
}

/// Reads the answer to [`total_units_call`] or to `balanceOf`, `None` when it is not one.
#[must_use]
pub fn read_units(answer: &[u8]) -> Option<u64> {
    U256::abi_decode_validate(answer)
        .ok()
        .and_then(|units| u64::try_from(units).ok())
}
