use alloc::string::{String, ToString};

use alloy_primitives::{Address, B256};
use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::{Digest, EvmSignature, SignatureError, Signer, typed_data_digest};
use units::{AssetAmount, Bps, Rate, Tiyn, UnitError};
use zone::AssetKind;

use crate::typed_data;

/// How long a quote holds, in seconds: 15 minutes for stablecoins, 5 for volatile assets.
#[must_use]
pub const fn lock_seconds(kind: AssetKind) -> u64 {
    match kind {
        AssetKind::Stablecoin => 15 * 60,
        AssetKind::Volatile => 5 * 60,
    }
}

/// Everything of a quote that is not computed.
#[derive(Debug, Clone)]
pub struct QuoteTerms {
    /// The order it is for.
    pub order_hash: B256,
    /// The order's total.
    pub total_tiyn: Tiyn,
    /// What is paid in.
    pub asset: AssetId,
    /// Decimals of the asset.
    pub decimals: u8,
    /// The rate.
    pub rate: Rate,
    /// Where the rate comes from.
    pub rate_source: String,
    /// When it was read, unix seconds.
    pub rate_time: u64,
    /// The operator's fee.
    pub fee_bps: Bps,
    /// The operator's settlement address.
    pub pay_to: Address,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
}

/// A firm offer of an operator to take an asset for an order's tenge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Quote {
    /// The order it is for.
    pub order_hash: B256,
    /// What is paid in (CAIP-19).
    pub asset: AssetId,
    /// How much, in base units.
    pub amount: AssetAmount,
    /// Whole asset units for one whole tenge.
    pub rate: Rate,
    /// Where the rate comes from.
    pub rate_source: String,
    /// When it was read, unix seconds.
    pub rate_time: u64,
    /// The operator's fee.
    pub fee_bps: Bps,
    /// The fee in tiyn, half-up, deducted from the merchant's credit.
    pub fee_tiyn: Tiyn,
    /// What the merchant is credited.
    pub merchant_tiyn: Tiyn,
    /// The operator's settlement address.
    pub pay_to: Address,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds.
    pub expires_at: u64,
}

/// Why a quote's numbers are wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// Amount, fee or credit do not follow from total and rate.
    #[error("the quote's amounts do not follow from the order and the rate")]
    Sum,
    /// Ends before it begins.
    #[error("the quote expires before it was issued")]
    Dates,
    /// A number does not fit.
    #[error(transparent)]
    Unit(#[from] UnitError),
}

impl Quote {
    /// Computes amount, fee and credit: the asset amount is rounded up once on the total, the fee half-up.
    ///
    /// # Errors
    /// [`QuoteError`].
    pub fn new(terms: QuoteTerms) -> Result<Self, QuoteError> {
        if terms.expires_at <= terms.issued_at {
            return Err(QuoteError::Dates);
        }
        let fee_tiyn = terms.fee_bps.of(terms.total_tiyn);
        Ok(Self {
            order_hash: terms.order_hash,
            asset: terms.asset,
            amount: terms.rate.asset_for(terms.total_tiyn, terms.decimals)?,
            rate: terms.rate,
            rate_source: terms.rate_source,
            rate_time: terms.rate_time,
            fee_bps: terms.fee_bps,
            fee_tiyn,
            merchant_tiyn: terms.total_tiyn.checked_sub(fee_tiyn)?,
            pay_to: terms.pay_to,
            issued_at: terms.issued_at,
            expires_at: terms.expires_at,
        })
    }

    /// Recomputes everything that is computed and compares.
    ///
    /// # Errors
    /// [`QuoteError`].
    pub fn check(&self, total_tiyn: Tiyn, decimals: u8) -> Result<(), QuoteError> {
        let recomputed = Self::new(QuoteTerms {
            order_hash: self.order_hash,
            total_tiyn,
            asset: self.asset,
            decimals,
            rate: self.rate,
            rate_source: self.rate_source.clone(),
            rate_time: self.rate_time,
            fee_bps: self.fee_bps,
            pay_to: self.pay_to,
            issued_at: self.issued_at,
            expires_at: self.expires_at,
        })?;
        if recomputed == *self {
            Ok(())
        } else {
            Err(QuoteError::Sum)
        }
    }

    /// The EIP-712 digest of the quote on the zone's home chain.
    #[must_use]
    pub fn digest(&self, home_chain: ChainId) -> Digest {
        let data = typed_data::Quote {
            orderHash: self.order_hash,
            asset: self.asset.to_string(),
            amount: self.amount.get(),
            rateNum: self.rate.num(),
            rateDen: self.rate.den(),
            rateSource: self.rate_source.clone(),
            rateTime: self.rate_time,
            feeBps: self.fee_bps.get(),
            feeTiyn: self.fee_tiyn.into(),
            merchantTiyn: self.merchant_tiyn.into(),
            payTo: self.pay_to,
            issuedAt: self.issued_at,
            expiresAt: self.expires_at,
        };
        typed_data_digest(&data, &typed_data::order_domain(home_chain))
    }

    /// Signs the quote with the operator's quote key.
    #[must_use]
    pub fn sign(self, home_chain: ChainId, key: &impl Signer) -> SignedQuote {
        let signature = key.sign(&self.digest(home_chain));
        SignedQuote {
            quote: self,
            signature,
        }
    }
}

/// A quote and the operator's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedQuote {
    /// The quote.
    pub quote: Quote,
    /// The operator's quote key over its digest.
    pub signature: EvmSignature,
}

impl SignedQuote {
    /// The key that signed.
    ///
    /// # Errors
    /// [`SignatureError`].
    pub fn signer(&self, home_chain: ChainId) -> Result<Address, SignatureError> {
        self.signature.recover(&self.quote.digest(home_chain))
    }
}
