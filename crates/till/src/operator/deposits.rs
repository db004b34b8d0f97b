//! Orders paid by hand: from any wallet to an address of the order's own. What arrived is counted anew from the chain's
//! logs every time, so that a reorganisation takes back what it takes back.

use axum::http::StatusCode;
use chain::{
    AssetId, Authorization, Log, LogFilter, PaymentProof, RpcError, authorization_digest, token_domain,
    transfer_topic,
};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, Signer, U256};
use sqlx::{Row, any::AnyRow};
use units::{AssetAmount, UnitError};

use super::{
    Operator, book,
    gas::Job,
    payment_store::{self, NewTransfer, PaymentState, StoredPayment},
    quote_store::{self, StoredQuote},
    refusal::Refusal,
    settle::{Decision, INCLUSION_SECONDS, SettleError},
    submit::{self, Progress, Wanted},
};
use crate::{
    ApiError, SecretKey,
    storage::{from_integer, from_text, to_integer},
};

/// After its end an address is watched for so long: for what comes late.
const WATCH_SECONDS: u64 = 7 * 24 * 3600;
/// Authorizations of a deposit's key are good for so long; the next try signs another.
const SWEEP_SECONDS: u64 = 24 * 3600;

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

/// The link that wallets read.
fn payment_uri(asset: AssetId, to: Address, amount: AssetAmount) -> String {
    format!(
        "ethereum:{}@{}/transfer?address={to}&uint256={amount}",
        asset.token,
        asset.chain.number()
    )
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
        uri: payment_uri(terms.asset, deposit.address, deposit.expected),
        expires_at: terms.expires_at,
        transaction: deposit.transaction,
    }))
}

/// Looks what arrived at all addresses that are watched.
pub(super) async fn watch(operator: &Operator) -> Result<(), SettleError> {
    if operator.config.deposit_key.is_none() {
        return Ok(());
    }
    let rows = sqlx::query(
        "SELECT * FROM deposits WHERE watch_until > $1 AND (state IN ('waiting', 'partial', 'late') OR swept = 0) \
         ORDER BY id LIMIT 500",
    )
    .bind(to_integer(operator.clock.now()))
    .fetch_all(&operator.pool)
    .await?;
    for row in &rows {
        let deposit = read(row)?;
        let _guard = operator.locks.lock(deposit.order_hash).await?;
        match deposit.state {
            DepositState::Paid | DepositState::Over => sweep(operator, &deposit).await?,
            DepositState::Waiting | DepositState::Partial | DepositState::Late => {
                look(operator, &deposit).await?
            }
        }
    }
    Ok(())
}

/// What the chain says came to an address.
#[derive(Debug, Default)]
struct Arrived {
    total: AssetAmount,
    in_time: AssetAmount,
    /// The transfer after which it was enough.
    completed_by: Option<(Address, B256)>,
}

async fn look(operator: &Operator, deposit: &Deposit) -> Result<(), SettleError> {
    let quote = quote_store::by_id(&operator.pool, deposit.quote_id).await?;
    let enough = least(operator, deposit.expected);
    let arrived = count(operator, deposit, &quote, enough).await?;
    let ended = operator.clock.now() > quote.signed.quote.expires_at.saturating_add(INCLUSION_SECONDS);
    let none = AssetAmount::default();
    let Some((payer, transaction)) = arrived.completed_by else {
        let (state, owed) = if arrived.total == none {
            (DepositState::Waiting, none)
        } else if arrived.in_time == none {
            (DepositState::Late, arrived.total)
        } else {
            (DepositState::Partial, if ended { arrived.total } else { none })
        };
        return Ok(note(operator, deposit, state, &arrived, owed).await?);
    };
    let new = NewTransfer {
        quote: &quote,
        payer,
        transaction,
        amount: arrived.total,
        now: operator.clock.now(),
    };
    let payment = payment_store::put_transfer(&operator.pool, &new).await?;
    let Some(proof) = prove_again(operator, &payment).await? else {
        return Ok(());
    };
    match book::settle(operator, &payment, &quote, &proof).await? {
        Ok(_) => {
            let owed = arrived.total.checked_sub(deposit.expected).unwrap_or_default();
            let state = if owed == none {
                DepositState::Paid
            } else {
                DepositState::Over
            };
            note(operator, deposit, state, &arrived, owed).await?;
        }
        // Paid by another payment meanwhile: all of it goes back.
        Err(_) => note(operator, deposit, DepositState::Over, &arrived, arrived.total).await?,
    }
    Ok(())
}

/// The least that pays an order: the tolerance is the operator's gift.
fn least(operator: &Operator, expected: AssetAmount) -> AssetAmount {
    let tolerance = U256::from(operator.config.deposit_tolerance_bps.get());
    let share = expected.get() / U256::from(10_000u64) * tolerance;
    AssetAmount::new(expected.get().saturating_sub(share))
}

async fn count(
    operator: &Operator,
    deposit: &Deposit,
    quote: &StoredQuote,
    enough: AssetAmount,
) -> Result<Arrived, RpcError> {
    let filter = LogFilter {
        address: quote.signed.quote.asset.token,
        topics: vec![Some(transfer_topic()), None, Some(deposit.address.into_word())],
        from_block: quote.issued_block,
    };
    let end = quote.signed.quote.expires_at.saturating_add(INCLUSION_SECONDS);
    let mut arrived = Arrived::default();
    for log in operator.rpc.logs(&filter).await? {
        let Some((payer, amount)) = read_transfer(&log) else {
            continue;
        };
        let sum = |total: AssetAmount| total.checked_add(amount).map_err(too_much);
        arrived.total = sum(arrived.total)?;
        if operator.rpc.block_time_of(log.block_number).await? <= end {
            arrived.in_time = sum(arrived.in_time)?;
            if arrived.in_time >= enough && arrived.completed_by.is_none() {
                arrived.completed_by = Some((payer, log.transaction));
            }
        }
    }
    Ok(arrived)
}

/// More than 2^256 base units is no amount a token can log.
fn too_much(_: UnitError) -> RpcError {
    RpcError::Malformed {
        method: "eth_getLogs",
    }
}

fn read_transfer(log: &Log) -> Option<(Address, AssetAmount)> {
    let payer = Address::from_word(*log.topics.get(1)?);
    let amount = B256::try_from(log.data.as_ref()).ok()?;
    Some((payer, AssetAmount::new(amount.into())))
}

async fn note(
    operator: &Operator,
    deposit: &Deposit,
    state: DepositState,
    arrived: &Arrived,
    owed: AssetAmount,
) -> Result<(), sqlx::Error> {
    if state == deposit.state && arrived.total == deposit.received && owed == deposit.owed {
        return Ok(());
    }
    tracing::info!(order_hash = %deposit.order_hash, state = state.as_str(), received = %arrived.total, "deposit");
    sqlx::query(
        "UPDATE deposits SET state = $1, received = $2, owed = $3, payer = $4, transaction_hash = $5 WHERE id = $6",
    )
    .bind(state.as_str())
    .bind(arrived.total.to_string())
    .bind(owed.to_string())
    .bind(arrived.completed_by.map(|(payer, _)| format!("{payer:#x}")))
    .bind(arrived.completed_by.map(|(_, transaction)| transaction.to_string()))
    .bind(deposit.id)
    .execute(&operator.pool)
    .await?;
    Ok(())
}

/// Where the transfer of a payment is now; `None` when the chain does not have it.
pub(super) async fn prove_again(
    operator: &Operator,
    payment: &StoredPayment,
) -> Result<Option<PaymentProof>, RpcError> {
    let Some(transaction) = payment.transaction else {
        return Ok(None);
    };
    let receipt = operator.rpc.receipt(transaction).await?;
    Ok(receipt
        .filter(|receipt| receipt.succeeded)
        .map(|receipt| PaymentProof {
            transaction: receipt.transaction,
            block_number: receipt.block_number,
            block_hash: receipt.block_hash,
        }))
}

/// A manual transfer that is not settled (any more): settled again when the chain has it, else waited for anew.
pub(super) async fn bring_to_end(
    operator: &Operator,
    payment: &StoredPayment,
    quote: &StoredQuote,
) -> Result<Decision, SettleError> {
    if let Some(proof) = prove_again(operator, payment).await? {
        return Ok(book::settle(operator, payment, quote, &proof).await?);
    }
    sqlx::query(
        "UPDATE deposits SET state = 'waiting', received = '0', owed = '0', swept = 0 WHERE quote_id = $1",
    )
    .bind(payment.quote_id)
    .execute(&operator.pool)
    .await?;
    Ok(Err(Refusal::pending(payment.transaction.unwrap_or_default())))
}

/// Moves what paid an order to the settlement address. The order's address needs no coin: its key authorizes.
async fn sweep(operator: &Operator, deposit: &Deposit) -> Result<(), SettleError> {
    let keep = deposit.owed;
    let amount = deposit.received.checked_sub(keep).unwrap_or_default();
    if deposit.swept || amount == AssetAmount::default() {
        return Ok(());
    }
    let to = operator.config.settlement_address;
    if let Progress::Paid(proof) = move_out(operator, deposit, (to, amount), Job::Sweep(deposit.id)).await? {
        tracing::info!(order_hash = %deposit.order_hash, transaction = %proof.transaction, "deposit swept");
        sqlx::query("UPDATE deposits SET swept = 1 WHERE id = $1")
            .bind(deposit.id)
            .execute(&operator.pool)
            .await?;
    }
    Ok(())
}

/// Gives back what is owed for a deposit to an address that the payer named to the operator's staff: the sender may be
/// an exchange that would keep it.
pub(super) async fn give_back(
    operator: &Operator,
    id: i64,
    to: Address,
) -> Result<DepositStatus, DepositError> {
    let row = sqlx::query("SELECT * FROM deposits WHERE id = $1").bind(id);
    let row = row
        .fetch_optional(&operator.pool)
        .await?
        .ok_or(DepositError::NothingOwed)?;
    let order_hash = read(&row)?.order_hash;
    let _guard = operator.locks.lock(order_hash).await?;
    let row = sqlx::query("SELECT * FROM deposits WHERE id = $1").bind(id);
    let deposit = read(&row.fetch_one(&operator.pool).await?)?;
    if deposit.returned_at.is_some() || deposit.owed == AssetAmount::default() {
        return Err(DepositError::NothingOwed);
    }
    let moved = move_out(operator, &deposit, (to, deposit.owed), Job::Return(id)).await?;
    if let Progress::Paid(_) = moved {
        sqlx::query("UPDATE deposits SET returned_at = $1 WHERE id = $2")
            .bind(to_integer(operator.clock.now()))
            .bind(id)
            .execute(&operator.pool)
            .await?;
    }
    status(operator, order_hash)
        .await?
        .ok_or(DepositError::NothingOwed)
}

async fn move_out(
    operator: &Operator,
    deposit: &Deposit,
    (to, value): (Address, AssetAmount),
    job: Job,
) -> Result<Progress, SettleError> {
    let quote = quote_store::by_id(&operator.pool, deposit.quote_id).await?;
    let id = quote.signed.quote.asset;
    let asset = operator.registry.with(|registry| registry.asset(id).cloned());
    let (Some(asset), Some(key)) = (asset, operator.config.deposit_key.as_ref()) else {
        return Ok(Progress::NotPaid(Refusal::unknown_order()));
    };
    let key = key_of(operator, key, &quote);
    let authorization = Authorization {
        from: deposit.address,
        to,
        value,
        valid_after: 0,
        valid_before: operator.rpc.block_time().await?.saturating_add(SWEEP_SECONDS),
        // One a job: moving the same money twice is impossible.
        nonce: key
            .child(
                "cryptocity/deposit-nonce/1",
                sig::sha256_digest(job.to_string().as_bytes()).to_b256(),
            )
            .address()
            .into_word(),
    };
    let domain = token_domain(
        &asset.domain_name,
        &asset.domain_version,
        id.chain.number(),
        id.token,
    );
    let wanted = Wanted {
        job,
        token: id.token,
        authorization,
        signature: key.sign(&authorization_digest(&authorization, &domain)),
        from_block: quote.issued_block,
    };
    Ok(submit::submit(operator, &wanted).await?)
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
