//! [EIP-712](https://eips.ethereum.org/EIPS/eip-712) from JSON. Where MetaMask's V4 is lenient (missing fields as zero,
//! fields without a type, odd hex), this refuses.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    format,
    string::String,
    vec::Vec,
};

use alloy_primitives::{Address, B256, keccak256};
use chain::ChainId;
use serde_json::{Map, Value};
use sig::{Digest, digest_of_hashes};

use crate::parse_strict;

mod domain;
mod encode;

pub use domain::TypedDomain;
pub(crate) use encode::unsigned as read_unsigned;

/// Larger requests are not read.
const MOST_BYTES: usize = 64 * 1024;
const MOST_TYPES: usize = 64;
/// More values than this nobody reads before they sign.
const MOST_VALUES: usize = 200;

/// Why typed data is not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypedDataError {
    /// Not unambiguous JSON, too large, or a member missing or too many.
    #[error("not typed data")]
    Malformed,
    /// A type that is not there, or not one of EIP-712.
    #[error("unknown type {0}")]
    UnknownType(String),
    /// Nested too deep.
    #[error("nested too deep")]
    TooDeep,
    /// A value does not fit its type, is missing, or has no type.
    #[error("{0} does not fit its type")]
    Value(String),
    /// An address with a wrong checksum.
    #[error("the checksum of {0} is wrong")]
    Checksum(String),
    /// The domain is not as EIP-712 has it.
    #[error("the domain is not as EIP-712 has it")]
    Domain,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    name: String,
    kind: String,
}

type Types = BTreeMap<String, Vec<Field>>;

/// Typed data of which every value fits its type.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedData {
    types: Types,
    primary: String,
    encoded_type: String,
    domain: TypedDomain,
    message: Map<String, Value>,
    domain_separator: B256,
    message_hash: B256,
}

impl TypedData {
    /// Parses the JSON of `eth_signTypedData_v4` and checks every value.
    ///
    /// # Errors
    /// [`TypedDataError`].
    pub fn parse(text: &str) -> Result<Self, TypedDataError> {
        if text.len() > MOST_BYTES {
            return Err(TypedDataError::Malformed);
        }
        let Ok(Value::Object(mut request)) = parse_strict(text) else {
            return Err(TypedDataError::Malformed);
        };
        let mut take = |name: &str| request.remove(name).ok_or(TypedDataError::Malformed);
        let (types, primary, domain, message) = (
            take("types")?,
            take("primaryType")?,
            take("domain")?,
            take("message")?,
        );
        let (Value::String(primary), Value::Object(domain), Value::Object(message)) =
            (primary, domain, message)
        else {
            return Err(TypedDataError::Malformed);
        };
        if !request.is_empty() {
            return Err(TypedDataError::Malformed);
        }
        let types = read_types(types)?;
        if primary == domain::NAME {
            return Err(TypedDataError::Domain);
        }
        let (domain, domain_separator) = domain::read(&types, &domain)?;
        let encoded_type = encode::encode_type(&types, &primary)?;
        let message_hash = encode::hash_struct(&types, &primary, &message)?;
        let data = Self {
            types,
            primary,
            encoded_type,
            domain,
            message,
            domain_separator,
            message_hash,
        };
        if data.leaves().len() > MOST_VALUES {
            return Err(TypedDataError::Malformed);
        }
        Ok(data)
    }

    /// The primary type's name.
    #[must_use]
    pub fn primary_type(&self) -> &str {
        &self.primary
    }

    /// The primary type with all types it uses, as it is hashed.
    #[must_use]
    pub fn encoded_type(&self) -> &str {
        &self.encoded_type
    }

    /// Who verifies it.
    #[must_use]
    pub const fn domain(&self) -> &TypedDomain {
        &self.domain
    }

    /// The domain separator.
    #[must_use]
    pub const fn domain_separator(&self) -> B256 {
        self.domain_separator
    }

    /// What is signed.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest_of_hashes(self.domain_separator, self.message_hash)
    }

    /// A value by its path.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        rest.iter()
            .try_fold(self.message.get(*first)?, |value, name| value.get(*name))
    }

    /// An address by its path.
    #[must_use]
    pub fn address(&self, path: &[&str]) -> Option<Address> {
        sig::parse_address(self.get(path)?.as_str()?).ok()
    }

    /// An unsigned number by its path.
    #[must_use]
    pub fn number(&self, path: &[&str]) -> Option<alloy_primitives::U256> {
        encode::unsigned(self.get(path)?)
    }

    /// Every value with its path, in the order of the types' fields.
    #[must_use]
    pub fn leaves(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        self.add_members("", &self.primary, &self.message, &mut found);
        found
    }

    fn add_members(
        &self,
        path: &str,
        kind: &str,
        members: &Map<String, Value>,
        found: &mut Vec<(String, String)>,
    ) {
        for field in self.types.get(kind).into_iter().flatten() {
            if let Some(value) = members.get(&field.name) {
                self.add_value(format!("{path}{}", field.name), &field.kind, value, found);
            }
        }
    }

    fn add_value(&self, path: String, kind: &str, value: &Value, found: &mut Vec<(String, String)>) {
        match value {
            Value::Object(members) => self.add_members(&format!("{path}."), kind, members, found),
            Value::Array(items) => {
                let kind = kind.rsplit_once('[').map_or(kind, |(kind, _)| kind);
                for (index, value) in items.iter().enumerate() {
                    self.add_value(format!("{path}[{index}]"), kind, value, found);
                }
            }
            Value::String(text) => found.push((path, text.clone())),
            Value::Null | Value::Bool(_) | Value::Number(_) => found.push((path, format!("{value}"))),
        }
    }

    /// The chain its domain names.
    #[must_use]
    pub const fn chain(&self) -> Option<ChainId> {
        self.domain.chain
    }
}

fn read_types(types: Value) -> Result<Types, TypedDataError> {
    let Value::Object(types) = types else {
        return Err(TypedDataError::Malformed);
    };
    if types.len() > MOST_TYPES {
        return Err(TypedDataError::Malformed);
    }
    types
        .into_iter()
        .map(|(name, fields)| {
            let Value::Array(fields) = fields else {
                return Err(TypedDataError::Malformed);
            };
            if !is_type_name(&name) || encode::is_atomic(&name) {
                return Err(TypedDataError::UnknownType(name));
            }
            let fields = fields
                .into_iter()
                .map(read_field)
                .collect::<Result<Vec<_>, _>>()?;
            let names: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            if names.len() == fields.len() {
                Ok((name, fields))
            } else {
                Err(TypedDataError::Malformed)
            }
        })
        .collect()
}

fn read_field(field: Value) -> Result<Field, TypedDataError> {
    let text = |name: &str| field.get(name).and_then(Value::as_str);
    match (text("name"), text("type"), field.as_object()) {
        (Some(name), Some(kind), Some(members)) if members.len() == 2 && is_field_name(name) => Ok(Field {
            name: name.into(),
            kind: kind.into(),
        }),
        _ => Err(TypedDataError::Malformed),
    }
}

/// Letters, digits, `_` and, in the wild, `:`; nothing that could end a type's name early when it is hashed.
fn is_type_name(name: &str) -> bool {
    name.split(':').all(is_field_name)
}

fn is_field_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn hash(bytes: &[u8]) -> B256 {
    keccak256(bytes)
}

#[cfg(test)]
mod tests;
