//! Transactions of the gas key: numbered without gaps, journalled before they are sent, signed again with a higher fee
//! when they wait too long, never above the operator's ceiling.

mod journal;

use std::fmt;

use chain::{
    Bytes, FeeSuggestion, RpcError, SignedTransaction, TransactionRequest, TxKind, sign_transaction,
};
use sig::{Address, B256, Signer, U256};

use super::Operator;

pub(super) use journal::{Journalled, drop_job, drop_transaction, journalled, waiting};
use journal::{journal, take_back};

/// Head room over the estimate: another payment in the same block may make storage colder.
const GAS_MARGIN_PERCENT: u64 = 30;
/// How often a number is taken anew when somebody else used it.
const ATTEMPTS: usize = 3;
/// Nodes want 10 % more before they take a replacement.
const RAISE_PERCENT: u128 = 13;

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Job {
    Payment(i64),
    Refund(i64),
    Sweep(i64),
    Return(i64),
    Exchange(i64),
    Subscription(i64),
    /// Units of a failed offering, taken back by contract and investor.
    TakeBack(B256),
    /// Their money, paid out.
    PayBack(B256),
    TopUp(i64),
    CashOut(i64),
    /// A resident's own transfer, by token, payer and nonce.
    Relay(B256),
}

impl fmt::Display for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Payment(id) => write!(f, "payment:{id}"),
            Self::Refund(id) => write!(f, "refund:{id}"),
            Self::Sweep(id) => write!(f, "sweep:{id}"),
            Self::Return(id) => write!(f, "return:{id}"),
            Self::Exchange(id) => write!(f, "exchange:{id}"),
            Self::Subscription(id) => write!(f, "subscription:{id}"),
            Self::TakeBack(id) => write!(f, "take-back:{id}"),
            Self::PayBack(id) => write!(f, "pay-back:{id}"),
            Self::TopUp(id) => write!(f, "top-up:{id}"),
            Self::CashOut(id) => write!(f, "cash-out:{id}"),
            Self::Relay(id) => write!(f, "relay:{id}"),
        }
    }
}

/// Why a call was not sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    /// The node carries the call out in simulation and it reverts.
    #[error("{0}")]
    Reverted(String),
    /// The chain asks for more than the operator pays.
    #[error("a transaction costs {asked} wei a unit of gas now, above the ceiling of {ceiling}")]
    AboveCeiling { asked: u128, ceiling: u128 },
    /// No node, or one that refuses the transaction for a reason of the operator's own, e.g. no funds for gas.
    #[error(transparent)]
    Rpc(#[from] RpcError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
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

fn no_answer(error: &RpcError) -> bool {
    matches!(error, RpcError::Http(_) | RpcError::Malformed { .. })
}

/// Simulates a call, then signs, journals and broadcasts it for a job. After this the transaction may be on its way
/// even when the node did not answer: look for the hash.
pub(super) async fn send(
    operator: &Operator,
    job: Job,
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
    let fees = below_ceiling(operator, operator.rpc.fee_suggestion().await?)?;
    let gas_limit = gas.saturating_add(gas.saturating_mul(GAS_MARGIN_PERCENT) / 100);

    let _guard = operator.locks.lock("gas").await?;
    let mut attempt = 0;
    loop {
        attempt += 1;
        let nonce = next_nonce(operator, from).await?;
        let signed = sign(operator, nonce, gas_limit, fees, (to, &input));
        let new = Journalled {
            hash: signed.hash,
            raw: signed.raw.clone(),
            nonce,
            gas_limit,
            fees,
            signed_at: operator.clock.now(),
        };
        journal(&operator.pool, job, &new, None).await?;
        match operator.rpc.send_raw_transaction(&signed.raw).await {
            Ok(_) => return Ok(signed.hash),
            Err(error) if is_known(&error) => return Ok(signed.hash),
            // The reply was lost, the transaction perhaps not.
            Err(error) if no_answer(&error) => return Ok(signed.hash),
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

/// Signs a transaction that waits for longer than the operator likes again, with the same number and a higher fee.
/// Gives the one to look for from now on: the old one when it is too young, or when the fee would go above the ceiling.
pub(super) async fn raise(
    operator: &Operator,
    job: Job,
    old: &Journalled,
    to: Address,
    input: &Bytes,
) -> Result<B256, SendError> {
    let now = operator.clock.now();
    if now
        < old
            .signed_at
            .saturating_add(operator.config.gas.raise_after_seconds)
    {
        return Ok(old.hash);
    }
    let wanted = raised(old.fees, operator.rpc.fee_suggestion().await?);
    let fees = match below_ceiling(operator, wanted) {
        Ok(fees) => fees,
        Err(error) => {
            tracing::warn!(transaction = %old.hash, %error, "the fee is not raised");
            return Ok(old.hash);
        }
    };
    let _guard = operator.locks.lock("gas").await?;
    let signed = sign(operator, old.nonce, old.gas_limit, fees, (to, input));
    let new = Journalled {
        hash: signed.hash,
        raw: signed.raw.clone(),
        fees,
        signed_at: now,
        ..old.clone()
    };
    journal(&operator.pool, job, &new, Some(old.hash)).await?;
    match operator.rpc.send_raw_transaction(&signed.raw).await {
        Err(error) if !is_known(&error) && !no_answer(&error) => {
            tracing::warn!(transaction = %old.hash, %error, "the node does not take the higher fee");
            take_back(&operator.pool, new.hash, old.hash).await?;
            Ok(old.hash)
        }
        _ => {
            tracing::info!(old = %old.hash, new = %new.hash, "fee raised");
            Ok(new.hash)
        }
    }
}

fn raised(old: FeeSuggestion, suggested: FeeSuggestion) -> FeeSuggestion {
    let more = |old: u128, suggested: u128| {
        old.saturating_add(old.saturating_mul(RAISE_PERCENT) / 100)
            .saturating_add(1)
            .max(suggested)
    };
    let tip = more(old.max_priority_fee_per_gas, suggested.max_priority_fee_per_gas);
    FeeSuggestion {
        max_fee_per_gas: more(old.max_fee_per_gas, suggested.max_fee_per_gas).max(tip),
        max_priority_fee_per_gas: tip,
    }
}

fn below_ceiling(operator: &Operator, fees: FeeSuggestion) -> Result<FeeSuggestion, SendError> {
    let (asked, ceiling) = (fees.max_fee_per_gas, operator.config.gas.max_fee_wei);
    if asked > ceiling {
        Err(SendError::AboveCeiling { asked, ceiling })
    } else {
        Ok(fees)
    }
}

fn sign(
    operator: &Operator,
    nonce: u64,
    gas_limit: u64,
    fees: FeeSuggestion,
    (to, input): (Address, &Bytes),
) -> SignedTransaction {
    let request = TransactionRequest {
        chain: operator.rpc.chain(),
        nonce,
        gas_limit,
        max_fee_per_gas: fees.max_fee_per_gas,
        max_priority_fee_per_gas: fees.max_priority_fee_per_gas,
        to: TxKind::Call(to),
        value: U256::ZERO,
        input: input.clone(),
    };
    sign_transaction(request, &operator.config.gas_key)
}

/// The number after the highest that is journalled or known to the node. Transactions that the node has lost are sent
/// again first, else everything after them would wait for ever.
async fn next_nonce(operator: &Operator, from: Address) -> Result<u64, SendError> {
    let pending = operator.rpc.next_nonce(from).await?;
    let mut next = pending;
    for sent in journal::on_their_way(&operator.pool, pending).await? {
        match operator.rpc.send_raw_transaction(&sent.raw).await {
            Ok(_) => next = sent.nonce.saturating_add(1),
            Err(error) if is_known(&error) => next = sent.nonce.saturating_add(1),
            Err(error) if no_answer(&error) => return Err(error.into()),
            Err(error) => {
                tracing::warn!(hash = %sent.hash, %error, "a journalled transaction is given up");
                drop_transaction(&operator.pool, sent.hash).await?;
            }
        }
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn a_raised_fee_is_a_tenth_more_in_both_parts_and_covers_its_tip(
            max in 0u128..1 << 90, tip in 0u128..1 << 90, suggested in 0u128..1 << 90,
        ) {
            let old = FeeSuggestion { max_fee_per_gas: max.max(tip), max_priority_fee_per_gas: tip };
            let new = raised(old, FeeSuggestion { max_fee_per_gas: suggested, max_priority_fee_per_gas: suggested });
            prop_assert!(new.max_fee_per_gas * 10 >= old.max_fee_per_gas * 11);
            prop_assert!(new.max_priority_fee_per_gas * 10 >= old.max_priority_fee_per_gas * 11);
            prop_assert!(new.max_fee_per_gas >= new.max_priority_fee_per_gas);
            prop_assert!(new.max_fee_per_gas >= suggested);
        }
    }
}
