use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{Eip712Domain, SolCall, SolEvent, sol};
use sig::{Digest, EvmSignature, typed_data_digest};
use units::AssetAmount;

sol! {
    interface Token {
        event Transfer(address indexed from, address indexed to, uint256 value);
        event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);

        function balanceOf(address account) external view returns (uint256);
        function DOMAIN_SEPARATOR() external view returns (bytes32);
        function authorizationState(address authorizer, bytes32 nonce) external view returns (bool);
        function transfer(address to, uint256 value) external returns (bool);
        function mint(address to, uint256 value) external;
        function transferWithAuthorization(
            address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce,
            uint8 v, bytes32 r, bytes32 s
        ) external;
    }

    struct TransferWithAuthorization {
        address from;
        address to;
        uint256 value;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 nonce;
    }
}

/// What a payer signs so that somebody else may submit the transfer ([ERC-3009](https://eips.ethereum.org/EIPS/eip-3009)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authorization {
    /// Who pays.
    pub from: Address,
    /// Who is paid.
    pub to: Address,
    /// How much, in base units of the token.
    pub value: AssetAmount,
    /// Unix seconds; valid only later than this.
    pub valid_after: u64,
    /// Unix seconds; valid only earlier than this.
    pub valid_before: u64,
    /// Used once per payer and token.
    pub nonce: B256,
}

/// The EIP-712 domain of a token.
#[must_use]
pub fn token_domain(name: &str, version: &str, chain_id: u64, token: Address) -> Eip712Domain {
    Eip712Domain::new(
        Some(alloc::string::String::from(name).into()),
        Some(alloc::string::String::from(version).into()),
        Some(U256::from(chain_id)),
        Some(token),
        None,
    )
}

/// The digest a payer signs for a transfer with authorization.
#[must_use]
pub fn authorization_digest(authorization: &Authorization, domain: &Eip712Domain) -> Digest {
    let data = TransferWithAuthorization {
        from: authorization.from,
        to: authorization.to,
        value: authorization.value.get(),
        validAfter: U256::from(authorization.valid_after),
        validBefore: U256::from(authorization.valid_before),
        nonce: authorization.nonce,
    };
    typed_data_digest(&data, domain)
}

/// Calldata that submits a signed authorization.
#[must_use]
pub fn transfer_with_authorization_call(authorization: &Authorization, signature: &EvmSignature) -> Bytes {
    let (r, s) = signature.r_s();
    let call = Token::transferWithAuthorizationCall {
        from: authorization.from,
        to: authorization.to,
        value: authorization.value.get(),
        validAfter: U256::from(authorization.valid_after),
        validBefore: U256::from(authorization.valid_before),
        nonce: authorization.nonce,
        v: signature.v(),
        r: r.into(),
        s: s.into(),
    };
    call.abi_encode().into()
}

/// Calldata of `balanceOf`.
#[must_use]
pub fn balance_of_call(account: Address) -> Bytes {
    Token::balanceOfCall { account }.abi_encode().into()
}

/// Calldata of `DOMAIN_SEPARATOR`.
#[must_use]
pub fn domain_separator_call() -> Bytes {
    Token::DOMAIN_SEPARATORCall {}.abi_encode().into()
}

/// Calldata of `authorizationState`. Note that a cancelled authorization counts as used.
#[must_use]
pub fn authorization_state_call(authorizer: Address, nonce: B256) -> Bytes {
    Token::authorizationStateCall { authorizer, nonce }
        .abi_encode()
        .into()
}

/// Calldata of `transfer`.
#[must_use]
pub fn transfer_call(to: Address, value: AssetAmount) -> Bytes {
    Token::transferCall {
        to,
        value: value.get(),
    }
    .abi_encode()
    .into()
}

/// Calldata of the demo tokens' `mint`.
#[must_use]
pub fn mint_call(to: Address, value: AssetAmount) -> Bytes {
    Token::mintCall {
        to,
        value: value.get(),
    }
    .abi_encode()
    .into()
}

/// The first topic of `Transfer(address,address,uint256)`.
#[must_use]
pub const fn transfer_topic() -> B256 {
    Token::Transfer::SIGNATURE_HASH
}

/// The first topic of `AuthorizationUsed(address,bytes32)`.
#[must_use]
pub const fn authorization_used_topic() -> B256 {
    Token::AuthorizationUsed::SIGNATURE_HASH
}

#[cfg(test)]
mod tests {
    use alloy_primitives::b256;
    use alloy_sol_types::SolStruct;

    use super::*;

    /// The hashes printed in ERC-3009 and in its reference implementation.
    #[test]
    fn published_type_hashes_and_topics() {
        let zero = TransferWithAuthorization {
            from: Address::ZERO,
            to: Address::ZERO,
            value: U256::ZERO,
            validAfter: U256::ZERO,
            validBefore: U256::ZERO,
            nonce: B256::ZERO,
        };
        assert_eq!(
            zero.eip712_type_hash(),
            b256!("7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267")
        );
        assert_eq!(
            transfer_topic(),
            b256!("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
        );
        assert_eq!(
            authorization_used_topic(),
            b256!("98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5")
        );
    }
}
