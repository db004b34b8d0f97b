//! Orders paid by hand: from any wallet to an address of the order's own.
//!
//! - `watch` – what arrived, counted anew from the chain's logs every time
//! - `move_out` – to the settlement address, or back to whom it is owed

mod move_out;
mod watch;

use axum::http::StatusCode;
use chain::{AssetId, PaymentLink};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, Signer};
use sqlx::{Row, any::AnyRow};
use units::AssetAmount;

use super::{
    Operator,
    payment_store::{self, PaymentState},
    quote_store::{self, StoredQuote},
    settle::SettleError,
    travel,
};
use crate::{
    ApiError, SecretKey,
    storage::{from_integer, from_text, to_integer},
};

pub(super) use move_out::give_back;
pub(super) use watch::{bring_to_end, prove_again, watch};

/// After its end an address is watched for so long: for what comes late.
const WATCH_SECONDS: u64 = 7 * 24 * 3600;

/// Body of `POST /v1/deposits`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DepositRequest {
    /// The order.
    pub order_hash: B256,
    /// What it is to be paid in.
    pub asset: AssetId,
}

/// How a manual transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DepositState {
    /// Nothing came.
    Waiting,
    /// Less came than the order asks for.
    Partial,
    /// The order is paid.
    Paid,
    /// The order is paid, and more came: the rest is owed to the payer.
    Over,
    /// It came after the quote's end: owed to the payer.
    Late,
}

/// An order's own address and what arrived there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositStatus {
    /// How it stands.
    pub state: DepositState,
    /// What to send.
    pub asset: AssetId,
    /// Where to.
    pub address: Address,
    /// How much, in base units.
    pub expected: AssetAmount,
    /// What arrived.
    pub received: AssetAmount,
    /// What is owed back to the payer.
    pub owed: AssetAmount,
    /// When it was given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned_at: Option<u64>,
    /// The same as a link and a QR code ([ERC-681](https://eips.ethereum.org/EIPS/eip-681)).
    pub uri: String,
    /// Until when it counts, unix seconds.
    pub expires_at: u64,
    /// The transaction that completed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<B256>,
}

/// Why no address is given, or nothing given back.
#[derive(Debug, thiserror::Error)]
pub(super) enum DepositError {
    #[error("this operator takes no manual transfers")]
    NotOffered,
    #[error("no quote of this operator holds for this order and asset")]
    NoQuote,
    #[error("the order is paid")]
    Paid,
    #[error("above this amount the operator needs the payer's data first")]
    TravelData,
    #[error("nothing is owed for this deposit")]
    NothingOwed,
    #[error(transparent)]
    Settle(#[from] SettleError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<DepositError> for ApiError {
    fn from(error: DepositError) -> Self {
        let text = error.to_string();
        match error {
            DepositError::NotOffered => {
                Self::new(StatusCode::NOT_FOUND, "manual_transfers_not_offered", text)
            }
            DepositError::NoQuote => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "no_quote", text),
            DepositError::TravelData => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "travel_rule_data_required",
                text,
            ),
            DepositError::Paid => Self::new(StatusCode::CONFLICT, "order_already_paid", text),
            DepositError::NothingOwed => Self::new(StatusCode::CONFLICT, "nothing_owed", text),
            DepositError::Settle(error) => error.into(),
            DepositError::Storage(error) => error.into(),
        }
    }
}

#[derive(Debug, Clone)]
struct Deposit {
    id: i64,
    order_hash: B256,
    quote_id: i64,
    address: Address,
    expected: AssetAmount,
    received: AssetAmount,
    state: DepositState,
    owed: AssetAmount,
    returned_at: Option<u64>,
    transaction: Option<B256>,
    swept: bool,
}

impl DepositState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Partial => "partial",
            Self::Paid => "paid",
            Self::Over => "over",
            Self::Late => "late",
        }
    }

    fn parse(text: &str) -> Result<Self, sqlx::Error> {
        [Self::Waiting, Self::Partial, Self::Paid, Self::Over, Self::Late]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| sqlx::Error::Decode(format!("deposit state {text:?}").into()))
    }
}

impl DepositStatus {
    /// The link that wallets read, for as much.
    pub(crate) fn link(asset: AssetId, to: Address, amount: AssetAmount) -> String {
        let link = PaymentLink {
            chain: Some(asset.chain),
            token: Some(asset.token),
            to,
            amount: Some(amount),
        };
        link.to_link()
    }
}

/// Gives the address for paying an order by hand, the same one for the same quote.
pub(super) async fn open(
    operator: &Operator,
    request: &DepositRequest,
) -> Result<DepositStatus, DepositError> {
    let key = operator
        .config
        .deposit_key
        .as_ref()
        .ok_or(DepositError::NotOffered)?;
    let now = operator.clock.now();
    let quotes = quote_store::current(&operator.pool, request.order_hash).await?;
    let quote = quotes
        .into_iter()
        .find(|quote| quote.signed.quote.asset == request.asset && now < quote.signed.quote.expires_at)
        .ok_or(DepositError::NoQuote)?;
    let payments = payment_store::of_order(&operator.pool, request.order_hash).await?;
    if payments
        .iter()
        .any(|payment| payment.state == PaymentState::Settled)
    {
        return Err(DepositError::Paid);
    }
    let terms = &quote.signed.quote;
    if travel::lacking(operator, terms.order_hash, quote.total_tiyn)
        .await?
        .is_some()
    {
        return Err(DepositError::TravelData);
    }
    sqlx::query(
        "INSERT INTO deposits (order_hash, quote_id, address, expected, state, watch_until) \
         VALUES ($1, $2, $3, $4, 'waiting', $5) ON CONFLICT (quote_id) DO NOTHING",
    )
    .bind(terms.order_hash.to_string())
    .bind(quote.id)
    .bind(format!("{:#x}", key_of(operator, key, &quote).address()))
    .bind(terms.amount.to_string())
    .bind(to_integer(terms.expires_at.saturating_add(WATCH_SECONDS)))
    .execute(&operator.pool)
    .await?;
    status(operator, request.order_hash)
        .await?
        .ok_or(DepositError::NoQuote)
}

fn key_of(operator: &Operator, key: &SecretKey, quote: &StoredQuote) -> SecretKey {
    let home_chain = operator.registry.with(|registry| registry.home_chain);
    key.child(
        "cryptocity/deposit/1",
        quote.signed.quote.digest(home_chain).to_b256(),
    )
}

/// How the newest deposit of an order stands, or the one that money came to.
pub(super) async fn status(
    operator: &Operator,
    order_hash: B256,
) -> Result<Option<DepositStatus>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT * FROM deposits WHERE order_hash = $1 ORDER BY CASE state WHEN 'waiting' THEN 1 ELSE 0 END, id DESC LIMIT 1",
    )
    .bind(order_hash.to_string())
    .fetch_optional(&operator.pool)
    .await?;
    let Some(deposit) = row.as_ref().map(read).transpose()? else {
        return Ok(None);
    };
    let quote = quote_store::by_id(&operator.pool, deposit.quote_id).await?;
    let terms = &quote.signed.quote;
    Ok(Some(DepositStatus {
        state: deposit.state,
        asset: terms.asset,
        address: deposit.address,
        expected: deposit.expected,
        received: deposit.received,
        owed: deposit.owed,
        returned_at: deposit.returned_at,
        uri: DepositStatus::link(terms.asset, deposit.address, deposit.expected),
        expires_at: terms.expires_at,
        transaction: deposit.transaction,
    }))
}

fn read(row: &AnyRow) -> Result<Deposit, sqlx::Error> {
    Ok(Deposit {
        id: row.try_get("id")?,
        order_hash: from_text(row, "order_hash")?,
        quote_id: row.try_get("quote_id")?,
        address: from_text(row, "address")?,
        expected: from_text(row, "expected")?,
        received: from_text(row, "received")?,
        state: DepositState::parse(row.try_get("state")?)?,
        owed: from_text(row, "owed")?,
        returned_at: row
            .try_get::<Option<i64>, _>("returned_at")?
            .and_then(|at| u64::try_from(at).ok()),
        transaction: row
            .try_get::<Option<&str>, _>("transaction_hash")?
            .and_then(|text| text.parse().ok()),
        swept: from_integer(row, "swept")? == 1,
    })
}
