use alloc::vec::Vec;

use alloy_primitives::{Address, B256, Bytes, TxKind, U256};

use crate::ChainId;

/// What a transaction says, whatever its envelope. Amounts in wei.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The chain it is valid on. `None` only for legacy transactions without replay protection.
    pub chain: Option<ChainId>,
    /// The sender's transaction count.
    pub nonce: u64,
    /// Gas units.
    pub gas_limit: u64,
    /// Envelope and price of gas.
    pub pricing: Pricing,
    /// The account called, or creation.
    pub to: TxKind,
    /// Native coin sent along.
    pub value: U256,
    /// Calldata or init code.
    pub input: Bytes,
}

/// Envelope and price of a gas unit, in wei.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pricing {
    /// The first form.
    Legacy {
        /// What is paid.
        gas_price: u128,
    },
    /// EIP-2930.
    AccessList {
        /// What is paid.
        gas_price: u128,
        /// What will be touched.
        access_list: Vec<AccessListItem>,
    },
    /// EIP-1559.
    Dynamic {
        /// Highest total fee.
        max_fee_per_gas: u128,
        /// Highest tip.
        max_priority_fee_per_gas: u128,
        /// What will be touched.
        access_list: Vec<AccessListItem>,
    },
}

impl Pricing {
    /// The most a gas unit may cost.
    #[must_use]
    pub const fn most_per_gas(&self) -> u128 {
        match self {
            Self::Legacy { gas_price } | Self::AccessList { gas_price, .. } => *gas_price,
            Self::Dynamic { max_fee_per_gas, .. } => *max_fee_per_gas,
        }
    }
}

impl Transaction {
    /// The most the sender pays for gas.
    #[must_use]
    pub fn most_gas_fee(&self) -> U256 {
        // 64 × 128 bits.
        U256::from(self.gas_limit) * U256::from(self.pricing.most_per_gas())
    }
}

/// An account and the storage slots of it that a transaction says it will touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessListItem {
    /// The account.
    pub address: Address,
    /// Its slots.
    pub slots: Vec<B256>,
}
