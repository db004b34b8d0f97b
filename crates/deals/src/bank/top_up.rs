use alloc::string::String;

use alloy_primitives::{Address, B256};
use chain::{AssetId, ChainId};
use serde::{Deserialize, Serialize};
use sig::Signer;
use units::{AssetAmount, Bps, Rate, Tiyn, UnitError};
use zone::{Asset, Bin, Operator, Registry, check_limit};

use super::{BankQuoteError, Iban, QuotedRate, quote};
use crate::{
    SignedPaper,
    paper::{self, Head, Paper, VERSION},
};

/// Where tenge are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BankDetails {
    /// Whose account it is.
    pub beneficiary: String,
    /// Business identification number.
    pub bin: Bin,
    /// The bank's name.
    pub bank: String,
    /// The account.
    pub iban: Iban,
    /// A demonstration: there is no such account and no money moves.
    pub simulated: bool,
}

/// Everything of a top-up that is not computed.
#[derive(Debug, Clone)]
pub struct TopUpTerms {
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// Who gets the asset.
    pub resident: Address,
    /// The operator's settlement address, which sends it.
    pub operator: Address,
    /// What is bought.
    pub asset: AssetId,
    /// Its decimals.
    pub decimals: u8,
    /// The tenge that are sent to the operator.
    pub paid_tiyn: Tiyn,
    /// What is quoted by.
    pub quoted: QuotedRate,
    /// What the transfer must name.
    pub reference: String,
    /// Where the tenge go.
    pub pay_to: BankDetails,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; earlier than this the tenge must be there.
    pub expires_at: u64,
    /// Tells quotes with the same content apart.
    pub salt: B256,
}

/// A firm quote: tenge by bank transfer for an asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TopUpQuote {
    /// Version of this document's form: 1.
    pub version: u32,
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// Who gets the asset.
    pub resident: Address,
    /// The operator's settlement address, which sends it.
    pub operator: Address,
    /// What is bought (CAIP-19).
    pub asset: AssetId,
    /// The tenge that are sent to the operator.
    pub paid_tiyn: Tiyn,
    /// The operator's fee, of the tenge.
    pub fee_bps: Bps,
    /// The fee in tiyn, half-up.
    pub fee_tiyn: Tiyn,
    /// Whole units of the asset for one tenge.
    pub rate: Rate,
    /// What the resident gets, base units, rounded down.
    pub amount: AssetAmount,
    /// Where the rate comes from.
    pub rate_source: String,
    /// When it was read, unix seconds.
    pub rate_time: u64,
    /// What the transfer must name.
    pub reference: String,
    /// Where the tenge go.
    pub pay_to: BankDetails,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; earlier than this the tenge must be there.
    pub expires_at: u64,
    /// Tells quotes with the same content apart.
    pub salt: B256,
}

impl Paper for TopUpQuote {
    const KIND: &'static str = "top-up";

    fn head(&self) -> Head<'_> {
        Head {
            version: self.version,
            operator_id: &self.operator_id,
            account: self.resident,
            issued_at: self.issued_at,
            expires_at: self.expires_at,
        }
    }
}

impl TopUpQuote {
    /// Computes a quote.
    ///
    /// # Errors
    /// [`UnitError`].
    pub fn new(terms: TopUpTerms) -> Result<Self, UnitError> {
        let TopUpTerms { quoted, .. } = terms;
        let (fee_tiyn, amount) = compute(terms.paid_tiyn, quoted.fee_bps, quoted.rate, terms.decimals)?;
        Ok(Self {
            version: VERSION,
            operator_id: terms.operator_id,
            resident: terms.resident,
            operator: terms.operator,
            asset: terms.asset,
            paid_tiyn: terms.paid_tiyn,
            fee_bps: quoted.fee_bps,
            fee_tiyn,
            rate: quoted.rate,
            amount,
            rate_source: quoted.source,
            rate_time: quoted.time,
            reference: terms.reference,
            pay_to: terms.pay_to,
            issued_at: terms.issued_at,
            expires_at: terms.expires_at,
            salt: terms.salt,
        })
    }

    /// The quote's name.
    #[must_use]
    pub fn hash(&self, home: ChainId) -> B256 {
        self.digest_in(home).to_b256()
    }

    /// Signs it with the operator's quote key.
    #[must_use]
    pub fn sign(&self, home: ChainId, key: &impl Signer) -> SignedPaper {
        self.sign_in(home, key)
    }
}

fn compute(paid: Tiyn, fee_bps: Bps, rate: Rate, decimals: u8) -> Result<(Tiyn, AssetAmount), UnitError> {
    let fee = fee_bps.of(paid);
    Ok((fee, rate.asset_within(paid.checked_sub(fee)?, decimals)?))
}

/// A quote that may be paid.
#[derive(Debug, Clone)]
pub struct OpenedTopUp<'a> {
    /// What is quoted.
    pub quote: TopUpQuote,
    /// Its name.
    pub hash: B256,
    /// Who quotes.
    pub operator: &'a Operator,
    /// What is got.
    pub asset: &'a Asset,
}

/// Checks a quote against a verified registry, for an account, at a time in unix seconds.
///
/// # Errors
/// [`BankQuoteError`].
pub fn open_top_up<'a>(
    signed: &SignedPaper,
    registry: &'a Registry,
    account: Address,
    now: u64,
) -> Result<OpenedTopUp<'a>, BankQuoteError> {
    let (quote, key) = paper::read::<TopUpQuote>(signed, registry.home_chain)?;
    let named = (quote.operator_id.as_str(), quote.operator);
    let (operator, asset) = quote::check(registry, key, named, quote.fee_bps, quote.asset, now)?;
    if quote.amount.get().is_zero() || quote.operator == account {
        return Err(BankQuoteError::Nothing);
    }
    if compute(quote.paid_tiyn, quote.fee_bps, quote.rate, asset.decimals)
        != Ok((quote.fee_tiyn, quote.amount))
    {
        return Err(BankQuoteError::Sum);
    }
    check_limit(registry, quote.paid_tiyn)?;
    paper::check_head(&quote, account, now)?;
    Ok(OpenedTopUp {
        hash: quote.hash(registry.home_chain),
        quote,
        operator,
        asset,
    })
}
