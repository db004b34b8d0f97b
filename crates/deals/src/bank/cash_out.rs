use alloc::string::{String, ToString as _};

use alloy_primitives::{Address, B256, keccak256};
use chain::{AssetId, Authorization, ChainId};
use serde::{Deserialize, Serialize};
use sig::Signer;
use units::{AssetAmount, Bps, Rate, Tiyn, UnitError};
use zone::{Asset, Operator, Registry, check_limit};

use super::{BankQuoteError, Iban, QuotedRate, quote};
use crate::{
    SignedPaper,
    paper::{self, Head, Paper, VERSION},
};

const NONCE: &[u8] = b"cryptocity/cash-out-nonce/1";
const ACCOUNT: &[u8] = b"cryptocity/cash-out-account/1";

/// Everything of a cash-out that is not computed.
#[derive(Debug, Clone)]
pub struct CashOutTerms {
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// Who gives the asset.
    pub resident: Address,
    /// The operator's settlement address, which gets it.
    pub operator: Address,
    /// What is sold.
    pub asset: AssetId,
    /// Its decimals.
    pub decimals: u8,
    /// How much, base units.
    pub amount: AssetAmount,
    /// What is quoted by.
    pub quoted: QuotedRate,
    /// Where the tenge go.
    pub iban: Iban,
    /// Nothing is sent to a bank: a demonstration.
    pub simulated: bool,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; earlier than this it can be settled.
    pub expires_at: u64,
    /// Tells quotes with the same content apart.
    pub salt: B256,
}

/// A firm quote: an asset for tenge to a bank account. The account stands in it as a hash and four signs, so that a receipt
/// can be shown around.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CashOutQuote {
    /// Version of this document's form: 1.
    pub version: u32,
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// Who gives the asset.
    pub resident: Address,
    /// The operator's settlement address, which gets it.
    pub operator: Address,
    /// What is sold (CAIP-19).
    pub asset: AssetId,
    /// How much, base units.
    pub amount: AssetAmount,
    /// Whole units of the asset for one tenge.
    pub rate: Rate,
    /// Worth of what is given, in tiyn, rounded down.
    pub worth_tiyn: Tiyn,
    /// The operator's fee, of the worth.
    pub fee_bps: Bps,
    /// The fee in tiyn, half-up.
    pub fee_tiyn: Tiyn,
    /// What arrives at the bank.
    pub paid_tiyn: Tiyn,
    /// Keccak-256 of salt and account.
    pub iban_hash: B256,
    /// Its last four signs.
    pub iban_ending: String,
    /// Nothing is sent to a bank: a demonstration.
    pub simulated: bool,
    /// Where the rate comes from.
    pub rate_source: String,
    /// When it was read, unix seconds.
    pub rate_time: u64,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; earlier than this it can be settled.
    pub expires_at: u64,
    /// Tells quotes with the same content apart.
    pub salt: B256,
}

impl Paper for CashOutQuote {
    const KIND: &'static str = "cash-out";

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

impl CashOutQuote {
    /// Computes a quote.
    ///
    /// # Errors
    /// [`UnitError`].
    pub fn new(terms: CashOutTerms) -> Result<Self, UnitError> {
        let quoted = terms.quoted;
        let (worth_tiyn, fee_tiyn, paid_tiyn) =
            compute(terms.amount, quoted.fee_bps, quoted.rate, terms.decimals)?;
        Ok(Self {
            version: VERSION,
            operator_id: terms.operator_id,
            resident: terms.resident,
            operator: terms.operator,
            asset: terms.asset,
            amount: terms.amount,
            rate: quoted.rate,
            worth_tiyn,
            fee_bps: quoted.fee_bps,
            fee_tiyn,
            paid_tiyn,
            iban_hash: hash_account(terms.salt, &terms.iban),
            iban_ending: terms.iban.ending().to_string(),
            simulated: terms.simulated,
            rate_source: quoted.source,
            rate_time: quoted.time,
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

    /// What the resident signs so that the operator may take what is given, for this quote and no other. It ends with the
    /// quote.
    #[must_use]
    pub fn authorization(&self, home: ChainId) -> Authorization {
        Authorization {
            from: self.resident,
            to: self.operator,
            value: self.amount,
            valid_after: 0,
            valid_before: self.expires_at,
            nonce: keccak256([NONCE, self.hash(home).as_slice()].concat()),
        }
    }

    /// Whether the quote is for this bank account.
    #[must_use]
    pub fn is_for(&self, iban: &Iban) -> bool {
        self.iban_hash == hash_account(self.salt, iban) && self.iban_ending == iban.ending()
    }
}

fn hash_account(salt: B256, iban: &Iban) -> B256 {
    keccak256([ACCOUNT, salt.as_slice(), iban.as_str().as_bytes()].concat())
}

fn compute(
    amount: AssetAmount,
    fee_bps: Bps,
    rate: Rate,
    decimals: u8,
) -> Result<(Tiyn, Tiyn, Tiyn), UnitError> {
    let worth = rate.tiyn_for(amount, decimals)?;
    let fee = fee_bps.of(worth);
    Ok((worth, fee, worth.checked_sub(fee)?))
}

/// A quote that may be accepted.
#[derive(Debug, Clone)]
pub struct OpenedCashOut<'a> {
    /// What is quoted.
    pub quote: CashOutQuote,
    /// Its name.
    pub hash: B256,
    /// Who quotes.
    pub operator: &'a Operator,
    /// What is given.
    pub asset: &'a Asset,
}

/// Checks a quote against a verified registry, for an account at the chain and one at a bank, at a time in unix seconds.
///
/// # Errors
/// [`BankQuoteError`].
pub fn open_cash_out<'a>(
    signed: &SignedPaper,
    registry: &'a Registry,
    (account, iban): (Address, &Iban),
    now: u64,
) -> Result<OpenedCashOut<'a>, BankQuoteError> {
    let (quote, key) = paper::read::<CashOutQuote>(signed, registry.home_chain)?;
    let named = (quote.operator_id.as_str(), quote.operator);
    let (operator, asset) = quote::check(registry, key, named, quote.fee_bps, quote.asset, now)?;
    if quote.amount.get().is_zero() || quote.paid_tiyn == Tiyn::default() || quote.operator == account {
        return Err(BankQuoteError::Nothing);
    }
    if !quote.is_for(iban) {
        return Err(BankQuoteError::OtherIban);
    }
    let sums = (quote.worth_tiyn, quote.fee_tiyn, quote.paid_tiyn);
    if compute(quote.amount, quote.fee_bps, quote.rate, asset.decimals) != Ok(sums) {
        return Err(BankQuoteError::Sum);
    }
    check_limit(registry, quote.worth_tiyn)?;
    paper::check_head(&quote, account, now)?;
    Ok(OpenedCashOut {
        hash: quote.hash(registry.home_chain),
        quote,
        operator,
        asset,
    })
}
