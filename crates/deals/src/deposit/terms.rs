use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{Eip712Domain, SolStruct as _, SolValue as _};
use chain::ChainId;
use serde::{Deserialize, Serialize};
use sig::{Digest, typed_data_digest};
use units::AssetAmount;

use crate::{ReceiveAuthorization, deposit::typed_data};

/// What a deposit is (Civil Code of Kazakhstan, art. 337–338).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DepositKind {
    /// Задаток: the buyer who withdraws loses it, the seller who withdraws returns it double.
    Zadatok,
    /// Аванс: returned, whoever withdraws.
    Avans,
}

/// Who somebody is in a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DepositRole {
    /// Pays the deposit.
    Buyer,
    /// Sells the home; posts the bond of a задаток.
    Seller,
    /// The notary, who decides.
    Arbiter,
}

impl DepositRole {
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Buyer => 0,
            Self::Seller => 1,
            Self::Arbiter => 2,
        }
    }
}

impl DepositKind {
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Zadatok => 0,
            Self::Avans => 1,
        }
    }
}

/// What the contract is told about a deposit. Any other value makes another deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositTerms {
    /// The token.
    pub token: Address,
    /// Pays the deposit.
    pub buyer: Address,
    /// Sells the home.
    pub seller: Address,
    /// Decides.
    pub arbiter: Address,
    /// The deposit, and the bond of a задаток, in base units.
    pub amount: AssetAmount,
    /// Задаток or аванс.
    pub kind: DepositKind,
    /// Hash of the agreement that the parties read.
    pub agreement_hash: B256,
    /// Unix seconds; the money must be complete before.
    pub funding_deadline: u64,
    /// Unix seconds; the sale is to be made until then.
    pub closing_deadline: u64,
    /// Tells deposits with the same terms apart.
    pub salt: B256,
}

/// The EIP-712 domain of a deposit contract.
#[must_use]
pub fn deposit_domain(chain: ChainId, contract: Address) -> Eip712Domain {
    chain::token_domain("CryptoCity Deposit", "1", chain.number(), contract)
}

impl DepositTerms {
    pub(super) fn to_sol(self) -> typed_data::Terms {
        typed_data::Terms {
            token: self.token,
            buyer: self.buyer,
            seller: self.seller,
            arbiter: self.arbiter,
            amount: self.amount.get(),
            kind: self.kind.code(),
            agreementHash: self.agreement_hash,
            fundingDeadline: self.funding_deadline,
            closingDeadline: self.closing_deadline,
            salt: self.salt,
        }
    }

    /// The hash of the terms: their EIP-712 struct hash.
    #[must_use]
    pub fn terms_hash(self) -> B256 {
        self.to_sol().eip712_hash_struct()
    }

    /// The id of the deposit, which is the digest that buyer, seller and arbiter sign.
    #[must_use]
    pub fn id(self, chain: ChainId, contract: Address) -> Digest {
        typed_data_digest(&self.to_sol(), &deposit_domain(chain, contract))
    }

    /// The address of a side.
    #[must_use]
    pub const fn party(&self, role: DepositRole) -> Address {
        match role {
            DepositRole::Buyer => self.buyer,
            DepositRole::Seller => self.seller,
            DepositRole::Arbiter => self.arbiter,
        }
    }

    /// Which side an address is.
    #[must_use]
    pub fn role_of(&self, address: Address) -> Option<DepositRole> {
        [DepositRole::Buyer, DepositRole::Seller, DepositRole::Arbiter]
            .into_iter()
            .find(|role| self.party(*role) == address)
    }

    /// The nonce of a side's token authorization:
    /// `keccak256(abi.encode(chainId, contract, id, role, termsHash))`.
    #[must_use]
    pub fn funding_nonce(self, chain: ChainId, contract: Address, role: DepositRole) -> B256 {
        let parts = (
            U256::from(chain.number()),
            contract,
            self.id(chain, contract).to_b256(),
            U256::from(role.code()),
            self.terms_hash(),
        );
        alloy_primitives::keccak256(parts.abi_encode())
    }

    /// What the buyer signs to pay, or the seller to bond. It ends with the funding deadline.
    #[must_use]
    pub fn funding(self, chain: ChainId, contract: Address, role: DepositRole) -> ReceiveAuthorization {
        ReceiveAuthorization {
            from: self.party(role),
            to: contract,
            value: self.amount,
            valid_before: self.funding_deadline,
            nonce: self.funding_nonce(chain, contract, role),
        }
    }
}
