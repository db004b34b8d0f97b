use alloc::string::{String, ToString};
use core::{fmt, str::FromStr};

use alloy_primitives::Address;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sig::parse_address;

/// Why a text is not an identifier of a chain or an asset that this product knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a CAIP identifier of an EVM chain or token: {0:?}")]
pub struct ParseCaipError(String);

/// An EVM chain, written `eip155:<number>` ([CAIP-2](https://chainagnostic.org/CAIPs/caip-2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChainId(u64);

impl ChainId {
    /// Takes the chain's number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The chain's number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ChainId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "eip155:{}", self.0)
    }
}

impl FromStr for ChainId {
    type Err = ParseCaipError;

    fn from_str(text: &str) -> Result<Self, ParseCaipError> {
        text.strip_prefix("eip155:")
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0'))
            .and_then(|digits| digits.parse().ok())
            .map(Self)
            .ok_or_else(|| ParseCaipError(text.into()))
    }
}

/// An ERC-20 token, written `eip155:<number>/erc20:<address>` ([CAIP-19](https://chainagnostic.org/CAIPs/caip-19)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AssetId {
    /// The chain the token lives on.
    pub chain: ChainId,
    /// The token contract.
    pub token: Address,
}

impl fmt::Display for AssetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/erc20:{}", self.chain, self.token)
    }
}

impl FromStr for AssetId {
    type Err = ParseCaipError;

    fn from_str(text: &str) -> Result<Self, ParseCaipError> {
        let refuse = || ParseCaipError(text.into());
        let (chain, token) = text.split_once("/erc20:").ok_or_else(refuse)?;
        Ok(Self {
            chain: chain.parse()?,
            token: parse_address(token).map_err(|_| refuse())?,
        })
    }
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.to_string())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}
as_text!(ChainId, AssetId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_round_trip() {
        let text = "eip155:31337/erc20:0x5FbDB2315678afecb367f032d93F642f64180aa3";
        assert_eq!(text.parse::<AssetId>().unwrap().to_string(), text);
        assert_eq!(
            "eip155:18446744073709551615".parse::<ChainId>().unwrap().number(),
            u64::MAX
        );
    }

    #[test]
    fn loose_forms_are_refused() {
        for text in [
            "1",
            "eip155:",
            "eip155:01",
            "eip155:0x1",
            "eip155:+1",
            "bip122:1",
            "eip155:18446744073709551616",
        ] {
            assert!(text.parse::<ChainId>().is_err(), "{text}");
        }
        for text in [
            "eip155:1/slip44:60",
            "eip155:1/erc20:0x5fBDB2315678afecb367f032d93F642f64180aa3",
        ] {
            assert!(text.parse::<AssetId>().is_err(), "{text}");
        }
    }
}
