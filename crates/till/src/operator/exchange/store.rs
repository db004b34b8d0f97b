use deals::{ExchangeOffer, ExchangeState, ExchangeStatus, SignedExchangeOffer};
use sig::{B256, EvmSignature};
use sqlx::{AnyConnection, AnyPool, Row, any::AnyRow};

use crate::storage::{from_integer, from_json, from_json_opt, from_text, to_integer, to_json};

/// An exchange as it stands.
#[derive(Debug, Clone)]
pub(super) struct StoredExchange {
    pub(super) id: i64,
    pub(super) signed: SignedExchangeOffer,
    pub(super) state: ExchangeState,
    pub(super) signature: Option<EvmSignature>,
    pub(super) issued_block: u64,
    pub(super) transaction: Option<B256>,
    pub(super) block_number: Option<u64>,
}

impl StoredExchange {
    /// What the resident is told.
    pub(super) fn status(&self) -> ExchangeStatus {
        ExchangeStatus {
            state: self.state,
            offer: self.signed.clone(),
            transaction: self.transaction,
            block_number: self.block_number,
        }
    }
}

const fn name_of(state: ExchangeState) -> &'static str {
    match state {
        ExchangeState::Offered => "offered",
        ExchangeState::Pending => "pending",
        ExchangeState::Settled => "settled",
        ExchangeState::Ended => "ended",
    }
}

pub(super) async fn insert(
    connection: &mut AnyConnection,
    offer: &ExchangeOffer,
    signed: &SignedExchangeOffer,
    issued_block: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO exchanges (offer_hash, signed_offer, resident, buy_asset, buy_amount, worth_tiyn, fee_tiyn, state, \
         issued_block, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'offered', $8, $9, $10)",
    )
    .bind(offer.digest().to_b256().to_string())
    .bind(to_json(signed)?)
    .bind(offer.resident.to_string())
    .bind(offer.buy.to_string())
    .bind(offer.amounts.buy_amount.get().to_string())
    .bind(offer.amounts.worth_tiyn.to_i64())
    .bind(offer.amounts.fee_tiyn.to_i64())
    .bind(to_integer(issued_block))
    .bind(to_integer(offer.issued_at))
    .bind(to_integer(offer.expires_at))
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn by_hash(pool: &AnyPool, offer_hash: B256) -> Result<Option<StoredExchange>, sqlx::Error> {
    sqlx::query("SELECT * FROM exchanges WHERE offer_hash = $1")
        .bind(offer_hash.to_string())
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// What is accepted and not yet at its end, and what nobody accepted in time.
pub(super) async fn unfinished(pool: &AnyPool, now: u64) -> Result<Vec<StoredExchange>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT * FROM exchanges WHERE state = 'pending' OR (state = 'offered' AND expires_at <= $1) \
         ORDER BY id LIMIT 100",
    )
    .bind(to_integer(now))
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

/// Keeps the resident's signature, before anything is sent.
pub(super) async fn accept(pool: &AnyPool, id: i64, signature: &EvmSignature) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE exchanges SET state = 'pending', signature = $1 WHERE id = $2 AND state = 'offered'")
        .bind(to_json(signature)?)
        .bind(id)
        .execute(pool)
        .await?;
    Ok(())
}

/// Notes the end of an exchange. `false` when it had one.
pub(super) async fn finish(
    connection: &mut AnyConnection,
    id: i64,
    state: ExchangeState,
    landed: Option<(B256, u64)>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE exchanges SET state = $1, transaction_hash = $2, block_number = $3 \
         WHERE id = $4 AND state IN ('offered', 'pending')",
    )
    .bind(name_of(state))
    .bind(landed.map(|(hash, _)| hash.to_string()))
    .bind(landed.map(|(_, block)| to_integer(block)))
    .bind(id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn read(row: &AnyRow) -> Result<StoredExchange, sqlx::Error> {
    let state = match row.try_get::<&str, _>("state")? {
        "offered" => ExchangeState::Offered,
        "pending" => ExchangeState::Pending,
        "settled" => ExchangeState::Settled,
        _ => ExchangeState::Ended,
    };
    let landed = row.try_get::<Option<&str>, _>("transaction_hash")?.is_some();
    Ok(StoredExchange {
        id: row.try_get("id")?,
        signed: from_json(row, "signed_offer")?,
        state,
        signature: from_json_opt(row, "signature")?,
        issued_block: from_integer(row, "issued_block")?,
        transaction: if landed {
            Some(from_text(row, "transaction_hash")?)
        } else {
            None
        },
        block_number: if landed {
            Some(from_integer(row, "block_number")?)
        } else {
            None
        },
    })
}
