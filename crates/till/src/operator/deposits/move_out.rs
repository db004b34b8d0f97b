use chain::{Authorization, authorization_digest};
use sig::{Address, Signer};
use units::AssetAmount;

use super::{Deposit, DepositError, DepositStatus, key_of, read, status};
use crate::{
    operator::{
        Operator,
        gas::Job,
        quote_store,
        refusal::Refusal,
        settle::SettleError,
        submit::{self, Progress, Wanted},
    },
    storage::to_integer,
};

/// Authorizations of a deposit's key are good for so long; the next try signs another.
const SWEEP_SECONDS: u64 = 24 * 3600;

/// Moves what paid an order to the settlement address. The order's address needs no coin: its key authorizes.
pub(super) async fn sweep(operator: &Operator, deposit: &Deposit) -> Result<(), SettleError> {
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
pub(in crate::operator) async fn give_back(
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
    let domain = asset.domain();
    let wanted = Wanted {
        job,
        token: id.token,
        authorization,
        signature: key.sign(&authorization_digest(&authorization, &domain)),
        from_block: quote.issued_block,
    };
    Ok(submit::submit(operator, &wanted).await?)
}
