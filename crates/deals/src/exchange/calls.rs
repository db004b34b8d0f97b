//! Calldata of `contracts/src/ExchangeSettlement.sol`.

use alloy_primitives::{B256, Bytes, U256};
use alloy_sol_types::{SolCall as _, SolEvent as _};
use sig::EvmSignature;

use crate::{
    ExchangeOffer,
    exchange::typed_data::{ExchangeSettlement, TokenAuthorization},
};

fn leg(offer: &ExchangeOffer, signature: &EvmSignature) -> TokenAuthorization {
    let (r, s) = signature.r_s();
    TokenAuthorization {
        validAfter: U256::ZERO,
        validBefore: U256::from(offer.expires_at),
        v: signature.v(),
        r: r.into(),
        s: s.into(),
    }
}

/// Settles an offer with the signatures of both legs.
#[must_use]
pub fn settle_exchange_call(
    offer: &ExchangeOffer,
    resident: &EvmSignature,
    operator: &EvmSignature,
) -> Bytes {
    ExchangeSettlement::settleCall {
        quote: offer.to_sol(offer.terms_hash()),
        resident: leg(offer, resident),
        operator: leg(offer, operator),
    }
    .abi_encode()
    .into()
}

/// The topic of the contract's event; the next one is the offer's digest.
#[must_use]
pub fn exchanged_topic() -> B256 {
    ExchangeSettlement::Exchanged::SIGNATURE_HASH
}
