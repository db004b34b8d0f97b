use axum::http::StatusCode;
use chain::{Authorization, authorization_digest};
use deals::{TopUpQuote, TopUpState};
use sig::{B256, Signer, sha256_digest};

use super::{
    quote::{domain, holds, offered},
    top_ups::{self, StoredTopUp},
};
use crate::{
    ApiError,
    operator::{
        Operator,
        book::{self, Entry, FEE_INCOME},
        gas::Job,
        identification::{IdentityRefusal, admit},
        settle::SettleError,
        submit::{self, Progress, Wanted},
    },
    storage,
};

/// The bank's account of the operator.
pub(super) const BANK: &str = "asset:bank";
/// Tenge that came, for which the asset is not sent yet.
const OWED: &str = "liability:top-ups";
/// The operator's authorization is good for so long; the next try signs another with the same nonce.
const AUTHORIZED_SECONDS: u64 = 24 * 3600;

/// Why a payment of a top-up is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum TopUpError {
    #[error("this operator gave no such quote")]
    Unknown,
    #[error("the quote has ended: a transfer that comes now goes back")]
    Expired,
    #[error(transparent)]
    Identity(#[from] IdentityRefusal),
    #[error(transparent)]
    Settle(#[from] SettleError),
}

impl From<sqlx::Error> for TopUpError {
    fn from(error: sqlx::Error) -> Self {
        Self::Settle(error.into())
    }
}

impl From<TopUpError> for ApiError {
    fn from(error: TopUpError) -> Self {
        let text = error.to_string();
        match error {
            TopUpError::Unknown => Self::new(StatusCode::NOT_FOUND, "unknown_quote", text),
            TopUpError::Expired => Self::new(StatusCode::CONFLICT, "quote_ended", text),
            TopUpError::Identity(refusal) => refusal.answer(),
            TopUpError::Settle(error) => error.into(),
        }
    }
}

/// Demo only: the tenge are said to have come. Then the asset is sent. The same again gives the same answer.
pub(super) async fn simulate_payment(operator: &Operator, hash: B256) -> Result<StoredTopUp, TopUpError> {
    offered(operator).ok_or(TopUpError::Unknown)?;
    let _guard = operator.locks.lock(hash).await?;
    let known = top_ups::by_hash(&operator.pool, hash)
        .await?
        .ok_or(TopUpError::Unknown)?;
    match known.state {
        TopUpState::Sent => return Ok(known),
        TopUpState::Expired => return Err(TopUpError::Expired),
        TopUpState::Paid => {}
        TopUpState::Waiting => {
            let quote = known.quote().ok_or(TopUpError::Unknown)?;
            if operator.clock.now() >= quote.expires_at {
                top_ups::expire(&operator.pool, known.id).await?;
                return Err(TopUpError::Expired);
            }
            let _admitted = admit(operator, quote.resident, quote.paid_tiyn).await?;
            note_paid(operator, &known, &quote).await?;
        }
    }
    Ok(bring_to_end(operator, hash).await?)
}

/// One database transaction notes that the tenge came and books them: the asset is owed.
async fn note_paid(operator: &Operator, top_up: &StoredTopUp, quote: &TopUpQuote) -> Result<(), sqlx::Error> {
    let mut transaction = storage::begin(&operator.pool).await?;
    if top_ups::pay(&mut transaction, top_up.id).await? {
        let paid = quote.paid_tiyn.to_i64();
        let rows = [(BANK.into(), paid), (OWED.into(), -paid)];
        let entry = Entry {
            name: format!("top-up-paid:{}", top_up.id),
            order_hash: None,
        };
        book::book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
        tracing::info!(top_up = top_up.id, "the bank's transfer came (simulated)");
    }
    transaction.commit().await
}

/// Sends what is owed, and ends quotes that nobody paid.
pub(super) async fn resume(operator: &Operator) -> Result<(), SettleError> {
    for top_up in top_ups::unfinished(&operator.pool, operator.clock.now()).await? {
        let _guard = operator.locks.lock(top_up.hash).await?;
        if top_up.state == TopUpState::Waiting {
            top_ups::expire(&operator.pool, top_up.id).await?;
            continue;
        }
        match bring_to_end(operator, top_up.hash).await {
            Ok(_) => {}
            Err(SettleError::Storage(error)) => return Err(error.into()),
            Err(error) => tracing::warn!(top_up = top_up.id, %error, "a top-up waits"),
        }
    }
    Ok(())
}

/// Sends the asset of a paid top-up, whatever happened to it before. The caller holds the quote's lock.
async fn bring_to_end(operator: &Operator, hash: B256) -> Result<StoredTopUp, SettleError> {
    let top_up = top_ups::by_hash(&operator.pool, hash)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    let (TopUpState::Paid, Some(quote)) = (top_up.state, top_up.quote()) else {
        return Ok(top_up);
    };
    let key = operator.config.settlement_key.as_ref();
    let key = key.filter(|key| holds(key, quote.operator));
    let (Some(key), Some(domain)) = (key, domain(operator, quote.asset)) else {
        tracing::error!(
            top_up = top_up.id,
            "the key or the asset of a paid top-up is gone"
        );
        return Ok(top_up);
    };
    let authorization = Authorization {
        from: quote.operator,
        to: quote.resident,
        value: quote.amount,
        valid_after: 0,
        valid_before: operator.clock.now().saturating_add(AUTHORIZED_SECONDS),
        nonce: sha256_digest(format!("cryptocity/top-up-nonce/1 {hash}").as_bytes()).to_b256(),
    };
    let wanted = Wanted {
        job: Job::TopUp(top_up.id),
        token: quote.asset.token,
        authorization,
        signature: key.sign(&authorization_digest(&authorization, &domain)),
        from_block: top_up.issued_block,
    };
    // This till may have sent it before a crash.
    if let Some(proof) = submit::find_landing(operator, &wanted).await? {
        return note_sent(operator, top_up, &quote, (proof.transaction, proof.block_number)).await;
    }
    match submit::submit(operator, &wanted).await? {
        Progress::Paid(proof) => {
            note_sent(operator, top_up, &quote, (proof.transaction, proof.block_number)).await
        }
        Progress::Pending(transaction) => {
            tracing::info!(top_up = top_up.id, %transaction, "a top-up is on its way");
            Ok(top_up)
        }
        // It stays owed.
        Progress::NotPaid(refusal) => {
            tracing::warn!(
                top_up = top_up.id,
                reason = refusal.reason,
                "a top-up is not sent yet"
            );
            Ok(top_up)
        }
    }
}

/// One database transaction notes the end and books it: what was owed went out, the fee is income.
async fn note_sent(
    operator: &Operator,
    top_up: StoredTopUp,
    quote: &TopUpQuote,
    landed: (B256, u64),
) -> Result<StoredTopUp, SettleError> {
    let mut transaction = storage::begin(&operator.pool).await?;
    if top_ups::send(&mut transaction, top_up.id, landed).await? {
        let (paid, fee) = (quote.paid_tiyn.to_i64(), quote.fee_tiyn.to_i64());
        let rows = [
            (OWED.into(), paid),
            (format!("asset:{}", quote.asset), fee - paid),
            (FEE_INCOME.into(), -fee),
        ];
        let entry = Entry {
            name: format!("top-up:{}", top_up.id),
            order_hash: None,
        };
        book::book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
        tracing::info!(top_up = top_up.id, transaction = %landed.0, "topped up");
    }
    transaction.commit().await?;
    Ok(StoredTopUp {
        state: TopUpState::Sent,
        transaction: Some(landed.0),
        block_number: Some(landed.1),
        ..top_up
    })
}
