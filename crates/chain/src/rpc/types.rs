use alloc::vec::Vec;

use alloy_primitives::{Address, B256, Bytes, U64};
use serde::{Deserialize, Serialize};

/// What the node knows of a mined transaction.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// The transaction's hash.
    #[serde(rename = "transactionHash")]
    pub transaction: B256,
    /// Whether it was carried out (status 1).
    #[serde(rename = "status", deserialize_with = "status")]
    pub succeeded: bool,
    /// The block's number.
    #[serde(deserialize_with = "quantity")]
    pub block_number: u64,
    /// The block's hash.
    pub block_hash: B256,
    /// The address of a created contract.
    #[serde(rename = "contractAddress")]
    pub contract: Option<Address>,
    /// What the contracts logged.
    pub logs: Vec<Log>,
}

/// One log entry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Log {
    /// The contract that logged.
    pub address: Address,
    /// The event and its indexed fields.
    pub topics: Vec<B256>,
    /// The other fields, ABI-encoded.
    pub data: Bytes,
    /// The transaction it happened in.
    #[serde(rename = "transactionHash")]
    pub transaction: B256,
    /// The block's number.
    #[serde(deserialize_with = "quantity")]
    pub block_number: u64,
}

/// Which logs to look for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogFilter {
    /// The contract.
    pub address: Address,
    /// The topics, in order; `None` is any.
    pub topics: Vec<Option<B256>>,
    /// First block.
    #[serde(serialize_with = "as_quantity")]
    pub from_block: u64,
}

/// Fees for the next block, in wei a gas unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeSuggestion {
    /// Highest total fee.
    pub max_fee_per_gas: u128,
    /// Highest tip.
    pub max_priority_fee_per_gas: u128,
}

fn quantity<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    U64::deserialize(deserializer).map(|value| value.to())
}

fn status<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    quantity(deserializer).map(|status| status == 1)
}

fn as_quantity<S: serde::Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    U64::from(*value).serialize(serializer)
}
