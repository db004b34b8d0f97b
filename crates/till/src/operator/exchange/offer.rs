use axum::http::StatusCode;
use chain::RpcError;
use deals::{
    AskExchange, ExchangeOffer, ExchangeOfferError, ExchangeTerms, SignedExchangeOffer, open_exchange_offer,
};
use sig::{B256, Signer};
use units::{AssetAmount, UnitError};
use zone::{RuleError, Use, check_asset};

use super::{prices, store};
use crate::{
    ApiError,
    operator::{
        Operator,
        identification::{IdentityRefusal, require},
        inventory::{self, InventoryError},
        rates::{RateError, whole_fee},
    },
    storage,
};

/// Why no offer is made.
#[derive(Debug, thiserror::Error)]
pub(super) enum MakeOfferError {
    #[error("this operator does not exchange")]
    NotOffered,
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error("the amount does not fit: {0}")]
    Amount(#[from] UnitError),
    #[error("{0}")]
    Refused(ExchangeOfferError),
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

impl From<InventoryError> for MakeOfferError {
    fn from(error: InventoryError) -> Self {
        match error {
            InventoryError::Chain(error) => Self::Chain(error),
            InventoryError::Storage(error) => Self::Storage(error),
        }
    }
}

impl From<MakeOfferError> for ApiError {
    fn from(error: MakeOfferError) -> Self {
        let text = error.to_string();
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, text.clone());
        match &error {
            MakeOfferError::NotOffered => Self::new(StatusCode::NOT_FOUND, "exchange_not_offered", text),
            MakeOfferError::Rule(rule) | MakeOfferError::Refused(ExchangeOfferError::Rule(rule)) => {
                refused(rule.name())
            }
            MakeOfferError::Rate(reason) => Self::unavailable(reason.name(), text),
            MakeOfferError::Amount(_) => refused("amount_out_of_range"),
            MakeOfferError::Refused(_) => refused("nothing_to_exchange"),
            MakeOfferError::OutOfInventory { .. } => {
                Self::new(StatusCode::CONFLICT, "out_of_inventory", text)
            }
            MakeOfferError::Random(cause) => Self::internal(cause),
            MakeOfferError::Chain(_) => Self::unavailable("chain_unavailable", text),
            MakeOfferError::Storage(cause) => Self::internal(cause),
            MakeOfferError::Identity(refusal) => refusal.answer(),
        }
    }
}

/// Makes a firm offer. What it promises is set aside until it is settled or past its time.
pub(super) async fn make_offer(
    operator: &Operator,
    ask: &AskExchange,
) -> Result<SignedExchangeOffer, MakeOfferError> {
    let contract = contract(operator).ok_or(MakeOfferError::NotOffered)?;
    let key = operator
        .config
        .settlement_key
        .as_ref()
        .ok_or(MakeOfferError::NotOffered)?;
    let now = operator.clock.now();
    let verified = operator.registry.verified();
    let registry = verified.registry();
    let sell = check_asset(registry, ask.sell, Use::Exchange, now)?;
    let buy = check_asset(registry, ask.buy, Use::Exchange, now)?;
    let sell_rate = operator.rates.current(ask.sell, now)?;
    let buy_rate = operator.rates.current(ask.buy, now)?;
    // What is taken over either source is fee.
    let fee_bps = whole_fee(operator.config.fee_bps, sell_rate.spread)?;
    let fee_bps = whole_fee(fee_bps, buy_rate.spread)?;
    let mut salt = B256::ZERO;
    getrandom::fill(salt.as_mut_slice()).map_err(MakeOfferError::Random)?;
    let lock = checkout::lock_seconds(sell.kind).min(checkout::lock_seconds(buy.kind));
    let offer = ExchangeOffer::new(ExchangeTerms {
        operator_id: operator.config.operator_id.clone(),
        contract,
        resident: ask.resident,
        operator: key.address(),
        sell: ask.sell,
        sell_amount: ask.sell_amount,
        sell_rate: sell_rate.rate,
        sell_decimals: sell.decimals,
        buy: ask.buy,
        buy_rate: buy_rate.rate,
        buy_decimals: buy.decimals,
        rate_source: sell_rate.source.clone(),
        rate_time: sell_rate.time.min(buy_rate.time),
        fee_bps,
        issued_at: now,
        expires_at: now.saturating_add(lock),
        salt,
    })?;
    let signed = offer.sign(&operator.config.quote_key);
    // What a wallet would refuse is not offered.
    open_exchange_offer(&signed, registry, ask.resident, now).map_err(MakeOfferError::Refused)?;

    let worth = offer.amounts.worth_tiyn;
    require(operator, registry, ask.credential.as_ref(), ask.resident, worth).await?;

    // One offer of an asset at a time: the same holdings are not promised twice.
    let _guard = operator.locks.lock(inventory::lock_name(ask.buy)).await?;
    let left = inventory::left(operator, ask.buy, key.address(), now).await?;
    if left < offer.amounts.buy_amount {
        return Err(MakeOfferError::OutOfInventory { left });
    }
    let issued_block = operator.rpc.block_number().await?;
    let mut transaction = storage::begin(&operator.pool).await?;
    store::insert(&mut transaction, &offer, &signed, issued_block).await?;
    prices::note(&mut transaction, ask.sell, sell_rate.rate, now).await?;
    prices::note(&mut transaction, ask.buy, buy_rate.rate, now).await?;
    transaction.commit().await?;
    tracing::info!(offer = %offer.digest().to_b256(), "exchange offered");
    Ok(signed)
}

/// The contract that the registry names for this operator.
pub(super) fn contract(operator: &Operator) -> Option<sig::Address> {
    let id = &operator.config.operator_id;
    operator.registry.with(|registry| {
        let entry = registry.operators.iter().find(|entry| &entry.id == id);
        entry.and_then(|entry| entry.exchange_contract)
    })
}
