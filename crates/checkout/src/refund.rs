use alloc::string::{String, ToString};

use alloy_primitives::{Address, B256};
use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Digest, EvmSignature, SignatureError, Signer, typed_data_digest};
use units::{AssetAmount, Rate, Tiyn};

use crate::{OrderId, typed_data};

/// What a merchant asks its operator to give back. Fixed in tenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundRequest {
    /// Random; the same request again is the same refund.
    pub id: OrderId,
    /// The order that was paid.
    pub order_hash: B256,
    /// How much.
    pub tiyn: Tiyn,
    /// Why, in the merchant's words.
    pub reason: String,
    /// Unix seconds.
    pub requested_at: u64,
}

/// A `RefundRequest` and the merchant's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedRefundRequest {
    /// The request.
    pub request: RefundRequest,
    /// The merchant's order key over its digest.
    pub signature: EvmSignature,
}

/// The operator's word that money was given back, linked to the payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundReceipt {
    /// Of the request.
    pub id: OrderId,
    /// The order.
    pub order_hash: B256,
    /// Who paid, and is paid back.
    pub payer: Address,
    /// In what (CAIP-19).
    pub asset: AssetId,
    /// How much, in base units: the tenge at the rate, rounded down.
    pub amount: AssetAmount,
    /// Whole asset units for one whole tenge, at the time of the refund.
    pub rate: Rate,
    /// How much in tenge.
    pub tiyn: Tiyn,
    /// The part of the operator's fee that came back to the merchant.
    pub fee_tiyn: Tiyn,
    /// The transaction of the payment.
    pub payment: B256,
    /// The transaction of the refund.
    pub transaction: B256,
    /// Unix seconds.
    pub issued_at: u64,
}

/// A `RefundReceipt` and the operator's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedRefundReceipt {
    /// The receipt.
    pub receipt: RefundReceipt,
    /// The operator's quote key over its digest.
    pub signature: EvmSignature,
}

impl RefundRequest {
    /// The EIP-712 digest.
    #[must_use]
    pub fn digest(&self, home_chain: ChainId) -> Digest {
        let data = typed_data::RefundRequest {
            id: self.id.bits(),
            orderHash: self.order_hash,
            tiyn: self.tiyn.into(),
            reason: self.reason.clone(),
            requestedAt: self.requested_at,
        };
        typed_data_digest(&data, &typed_data::order_domain(home_chain))
    }

    /// Signs with the merchant's order key.
    #[must_use]
    pub fn sign(self, home_chain: ChainId, key: &impl Signer) -> SignedRefundRequest {
        let signature = key.sign(&self.digest(home_chain));
        SignedRefundRequest {
            request: self,
            signature,
        }
    }
}

impl SignedRefundRequest {
    /// The key that signed.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn signer(&self, home_chain: ChainId) -> Result<Address, SignatureError> {
        self.signature.recover(&self.request.digest(home_chain))
    }
}

impl RefundReceipt {
    /// The EIP-712 digest.
    #[must_use]
    pub fn digest(&self, home_chain: ChainId) -> Digest {
        let data = typed_data::RefundReceipt {
            id: self.id.bits(),
            orderHash: self.order_hash,
            payer: self.payer,
            asset: self.asset.to_string(),
            amount: self.amount.get(),
            rateNum: self.rate.num(),
            rateDen: self.rate.den(),
            tiyn: self.tiyn.into(),
            feeTiyn: self.fee_tiyn.into(),
            payment: self.payment,
            transaction: self.transaction,
            issuedAt: self.issued_at,
        };
        typed_data_digest(&data, &typed_data::order_domain(home_chain))
    }

    /// Signs with the operator's quote key.
    #[must_use]
    pub fn sign(self, home_chain: ChainId, key: &impl Signer) -> SignedRefundReceipt {
        let signature = key.sign(&self.digest(home_chain));
        SignedRefundReceipt {
            receipt: self,
            signature,
        }
    }
}

impl SignedRefundReceipt {
    /// The key that signed.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn signer(&self, home_chain: ChainId) -> Result<Address, SignatureError> {
        self.signature.recover(&self.receipt.digest(home_chain))
    }
}
