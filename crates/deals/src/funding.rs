use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{Eip712Domain, sol};
use serde::{Deserialize, Serialize};
use sig::{Digest, typed_data_digest};
use units::AssetAmount;

sol! {
    struct ReceiveWithAuthorization {
        address from;
        address to;
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }
}

/// What a side signs so that a contract may take its money, and only that contract
/// ([ERC-3009](https://eips.ethereum.org/EIPS/eip-3009) `receiveWithAuthorization`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiveAuthorization {
    /// Who pays.
    pub from: Address,
    /// The contract that takes the money.
    pub to: Address,
    /// How much, base units of the token.
    pub value: AssetAmount,
    /// Unix seconds; valid only earlier than this.
    pub valid_before: u64,
    /// Binds it to one deal and side.
    pub nonce: B256,
}

/// The digest a payer signs. The authorization is valid from now on (`validAfter` is 0).
#[must_use]
pub fn receive_digest(authorization: &ReceiveAuthorization, token_domain: &Eip712Domain) -> Digest {
    let data = ReceiveWithAuthorization {
        from: authorization.from,
        to: authorization.to,
        value: authorization.value.get(),
        validAfter: U256::ZERO,
        validBefore: U256::from(authorization.valid_before),
        nonce: authorization.nonce,
    };
    typed_data_digest(&data, token_domain)
}
