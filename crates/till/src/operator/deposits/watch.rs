//! What arrived at the orders' own addresses, counted anew from the chain's logs every time, so that a reorganisation takes
//! back what it takes back.

use chain::{Log, LogFilter, PaymentProof, RpcError, transfer_topic};
use sig::{Address, B256, U256};
use units::{AssetAmount, UnitError};

use super::{Deposit, DepositState, move_out::sweep, read};
use crate::{
    operator::{
        Operator, book,
        payment_store::{self, NewTransfer, StoredPayment},
        quote_store::{self, StoredQuote},
        refusal::Refusal,
        settle::{Decision, INCLUSION_SECONDS, SettleError},
    },
    storage::to_integer,
};

/// As many addresses a round; those that were looked at longest ago come first.
const A_ROUND: i64 = 200;
/// What is paid and swept is looked at this often, in seconds: for what comes later.
const SELDOM: u64 = 600;

/// Looks what arrived at all addresses that are watched.
pub(in crate::operator) async fn watch(operator: &Operator) -> Result<(), SettleError> {
    if operator.config.deposit_key.is_none() {
        return Ok(());
    }
    let now = operator.clock.now();
    let rows = sqlx::query(
        "SELECT * FROM deposits WHERE watch_until > $1 AND (state IN ('waiting', 'partial', 'late') OR swept = 0 \
         OR looked_at < $2) ORDER BY looked_at, id LIMIT $3",
    )
    .bind(to_integer(now))
    .bind(to_integer(now.saturating_sub(SELDOM)))
    .bind(A_ROUND)
    .fetch_all(&operator.pool)
    .await?;
    for row in &rows {
        let seen = read(row)?;
        let _guard = operator.locks.lock(seen.order_hash).await?;
        let row = sqlx::query("UPDATE deposits SET looked_at = $1 WHERE id = $2 RETURNING *")
            .bind(to_integer(now))
            .bind(seen.id)
            .fetch_one(&operator.pool)
            .await?;
        let deposit = read(&row)?;
        match deposit.state {
            DepositState::Paid | DepositState::Over => {
                sweep(operator, &deposit).await?;
                look_for_more(operator, &deposit).await?;
            }
            DepositState::Waiting | DepositState::Partial | DepositState::Late => {
                look(operator, &deposit).await?
            }
        }
    }
    Ok(())
}

/// What comes to an order that is paid is owed to whoever sent it.
async fn look_for_more(operator: &Operator, deposit: &Deposit) -> Result<(), SettleError> {
    let quote = quote_store::by_id(&operator.pool, deposit.quote_id).await?;
    let arrived = count(operator, deposit, &quote, least(operator, deposit.expected)).await?;
    if arrived.total <= deposit.received {
        return Ok(());
    }
    // Paid by another payment: all of it was owed, and so is the rest.
    let kept = if deposit.owed == deposit.received {
        AssetAmount::default()
    } else {
        deposit.expected
    };
    let owed = arrived.total.checked_sub(kept).unwrap_or_default();
    Ok(note(operator, deposit, DepositState::Over, &arrived, owed).await?)
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
        to: deposit.address,
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
pub(in crate::operator) async fn prove_again(
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
pub(in crate::operator) async fn bring_to_end(
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
