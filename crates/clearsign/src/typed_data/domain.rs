use alloc::string::String;

use alloy_primitives::{Address, B256};
use chain::ChainId;
use serde_json::{Map, Value};

use super::{Field, TypedDataError, Types, encode};

pub(super) const NAME: &str = "EIP712Domain";

/// The members a domain may have, in this order, with these types.
const MEMBERS: [(&str, &str); 5] = [
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
];

/// Who verifies typed data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedDomain {
    /// The protocol's name.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// The chain.
    pub chain: Option<ChainId>,
    /// The contract.
    pub contract: Option<Address>,
    /// A salt.
    pub salt: Option<B256>,
}

/// Reads a domain and hashes it. Its type, where given, must list exactly the members it has, in EIP-712's order.
pub(super) fn read(
    types: &Types,
    domain: &Map<String, Value>,
) -> Result<(TypedDomain, B256), TypedDataError> {
    let fields: alloc::vec::Vec<Field> = MEMBERS
        .iter()
        .filter(|(name, _)| domain.contains_key(*name))
        .map(|(name, kind)| Field {
            name: (*name).into(),
            kind: (*kind).into(),
        })
        .collect();
    if fields.len() != domain.len() || types.get(NAME).is_some_and(|declared| *declared != fields) {
        return Err(TypedDataError::Domain);
    }
    let own = Types::from([(NAME.into(), fields)]);
    let separator = encode::hash_struct(&own, NAME, domain)?;
    let text = |name: &str| domain.get(name).and_then(Value::as_str);
    let chain = match domain.get("chainId") {
        None => None,
        Some(number) => {
            let number = encode::unsigned(number).and_then(|number| u64::try_from(number).ok());
            Some(ChainId::new(number.ok_or(TypedDataError::Domain)?))
        }
    };
    let read = TypedDomain {
        name: text("name").map(Into::into),
        version: text("version").map(Into::into),
        chain,
        contract: text("verifyingContract").and_then(|address| sig::parse_address(address).ok()),
        salt: text("salt").and_then(|salt| salt.parse().ok()),
    };
    Ok((read, separator))
}
