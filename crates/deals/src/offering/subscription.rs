use alloc::string::String;

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{Eip712Domain, SolStruct as _, SolValue as _};
use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Digest, EvmSignature, Signer, typed_data_digest};
use units::AssetAmount;

use crate::{ReceiveAuthorization, offering::typed_data};

/// What the contract calls the one payment of a subscription.
const PAYMENT: u8 = 0;

/// An order for units of an offering. Any other value makes another subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Who pays and gets the units.
    pub investor: Address,
    /// How many; they are whole.
    pub units: u64,
    /// What they cost, base units of the payment token.
    pub amount: AssetAmount,
    /// Hash of the document that the investor was shown.
    pub documents_hash: B256,
    /// Unix seconds; earlier than this it can be paid.
    pub expires_at: u64,
    /// Tells subscriptions with the same content apart.
    pub salt: B256,
}

/// The EIP-712 domain of an offering's contract.
#[must_use]
pub fn offering_domain(chain: ChainId, contract: Address) -> Eip712Domain {
    chain::token_domain("CryptoCity Offering", "1", chain.number(), contract)
}

impl Subscription {
    pub(super) const fn to_sol(self) -> typed_data::Subscription {
        typed_data::Subscription {
            investor: self.investor,
            units: U256::from_limbs([self.units, 0, 0, 0]),
            amount: self.amount.get(),
            documentsHash: self.documents_hash,
            expiresAt: self.expires_at,
            salt: self.salt,
        }
    }

    /// The digest that the registrar signs, which is also the subscription's id in the contract.
    #[must_use]
    pub fn digest(self, chain: ChainId, contract: Address) -> Digest {
        typed_data_digest(&self.to_sol(), &offering_domain(chain, contract))
    }

    /// What the investor signs so that the contract may take the money of this subscription and of no other. It ends
    /// with the subscription.
    #[must_use]
    pub fn payment(self, chain: ChainId, contract: Address) -> ReceiveAuthorization {
        let parts = (
            U256::from(chain.number()),
            contract,
            self.digest(chain, contract).to_b256(),
            U256::from(PAYMENT),
            self.to_sol().eip712_hash_struct(),
        );
        ReceiveAuthorization {
            from: self.investor,
            to: contract,
            value: self.amount,
            valid_before: self.expires_at,
            nonce: keccak256(parts.abi_encode()),
        }
    }
}

/// A subscription, where it belongs, and the registrar's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedSubscription {
    /// The offering's identifier in the catalogue.
    pub offering: String,
    /// The registrar's identifier in the registry.
    pub operator_id: String,
    /// The offering's contract, which is part of what is signed.
    pub contract: Address,
    /// What is paid with (CAIP-19); its chain is part of what is signed.
    pub asset: AssetId,
    /// What is subscribed.
    pub subscription: Subscription,
    /// The registrar's quote key over the subscription's digest.
    pub signature: EvmSignature,
}

impl SignedSubscription {
    /// Signs a subscription with the registrar's quote key.
    #[must_use]
    pub fn new(
        (offering, operator_id): (String, String),
        contract: Address,
        asset: AssetId,
        subscription: Subscription,
        key: &impl Signer,
    ) -> Self {
        Self {
            offering,
            operator_id,
            contract,
            asset,
            subscription,
            signature: key.sign(&subscription.digest(asset.chain, contract)),
        }
    }

    /// The id in the contract.
    #[must_use]
    pub fn id(&self) -> B256 {
        self.digest().to_b256()
    }

    /// What the registrar signed.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.subscription.digest(self.asset.chain, self.contract)
    }

    /// What the investor signs.
    #[must_use]
    pub fn payment(&self) -> ReceiveAuthorization {
        self.subscription.payment(self.asset.chain, self.contract)
    }
}
