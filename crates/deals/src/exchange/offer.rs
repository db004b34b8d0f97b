use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{Eip712Domain, SolValue as _};
use chain::AssetId;
use serde::{Deserialize, Serialize};
use sig::{Digest, EvmSignature, Signer, typed_data_digest};
use units::{AssetAmount, Bps, Rate, Tiyn, UnitError};

use crate::{ReceiveAuthorization, exchange::typed_data};

/// The version of an offer's form.
const VERSION: u32 = 1;

/// A side of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeLeg {
    /// Gives what is sold.
    Resident,
    /// Gives what is bought.
    Operator,
}

impl ExchangeLeg {
    const fn code(self) -> u8 {
        match self {
            Self::Resident => 0,
            Self::Operator => 1,
        }
    }
}

/// What follows from the amount sold, the two rates and the fee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeAmounts {
    /// Worth of what is sold, in tiyn, rounded down.
    pub worth_tiyn: Tiyn,
    /// The operator's fee in tiyn, half-up.
    pub fee_tiyn: Tiyn,
    /// What the resident gets, base units, rounded down.
    pub buy_amount: AssetAmount,
}

impl ExchangeAmounts {
    /// Computes them.
    ///
    /// # Errors
    /// [`UnitError`].
    pub fn compute(
        (sell_amount, sell_rate, sell_decimals): (AssetAmount, Rate, u8),
        (buy_rate, buy_decimals): (Rate, u8),
        fee_bps: Bps,
    ) -> Result<Self, UnitError> {
        let worth_tiyn = sell_rate.tiyn_for(sell_amount, sell_decimals)?;
        let fee_tiyn = fee_bps.of(worth_tiyn);
        Ok(Self {
            worth_tiyn,
            fee_tiyn,
            buy_amount: buy_rate.asset_within(worth_tiyn.checked_sub(fee_tiyn)?, buy_decimals)?,
        })
    }
}

/// Everything of an offer that is not computed.
#[derive(Debug, Clone)]
pub struct ExchangeTerms {
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// The contract that moves both legs or neither.
    pub contract: Address,
    /// Who exchanges.
    pub resident: Address,
    /// The operator's settlement address.
    pub operator: Address,
    /// What the resident gives.
    pub sell: AssetId,
    /// How much, base units.
    pub sell_amount: AssetAmount,
    /// Whole units of it for one tenge.
    pub sell_rate: Rate,
    /// Its decimals.
    pub sell_decimals: u8,
    /// What the resident gets.
    pub buy: AssetId,
    /// Whole units of it for one tenge.
    pub buy_rate: Rate,
    /// Its decimals.
    pub buy_decimals: u8,
    /// Where the rates come from.
    pub rate_source: String,
    /// When they were read, unix seconds.
    pub rate_time: u64,
    /// The operator's fee.
    pub fee_bps: Bps,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; earlier than this it can be settled.
    pub expires_at: u64,
    /// Tells offers with the same content apart.
    pub salt: B256,
}

/// A firm offer of an operator to exchange one asset for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeOffer {
    /// Version of this document's form: 1.
    pub version: u32,
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// The contract that moves both legs or neither.
    pub contract: Address,
    /// Who exchanges.
    pub resident: Address,
    /// The operator's settlement address.
    pub operator: Address,
    /// What the resident gives (CAIP-19).
    pub sell: AssetId,
    /// How much, base units.
    pub sell_amount: AssetAmount,
    /// Whole units of it for one tenge.
    pub sell_rate: Rate,
    /// What the resident gets (CAIP-19).
    pub buy: AssetId,
    /// Whole units of it for one tenge.
    pub buy_rate: Rate,
    /// The operator's fee, of the worth in tenge.
    pub fee_bps: Bps,
    /// What follows from the above.
    #[serde(flatten)]
    pub amounts: ExchangeAmounts,
    /// Where the rates come from.
    pub rate_source: String,
    /// When they were read, unix seconds.
    pub rate_time: u64,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; earlier than this it can be settled.
    pub expires_at: u64,
    /// Tells offers with the same content apart.
    pub salt: B256,
}

/// An offer and the operator's signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedExchangeOffer {
    /// The JSON of the [`ExchangeOffer`], byte for byte as it was hashed.
    pub content: String,
    /// The operator's quote key over the quote's digest.
    pub signature: EvmSignature,
}

/// Why an offer is not to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeOfferError {
    /// Not an offer.
    #[error("not an offer")]
    Malformed,
    /// Not signed by a licensed operator whose key is in use, or for another operator.
    #[error("the offer is not of a licensed operator")]
    NotLicensed,
    /// The registry does not permit it.
    #[error(transparent)]
    Rule(#[from] zone::RuleError),
    /// For somebody else.
    #[error("the offer is for another account")]
    OtherAccount,
    /// Both legs are the same, or nothing moves.
    #[error("nothing is exchanged")]
    Nothing,
    /// Amounts and fee do not follow from the rates.
    #[error("the amounts do not follow from the rates")]
    Sum,
    /// The registry does not name this contract.
    #[error("another contract")]
    OtherContract,
    /// Past its time, or from the future.
    #[error("the offer has expired")]
    OutOfDate,
}

impl ExchangeOffer {
    /// Computes an offer.
    ///
    /// # Errors
    /// [`UnitError`].
    pub fn new(terms: ExchangeTerms) -> Result<Self, UnitError> {
        let amounts = ExchangeAmounts::compute(
            (terms.sell_amount, terms.sell_rate, terms.sell_decimals),
            (terms.buy_rate, terms.buy_decimals),
            terms.fee_bps,
        )?;
        Ok(Self {
            version: VERSION,
            operator_id: terms.operator_id,
            contract: terms.contract,
            resident: terms.resident,
            operator: terms.operator,
            sell: terms.sell,
            sell_amount: terms.sell_amount,
            sell_rate: terms.sell_rate,
            buy: terms.buy,
            buy_rate: terms.buy_rate,
            fee_bps: terms.fee_bps,
            amounts,
            rate_source: terms.rate_source,
            rate_time: terms.rate_time,
            issued_at: terms.issued_at,
            expires_at: terms.expires_at,
            salt: terms.salt,
        })
    }

    /// The bytes that are hashed: JSON without spaces, fields in the order of this type.
    ///
    /// # Panics
    /// Never: the type has only string keys.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("only string keys")
    }

    /// Signs the offer with the operator's quote key.
    #[must_use]
    pub fn sign(&self, key: &impl Signer) -> SignedExchangeOffer {
        let content = String::from_utf8(self.to_bytes()).unwrap_or_default();
        let signature = key.sign(&self.digest_with(keccak256(content.as_bytes())));
        SignedExchangeOffer { content, signature }
    }

    /// The EIP-712 digest of the quote, which is also its hash in the contract.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest_with(self.terms_hash())
    }

    /// Keccak-256 of [`ExchangeOffer::to_bytes`].
    #[must_use]
    pub fn terms_hash(&self) -> B256 {
        keccak256(self.to_bytes())
    }

    /// What a side signs so that the contract may take its leg of this offer and of no other. It ends with the offer.
    #[must_use]
    pub fn leg(&self, leg: ExchangeLeg) -> ReceiveAuthorization {
        let terms_hash = self.terms_hash();
        let parts = (
            U256::from(self.sell.chain.number()),
            self.contract,
            self.digest_with(terms_hash).to_b256(),
            U256::from(leg.code()),
            terms_hash,
        );
        let (from, value) = match leg {
            ExchangeLeg::Resident => (self.resident, self.sell_amount),
            ExchangeLeg::Operator => (self.operator, self.amounts.buy_amount),
        };
        ReceiveAuthorization {
            from,
            to: self.contract,
            value,
            valid_before: self.expires_at,
            nonce: keccak256(parts.abi_encode()),
        }
    }

    pub(super) fn to_sol(&self, terms_hash: B256) -> typed_data::Quote {
        typed_data::Quote {
            resident: self.resident,
            operator: self.operator,
            sellToken: self.sell.token,
            sellAmount: self.sell_amount.get(),
            buyToken: self.buy.token,
            buyAmount: self.amounts.buy_amount.get(),
            termsHash: terms_hash,
            expiresAt: self.expires_at,
            salt: self.salt,
        }
    }

    pub(super) fn digest_with(&self, terms_hash: B256) -> Digest {
        typed_data_digest(&self.to_sol(terms_hash), &self.domain())
    }

    fn domain(&self) -> Eip712Domain {
        chain::token_domain(
            "CryptoCity Exchange",
            "1",
            self.sell.chain.number(),
            self.contract,
        )
    }
}
