use alloc::string::{String, ToString};

use alloy_primitives::{Address, B256};
use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Digest, EvmSignature, SignatureError, Signer, typed_data_digest};
use units::{AssetAmount, Tiyn};

use crate::typed_data;

/// The merchant's word that an order was paid. A payment confirmation, not a fiscal receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderReceipt {
    /// The order.
    pub order_hash: B256,
    /// Who paid.
    pub payer: Address,
    /// In what (CAIP-19).
    pub asset: AssetId,
    /// How much, in base units.
    pub amount: AssetAmount,
    /// The transaction.
    pub transaction: B256,
    /// The block it is in.
    pub block_number: u64,
    /// The order's total.
    pub total_tiyn: Tiyn,
    /// The order's VAT.
    pub vat_tiyn: Tiyn,
    /// The operator's fee.
    pub fee_tiyn: Tiyn,
    /// The operator.
    pub operator_id: String,
    /// The registry in force.
    pub registry_version: u64,
    /// Whether the payer's signature names this order (nonce rule).
    pub order_bound: bool,
    /// Unix seconds.
    pub issued_at: u64,
}

/// The operator's word that a merchant was credited tenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TengeCredit {
    /// The order.
    pub order_hash: B256,
    /// Who is credited.
    pub merchant_id: String,
    /// The order's total.
    pub total_tiyn: Tiyn,
    /// The operator's fee.
    pub fee_tiyn: Tiyn,
    /// What was credited.
    pub merchant_tiyn: Tiyn,
    /// The transaction that paid for it.
    pub transaction: B256,
    /// Unix seconds.
    pub issued_at: u64,
}

/// An `OrderReceipt` and the merchant's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedReceipt {
    /// The receipt.
    pub receipt: OrderReceipt,
    /// The merchant's order key over its digest.
    pub signature: EvmSignature,
}

/// A `TengeCredit` and the operator's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCredit {
    /// The credit.
    pub credit: TengeCredit,
    /// The operator's quote key over its digest.
    pub signature: EvmSignature,
}

impl OrderReceipt {
    /// The EIP-712 digest.
    #[must_use]
    pub fn digest(&self, home_chain: ChainId) -> Digest {
        let data = typed_data::OrderReceipt {
            orderHash: self.order_hash,
            payer: self.payer,
            asset: self.asset.to_string(),
            amount: self.amount.get(),
            transaction: self.transaction,
            blockNumber: self.block_number,
            totalTiyn: self.total_tiyn.into(),
            vatTiyn: self.vat_tiyn.into(),
            feeTiyn: self.fee_tiyn.into(),
            operatorId: self.operator_id.clone(),
            registryVersion: self.registry_version,
            orderBound: self.order_bound,
            issuedAt: self.issued_at,
        };
        typed_data_digest(&data, &typed_data::order_domain(home_chain))
    }

    /// Signs with the merchant's order key.
    #[must_use]
    pub fn sign(self, home_chain: ChainId, key: &impl Signer) -> SignedReceipt {
        let signature = key.sign(&self.digest(home_chain));
        SignedReceipt {
            receipt: self,
            signature,
        }
    }
}

impl TengeCredit {
    /// The EIP-712 digest.
    #[must_use]
    pub fn digest(&self, home_chain: ChainId) -> Digest {
        let data = typed_data::TengeCredit {
            orderHash: self.order_hash,
            merchantId: self.merchant_id.clone(),
            totalTiyn: self.total_tiyn.into(),
            feeTiyn: self.fee_tiyn.into(),
            merchantTiyn: self.merchant_tiyn.into(),
            transaction: self.transaction,
            issuedAt: self.issued_at,
        };
        typed_data_digest(&data, &typed_data::order_domain(home_chain))
    }

    /// Signs with the operator's quote key.
    #[must_use]
    pub fn sign(self, home_chain: ChainId, key: &impl Signer) -> SignedCredit {
        let signature = key.sign(&self.digest(home_chain));
        SignedCredit {
            credit: self,
            signature,
        }
    }
}

impl SignedReceipt {
    /// The key that signed.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn signer(&self, home_chain: ChainId) -> Result<Address, SignatureError> {
        self.signature.recover(&self.receipt.digest(home_chain))
    }
}

impl SignedCredit {
    /// The key that signed.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn signer(&self, home_chain: ChainId) -> Result<Address, SignatureError> {
        self.signature.recover(&self.credit.digest(home_chain))
    }
}
