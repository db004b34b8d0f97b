//! Calldata of `contracts/src/PropertyDeposit.sol`.

use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall as _, SolValue as _};
use sig::EvmSignature;
use units::AssetAmount;

use crate::{
    DepositAction, DepositDecision, DepositRole, DepositState, DepositStatus, DepositTerms,
    ReceiveAuthorization,
    deposit::typed_data::{Deposit, PropertyDeposit, TokenAuthorization},
};

fn bytes(signature: &EvmSignature) -> Bytes {
    signature.to_bytes().to_vec().into()
}

/// Opens a deposit with the three signatures over its id.
#[must_use]
pub fn open_call(
    terms: &DepositTerms,
    buyer: &EvmSignature,
    seller: &EvmSignature,
    arbiter: &EvmSignature,
) -> Bytes {
    PropertyDeposit::openCall {
        terms: terms.to_sol(),
        buyerSignature: bytes(buyer),
        sellerSignature: bytes(seller),
        arbiterSignature: bytes(arbiter),
    }
    .abi_encode()
    .into()
}

/// Pays in by a signed authorization.
#[must_use]
pub fn fund_call(
    terms: &DepositTerms,
    role: DepositRole,
    authorization: &ReceiveAuthorization,
    signature: &EvmSignature,
) -> Bytes {
    let (r, s) = signature.r_s();
    PropertyDeposit::fundCall {
        terms: terms.to_sol(),
        role: role.code(),
        authorization: TokenAuthorization {
            validAfter: U256::ZERO,
            validBefore: U256::from(authorization.valid_before),
            v: signature.v(),
            r: r.into(),
            s: s.into(),
        },
    }
    .abi_encode()
    .into()
}

/// Submits a signed action of buyer or seller.
#[must_use]
pub fn relay_action_call(
    terms: &DepositTerms,
    role: DepositRole,
    action: DepositAction,
    deadline: u64,
    signature: &EvmSignature,
) -> Bytes {
    PropertyDeposit::actForCall {
        terms: terms.to_sol(),
        role: role.code(),
        action: action.code(),
        deadline: U256::from(deadline),
        signature: bytes(signature),
    }
    .abi_encode()
    .into()
}

/// Submits a signed decision of the notary.
#[must_use]
pub fn relay_decision_call(
    terms: &DepositTerms,
    decision: DepositDecision,
    deadline: u64,
    signature: &EvmSignature,
) -> Bytes {
    PropertyDeposit::decideForCall {
        terms: terms.to_sol(),
        outcome: decision.outcome().code(),
        deadline: U256::from(deadline),
        signature: bytes(signature),
    }
    .abi_encode()
    .into()
}

/// Ends a deposit whose time is over.
#[must_use]
pub fn expire_call(terms: &DepositTerms) -> Bytes {
    PropertyDeposit::expireCall {
        terms: terms.to_sol(),
    }
    .abi_encode()
    .into()
}

/// Pays an account what it is owed.
#[must_use]
pub fn pay_out_call(token: Address, account: Address) -> Bytes {
    PropertyDeposit::payOutCall { token, account }.abi_encode().into()
}

/// Asks for the state of a deposit.
#[must_use]
pub fn deposits_call(id: B256) -> Bytes {
    PropertyDeposit::depositsCall { id }.abi_encode().into()
}

/// Asks what an account is owed.
#[must_use]
pub fn owed_call(token: Address, account: Address) -> Bytes {
    PropertyDeposit::owedCall { token, account }.abi_encode().into()
}

/// Reads the answer to [`deposits_call`], `None` when it is not one.
#[must_use]
pub fn read_deposit(answer: &[u8]) -> Option<DepositState> {
    let deposit = Deposit::abi_decode_validate(answer).ok()?;
    Some(DepositState {
        status: DepositStatus::from_code(deposit.status)?,
        funded: deposit.funded,
        bonded: deposit.bonded,
        buyer_agrees: deposit.buyerAgrees,
        seller_agrees: deposit.sellerAgrees,
        buyer_nonce: deposit.buyerNonce,
        seller_nonce: deposit.sellerNonce,
        arbiter_nonce: deposit.arbiterNonce,
    })
}

/// Reads the answer to [`owed_call`], `None` when it is not one.
#[must_use]
pub fn read_owed(answer: &[u8]) -> Option<AssetAmount> {
    U256::abi_decode_validate(answer).ok().map(AssetAmount::new)
}
