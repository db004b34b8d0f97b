//! Calldata and events of `contracts/src/SecurityOffering.sol`. What somebody is owed is asked for and paid out as in
//! deposits: [`crate::owed_call`], [`crate::pay_out_call`].

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall as _, SolEvent as _};
use sig::EvmSignature;

use crate::{
    SignedSubscription,
    offering::typed_data::{SecurityOffering, TokenAuthorization},
};

/// Pays for a subscription with both signatures and gets its units.
#[must_use]
pub fn subscribe_call(signed: &SignedSubscription, investor: &EvmSignature) -> Bytes {
    let (r, s) = investor.r_s();
    SecurityOffering::subscribeCall {
        subscription: signed.subscription.to_sol(),
        registrarSignature: signed.signature.to_bytes().to_vec().into(),
        authorization: TokenAuthorization {
            validAfter: U256::ZERO,
            validBefore: U256::from(signed.payment().valid_before),
            v: investor.v(),
            r: r.into(),
            s: s.into(),
        },
    }
    .abi_encode()
    .into()
}

/// After failure, takes back an investor's units and makes their money payable.
#[must_use]
pub fn refund_units_call(investor: Address) -> Bytes {
    SecurityOffering::refundCall { investor }.abi_encode().into()
}

/// The topic of the event of a paid subscription; the next one is its id.
#[must_use]
pub fn subscribed_topic() -> B256 {
    SecurityOffering::Subscribed::SIGNATURE_HASH
}

/// The topic of the event of a refund; the next one is the investor.
#[must_use]
pub fn refunded_topic() -> B256 {
    SecurityOffering::Refunded::SIGNATURE_HASH
}
