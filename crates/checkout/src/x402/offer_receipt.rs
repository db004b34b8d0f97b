use alloc::{
    format,
    string::{String, ToString},
};

use alloy_primitives::{Address, B256, U256};
use serde::{Deserialize, Serialize};
use sig::{Digest, EvmSignature, SignatureError, Signer, typed_data_digest};

use crate::{typed_data, x402::PaymentRequirements};

/// The name of the extension.
pub const OFFER_RECEIPT: &str = "offer-receipt";

/// What a server offers, so that a generic x402 client can hold it to its word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// 1.
    pub version: u64,
    /// What is paid for.
    pub resource_url: String,
    /// `exact`.
    pub scheme: String,
    /// CAIP-2.
    pub network: String,
    /// Token contract.
    pub asset: String,
    /// Payee.
    pub pay_to: String,
    /// Base units.
    pub amount: String,
    /// Unix seconds, 0 for never.
    pub valid_until: u64,
}

/// The x402 receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct X402Receipt {
    /// 1.
    pub version: u64,
    /// CAIP-2.
    pub network: String,
    /// What was paid for.
    pub resource_url: String,
    /// Who paid.
    pub payer: String,
    /// Unix seconds.
    pub issued_at: u64,
    /// Transaction hash.
    pub transaction: String,
}

/// An offer and its signature, as the extension writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedOffer {
    /// `eip712`.
    pub format: String,
    /// Which entry of `accepts`.
    pub accept_index: usize,
    /// The offer.
    pub payload: Offer,
    /// Over its digest.
    pub signature: EvmSignature,
}

/// An x402 receipt and its signature, as the extension writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedX402Receipt {
    /// `eip712`.
    pub format: String,
    /// The receipt.
    pub payload: X402Receipt,
    /// Over its digest.
    pub signature: EvmSignature,
}

impl Offer {
    /// The offer of one way to pay.
    #[must_use]
    pub fn new(resource_url: &str, requirements: &PaymentRequirements, valid_until: u64) -> Self {
        Self {
            version: 1,
            resource_url: resource_url.into(),
            scheme: requirements.scheme.clone(),
            network: requirements.network.clone(),
            asset: requirements.asset.clone(),
            pay_to: requirements.pay_to.clone(),
            amount: requirements.amount.to_string(),
            valid_until,
        }
    }

    /// The EIP-712 digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let data = typed_data::Offer {
            version: U256::from(self.version),
            resourceUrl: self.resource_url.clone(),
            scheme: self.scheme.clone(),
            network: self.network.clone(),
            asset: self.asset.clone(),
            payTo: self.pay_to.clone(),
            amount: self.amount.clone(),
            validUntil: U256::from(self.valid_until),
        };
        typed_data_digest(&data, &typed_data::offer_domain())
    }

    /// Signs with the operator's quote key.
    #[must_use]
    pub fn sign(self, accept_index: usize, key: &impl Signer) -> SignedOffer {
        let signature = key.sign(&self.digest());
        SignedOffer {
            format: "eip712".into(),
            accept_index,
            payload: self,
            signature,
        }
    }
}

impl X402Receipt {
    /// The receipt of a payment.
    #[must_use]
    pub fn new(network: &str, resource_url: &str, payer: Address, transaction: B256, issued_at: u64) -> Self {
        Self {
            version: 1,
            network: network.into(),
            resource_url: resource_url.into(),
            payer: payer.to_checksum(None),
            issued_at,
            transaction: format!("{transaction}"),
        }
    }

    /// The EIP-712 digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let data = typed_data::Receipt {
            version: U256::from(self.version),
            network: self.network.clone(),
            resourceUrl: self.resource_url.clone(),
            payer: self.payer.clone(),
            issuedAt: U256::from(self.issued_at),
            transaction: self.transaction.clone(),
        };
        typed_data_digest(&data, &typed_data::receipt_domain())
    }

    /// Signs with the operator's quote key.
    #[must_use]
    pub fn sign(self, key: &impl Signer) -> SignedX402Receipt {
        let signature = key.sign(&self.digest());
        SignedX402Receipt {
            format: "eip712".into(),
            payload: self,
            signature,
        }
    }
}

impl SignedX402Receipt {
    /// The key that signed.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn signer(&self) -> Result<Address, SignatureError> {
        self.signature.recover(&self.payload.digest())
    }
}
