use alloc::string::String;

use alloy_sol_types::{Eip712Domain, sol};
use chain::ChainId;
use serde::{Deserialize, Serialize};
use sig::{Address, B256, Digest, EvmSignature, typed_data_digest};

mod typed {
    use super::sol;

    sol! {
        struct AddressProof {
            address account;
            string operatorId;
            string purpose;
            bytes32 challenge;
            uint64 issuedAt;
            uint64 expiresAt;
        }
    }
}

/// "This address is mine", told to one operator for one purpose (travel rule,
/// [FATF recommendation 16](https://www.fatf-gafi.org/en/publications/Fatfrecommendations/update-Recommendation-16-payment-transparency-june-2025.html)).
/// It moves nothing and is worthless to anybody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressProof {
    /// Whose address.
    pub account: Address,
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// What for, in the operator's words.
    pub purpose: String,
    /// The operator's random number, against replays.
    pub challenge: B256,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
}

/// The EIP-712 domain of proofs.
#[must_use]
pub fn proof_domain(home: ChainId) -> Eip712Domain {
    Eip712Domain::new(
        Some("CryptoCity Address Proof".into()),
        Some("1".into()),
        Some(alloy_primitives::U256::from(home.number())),
        None,
        None,
    )
}

impl AddressProof {
    /// The digest that is signed.
    #[must_use]
    pub fn digest(&self, home: ChainId) -> Digest {
        let data = typed::AddressProof {
            account: self.account,
            operatorId: self.operator_id.clone(),
            purpose: self.purpose.clone(),
            challenge: self.challenge,
            issuedAt: self.issued_at,
            expiresAt: self.expires_at,
        };
        typed_data_digest(&data, &proof_domain(home))
    }

    /// Whether the account signed this, at a time when it holds.
    #[must_use]
    pub fn holds(&self, home: ChainId, signature: &EvmSignature, now: u64) -> bool {
        now < self.expires_at && signature.recover(&self.digest(home)) == Ok(self.account)
    }
}
