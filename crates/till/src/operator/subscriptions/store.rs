use deals::{SignedSubscription, SubscriptionState, SubscriptionStatus};
use sig::{Address, B256, EvmSignature};
use sqlx::{AnyPool, Row, any::AnyRow};
use units::Tiyn;

use crate::storage::{from_integer, from_json, from_json_opt, from_text, to_integer, to_json};

/// Where a subscription is for this till.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Offered,
    Pending,
    /// The contract said no; this till does not submit it again. Until it expires somebody else may.
    Refused,
    Subscribed,
    Ended,
}

impl Stage {
    const fn name(self) -> &'static str {
        match self {
            Self::Offered => "offered",
            Self::Pending => "pending",
            Self::Refused => "refused",
            Self::Subscribed => "subscribed",
            Self::Ended => "ended",
        }
    }
}

/// A subscription as it stands.
#[derive(Debug, Clone)]
pub(super) struct StoredSubscription {
    pub(super) id: i64,
    pub(super) signed: SignedSubscription,
    pub(super) stage: Stage,
    /// What its units are worth in tenge.
    pub(super) worth: Tiyn,
    pub(super) signature: Option<EvmSignature>,
    pub(super) issued_block: u64,
    pub(super) transaction: Option<B256>,
    pub(super) block_number: Option<u64>,
}

impl StoredSubscription {
    /// What the investor is told.
    pub(super) fn status(&self) -> SubscriptionStatus {
        SubscriptionStatus {
            state: match self.stage {
                Stage::Offered => SubscriptionState::Offered,
                Stage::Pending => SubscriptionState::Pending,
                Stage::Subscribed => SubscriptionState::Subscribed,
                Stage::Refused | Stage::Ended => SubscriptionState::Ended,
            },
            subscription: self.signed.clone(),
            transaction: self.transaction,
            block_number: self.block_number,
        }
    }
}

/// What is kept of a subscription that was just signed.
#[derive(Debug)]
pub(super) struct NewSubscription<'a> {
    pub(super) signed: &'a SignedSubscription,
    pub(super) worth: Tiyn,
    pub(super) risks_version: u32,
    pub(super) issued_block: u64,
    pub(super) issued_at: u64,
}

pub(super) async fn insert(pool: &AnyPool, new: &NewSubscription<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO subscriptions (subscription_id, signed_subscription, contract, investor, worth_tiyn, risks_version, \
         state, issued_block, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, 'offered', $7, $8, $9)",
    )
    .bind(new.signed.id().to_string())
    .bind(to_json(new.signed)?)
    .bind(new.signed.contract.to_string())
    .bind(new.signed.subscription.investor.to_string())
    .bind(new.worth.to_i64())
    .bind(i64::from(new.risks_version))
    .bind(to_integer(new.issued_block))
    .bind(to_integer(new.issued_at))
    .bind(to_integer(new.signed.subscription.expires_at))
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn by_id(pool: &AnyPool, id: B256) -> Result<Option<StoredSubscription>, sqlx::Error> {
    sqlx::query("SELECT * FROM subscriptions WHERE subscription_id = $1")
        .bind(id.to_string())
        .fetch_optional(pool)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// What is signed by both and not yet at its end, and what is past its time and needs a last look.
pub(super) async fn unfinished(pool: &AnyPool, now: u64) -> Result<Vec<StoredSubscription>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT * FROM subscriptions WHERE state = 'pending' OR (state IN ('offered', 'refused') AND expires_at <= $1) \
         ORDER BY id LIMIT 100",
    )
    .bind(to_integer(now))
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

/// What an investor's subscriptions since a time are worth: paid ones that were not refunded, and those that may still be
/// paid.
pub(super) async fn used(
    pool: &AnyPool,
    investor: Address,
    since: u64,
    now: u64,
) -> Result<Tiyn, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT worth_tiyn FROM subscriptions WHERE investor = $1 AND issued_at > $2 AND refunded_at IS NULL AND \
         (state IN ('pending', 'subscribed') OR (state IN ('offered', 'refused') AND expires_at > $3))",
    )
    .bind(investor.to_string())
    .bind(to_integer(since))
    .bind(to_integer(now))
    .fetch_all(pool)
    .await?;
    let mut sum = Tiyn::ZERO;
    for row in &rows {
        sum = sum.checked_add(read_worth(row)?).unwrap_or(Tiyn::MAX);
    }
    Ok(sum)
}

/// Keeps the investor's signature, before anything is sent.
pub(super) async fn accept(pool: &AnyPool, id: i64, signature: &EvmSignature) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE subscriptions SET state = 'pending', signature = $1 WHERE id = $2 AND state = 'offered'",
    )
    .bind(to_json(signature)?)
    .bind(id)
    .execute(pool)
    .await?;
    Ok(())
}

/// Notes how far a subscription has come. `false` when it was at its end.
pub(super) async fn finish(
    pool: &AnyPool,
    id: i64,
    stage: Stage,
    landed: Option<(B256, u64)>,
    now: u64,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE subscriptions SET state = $1, transaction_hash = $2, block_number = $3, settled_at = $4 \
         WHERE id = $5 AND state IN ('offered', 'pending', 'refused')",
    )
    .bind(stage.name())
    .bind(landed.map(|(hash, _)| hash.to_string()))
    .bind(landed.map(|(_, block)| to_integer(block)))
    .bind((stage == Stage::Subscribed).then(|| to_integer(now)))
    .bind(id)
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The block from which on an investor's units of an offering can have come; `None` when this till registered none.
pub(super) async fn first_block(
    pool: &AnyPool,
    contract: Address,
    investor: Address,
) -> Result<Option<u64>, sqlx::Error> {
    let block: Option<i64> = sqlx::query_scalar(
        "SELECT min(issued_block) FROM subscriptions WHERE contract = $1 AND investor = $2",
    )
    .bind(contract.to_string())
    .bind(investor.to_string())
    .fetch_one(pool)
    .await?;
    Ok(block.and_then(|block| u64::try_from(block).ok()))
}

/// Notes that an investor got the money of a failed offering back.
pub(super) async fn note_refunded(
    pool: &AnyPool,
    contract: Address,
    investor: Address,
    now: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE subscriptions SET refunded_at = $1 \
         WHERE contract = $2 AND investor = $3 AND state = 'subscribed' AND refunded_at IS NULL",
    )
    .bind(to_integer(now))
    .bind(contract.to_string())
    .bind(investor.to_string())
    .execute(pool)
    .await?;
    Ok(())
}

fn read_worth(row: &AnyRow) -> Result<Tiyn, sqlx::Error> {
    Tiyn::try_from(row.try_get::<i64, _>("worth_tiyn")?)
        .map_err(|error| sqlx::Error::Decode(error.to_string().into()))
}

fn read(row: &AnyRow) -> Result<StoredSubscription, sqlx::Error> {
    let stage = match row.try_get::<&str, _>("state")? {
        "offered" => Stage::Offered,
        "pending" => Stage::Pending,
        "refused" => Stage::Refused,
        "subscribed" => Stage::Subscribed,
        _ => Stage::Ended,
    };
    let landed = row.try_get::<Option<&str>, _>("transaction_hash")?.is_some();
    Ok(StoredSubscription {
        id: row.try_get("id")?,
        signed: from_json(row, "signed_subscription")?,
        stage,
        worth: read_worth(row)?,
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
