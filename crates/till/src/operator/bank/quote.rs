use axum::http::StatusCode;
use chain::{AssetId, RpcError};
use deals::{BankQuoteError, QuotedRate};
use sig::{B256, Signer};
use units::{AssetAmount, UnitError};
use zone::{Asset, Registry, RuleError, Status, Use, check_asset};

use crate::{
    ApiError, BankConfig, SecretKey,
    operator::{
        Operator,
        identification::IdentityRefusal,
        inventory::InventoryError,
        rates::{RateError, whole_fee},
    },
};

/// Why there is no quote.
#[derive(Debug, thiserror::Error)]
pub(super) enum QuoteError {
    #[error("this operator has no top-ups and cash-outs")]
    NotOffered,
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error("the amount does not fit: {0}")]
    Amount(#[from] UnitError),
    #[error("{0}")]
    Refused(BankQuoteError),
    #[error("the operator has not enough of what is wanted")]
    OutOfInventory {
        /// What it can still give, base units.
        left: AssetAmount,
    },
    #[error(transparent)]
    Identity(#[from] IdentityRefusal),
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    #[error("the node cannot be reached: {0}")]
    Chain(#[from] RpcError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<InventoryError> for QuoteError {
    fn from(error: InventoryError) -> Self {
        match error {
            InventoryError::Chain(error) => Self::Chain(error),
            InventoryError::Storage(error) => Self::Storage(error),
        }
    }
}

impl From<QuoteError> for ApiError {
    fn from(error: QuoteError) -> Self {
        let text = error.to_string();
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, text.clone());
        match &error {
            QuoteError::NotOffered => Self::new(StatusCode::NOT_FOUND, "bank_not_offered", text),
            QuoteError::Rule(rule) | QuoteError::Refused(BankQuoteError::Rule(rule)) => refused(rule.name()),
            QuoteError::Rate(reason) => Self::unavailable(reason.name(), text),
            QuoteError::Amount(_) => refused("amount_out_of_range"),
            QuoteError::Refused(_) => refused("nothing_moves"),
            QuoteError::OutOfInventory { .. } => Self::new(StatusCode::CONFLICT, "out_of_inventory", text),
            QuoteError::Identity(refusal) => refusal.answer(),
            QuoteError::Random(cause) => Self::internal(cause),
            QuoteError::Chain(_) => Self::unavailable("chain_unavailable", text),
            QuoteError::Storage(cause) => Self::internal(cause),
        }
    }
}

/// The simulated bank and the key of the operator's holdings, in a demo zone.
pub(super) fn offered(operator: &Operator) -> Option<(&BankConfig, &SecretKey)> {
    let demo = operator.registry.with(|registry| registry.status == Status::Demo);
    let config = &operator.config;
    config
        .bank
        .as_ref()
        .filter(|_| demo)
        .zip(config.settlement_key.as_ref())
}

/// What every quote begins with: the asset, what is quoted by, until when it holds, a random number.
#[derive(Debug)]
pub(super) struct Basis<'a> {
    pub(super) asset: &'a Asset,
    pub(super) quoted: QuotedRate,
    pub(super) expires_at: u64,
    pub(super) salt: B256,
}

/// Reads it, when licence and permission allow.
pub(super) fn basis<'a>(
    operator: &Operator,
    registry: &'a Registry,
    asset: AssetId,
    now: u64,
) -> Result<Basis<'a>, QuoteError> {
    let asset = check_asset(registry, asset, Use::Exchange, now)?;
    if asset.id.chain != operator.rpc.chain() {
        return Err(QuoteError::NotOffered);
    }
    let current = operator.rates.current(asset.id, now)?;
    let mut salt = B256::ZERO;
    getrandom::fill(salt.as_mut_slice()).map_err(QuoteError::Random)?;
    Ok(Basis {
        asset,
        quoted: QuotedRate {
            rate: current.rate,
            source: current.source,
            time: current.time,
            // What is taken over the source is fee.
            fee_bps: whole_fee(operator.config.fee_bps, current.spread)?,
        },
        expires_at: now.saturating_add(checkout::lock_seconds(asset.kind)),
        salt,
    })
}

/// The token of an asset, as authorizations name it.
pub(super) fn domain(operator: &Operator, id: AssetId) -> Option<sig::Eip712Domain> {
    operator
        .registry
        .with(|registry| registry.asset(id).map(Asset::domain))
}

/// The operator's settlement address, when it is the one of a quote.
pub(super) fn holds(key: &SecretKey, operator: sig::Address) -> bool {
    key.address() == operator
}
