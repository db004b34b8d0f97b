//! Transactions of the gas key: numbered without gaps, journalled before they are sent.

use chain::{Bytes, RpcError, SignedTransaction, TransactionRequest, TxKind, sign_transaction};
use sig::{Address, B256, Signer, U256};
use sqlx::SqlitePool;

use super::Operator;
use crate::storage::{from_integer, from_text, to_integer};

/// Head room over the estimate: another payment in the same block may make storage colder.
const GAS_MARGIN_PERCENT: u64 = 30;
/// How often a number is taken anew when somebody else used it.
const ATTEMPTS: usize = 3;

/// Why a call was not sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// The node carries the call out in simulation and it reverts.
    #[error("{0}")]
    Reverted(String),
    /// No node, or one that refuses the transaction for a reason of the operator's own, e.g. no funds for gas.
    #[error(transparent)]
    Rpc(#[from] RpcError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

/// A journalled transaction of a payment.
#[derive(Debug, Clone)]
pub(super) struct Journalled {
    pub(super) hash: B256,
    pub(super) raw: Bytes,
}

/// Whether a node's error is the contract's answer, not the node's trouble.
pub(super) fn revert_text(error: &RpcError) -> Option<String> {
    match error {
        RpcError::Node { code, message } if *code == 3 || message.to_ascii_lowercase().contains("revert") => {
            Some(message.clone())
        }
        _ => None,
    }
}

/// Whether the node already has this very transaction.
pub(super) fn is_known(error: &RpcError) -> bool {
    node_text(error).is_some_and(|text| text.contains("already imported") || text.contains("already known"))
}

/// Whether the number of the transaction was used, by it or by another.
pub(super) fn is_nonce_too_low(error: &RpcError) -> bool {
    node_text(error).is_some_and(|text| text.contains("nonce too low"))
}

fn node_text(error: &RpcError) -> Option<String> {
    match error {
        RpcError::Node { message, .. } => Some(message.to_ascii_lowercase()),
        _ => None,
    }
}

/// Simulates a call, then signs, journals and broadcasts it for a payment. After this the transaction may be on its way
/// even when the node did not answer: look for the hash.
pub(super) async fn send(
    operator: &Operator,
    payment: i64,
    to: Address,
    input: Bytes,
) -> Result<B256, SendError> {
    let from = operator.config.gas_key.address();
    let or_revert = |error: RpcError| revert_text(&error).map_or(SendError::Rpc(error), SendError::Reverted);
    operator.rpc.simulate(from, to, &input).await.map_err(or_revert)?;
    let gas = operator
        .rpc
        .estimate_gas(from, Some(to), &input)
        .await
        .map_err(or_revert)?;
    let fees = operator.rpc.fee_suggestion().await?;

    let _guard = operator.gas_lock.lock().await;
    let mut attempt = 0;
    loop {
        attempt += 1;
        let request = TransactionRequest {
            chain: operator.rpc.chain(),
            nonce: next_nonce(operator, from).await?,
            gas_limit: gas.saturating_add(gas.saturating_mul(GAS_MARGIN_PERCENT) / 100),
            max_fee_per_gas: fees.max_fee_per_gas,
            max_priority_fee_per_gas: fees.max_priority_fee_per_gas,
            to: TxKind::Call(to),
            value: U256::ZERO,
            input: input.clone(),
        };
        let nonce = request.nonce;
        let signed = sign_transaction(request, &operator.config.gas_key);
        journal(&operator.pool, payment, nonce, &signed, operator.clock.now()).await?;
        match operator.rpc.send_raw_transaction(&signed.raw).await {
            Ok(_) => return Ok(signed.hash),
            Err(error) if is_known(&error) => return Ok(signed.hash),
            // The reply was lost, the transaction perhaps not.
            Err(RpcError::Http(_) | RpcError::Malformed { .. }) => return Ok(signed.hash),
            Err(error) => {
                if operator.rpc.receipt(signed.hash).await?.is_some() {
                    return Ok(signed.hash);
                }
                drop_transaction(&operator.pool, signed.hash).await?;
                if !(is_nonce_too_low(&error) && attempt < ATTEMPTS) {
                    return Err(error.into());
                }
            }
        }
    }
}

/// The number after the highest that is journalled or known to the node. Transactions that the node has lost are sent
/// again first, else everything after them would wait for ever.
async fn next_nonce(operator: &Operator, from: Address) -> Result<u64, SendError> {
    let pending = operator.rpc.next_nonce(from).await?;
    let missing =
        sqlx::query("SELECT hash, raw, gas_nonce FROM transactions WHERE dropped = 0 AND gas_nonce >= ? ORDER BY gas_nonce")
            .bind(to_integer(pending))
            .fetch_all(&operator.pool)
            .await?;
    let mut next = pending;
    for row in &missing {
        let hash: B256 = from_text(row, "hash")?;
        match operator.rpc.send_raw_transaction(&from_text(row, "raw")?).await {
            Ok(_) => next = from_integer(row, "gas_nonce")?.saturating_add(1),
            Err(error) if is_known(&error) => next = from_integer(row, "gas_nonce")?.saturating_add(1),
            Err(error @ (RpcError::Http(_) | RpcError::Malformed { .. })) => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%hash, %error, "a journalled transaction is given up");
                drop_transaction(&operator.pool, hash).await?;
            }
        }
    }
    Ok(next)
}

async fn journal(
    pool: &SqlitePool,
    payment: i64,
    nonce: u64,
    signed: &SignedTransaction,
    now: u64,
) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin_with(crate::storage::BEGIN).await?;
    // The same call with the same number signed again after it was given up has the same hash.
    let insert = "INSERT INTO transactions (hash, payment, gas_nonce, raw, signed_at) VALUES (?, ?, ?, ?, ?) \
                  ON CONFLICT (hash) DO UPDATE SET dropped = 0";
    sqlx::query(insert)
        .bind(signed.hash.to_string())
        .bind(payment)
        .bind(to_integer(nonce))
        .bind(signed.raw.to_string())
        .bind(to_integer(now))
        .execute(&mut *transaction)
        .await?;
    sqlx::query("UPDATE payments SET state = 'submitted', transaction_hash = ? WHERE id = ?")
        .bind(signed.hash.to_string())
        .bind(payment)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

/// The transaction of a payment that may still be mined.
pub(super) async fn journalled(pool: &SqlitePool, payment: i64) -> Result<Option<Journalled>, sqlx::Error> {
    let query = "SELECT hash, raw FROM transactions WHERE payment = ? AND dropped = 0 ORDER BY gas_nonce DESC LIMIT 1";
    let row = sqlx::query(query).bind(payment).fetch_optional(pool).await?;
    row.map(|row| {
        Ok(Journalled {
            hash: from_text(&row, "hash")?,
            raw: from_text(&row, "raw")?,
        })
    })
    .transpose()
}

/// Notes that a transaction pays nothing: it was reverted, or will never be mined.
pub(super) async fn drop_transaction(pool: &SqlitePool, hash: B256) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE transactions SET dropped = 1 WHERE hash = ?")
        .bind(hash.to_string())
        .execute(pool)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(code: i64, message: &str) -> RpcError {
        RpcError::Node {
            code,
            message: message.into(),
        }
    }

    #[test]
    fn the_nodes_words_are_understood() {
        assert!(is_known(&node(-32003, "transaction already imported")));
        assert!(is_known(&node(-32000, "already known")));
        assert!(is_nonce_too_low(&node(-32003, "nonce too low")));
        assert!(!is_nonce_too_low(&RpcError::Malformed { method: "eth_call" }));
        assert_eq!(
            revert_text(&node(3, "execution reverted: used")).as_deref(),
            Some("execution reverted: used")
        );
        assert_eq!(revert_text(&node(-32005, "rate limited")), None);
    }
}
