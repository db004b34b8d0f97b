use axum::http::StatusCode;
use chain::authorization_digest;
use deals::{AcceptCashOut, CashOutQuote, CashOutState};
use sig::{B256, EvmSignature};

use super::{
    cash_outs::{self, StoredCashOut},
    quote::{domain, offered},
    send_top_up::BANK,
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

/// What residents are owed whose asset came and whose tenge did not go yet.
const OWED: &str = "liability:cash-outs";

/// Why a cash-out is not made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CashOutError {
    #[error("this operator gave no such quote")]
    Unknown,
    #[error("the quote has ended: nothing was moved")]
    Ended,
    #[error("the signature is not the resident's over this quote")]
    Signature,
    #[error("the token refuses: {0}")]
    Refused(String),
    #[error(transparent)]
    Identity(#[from] IdentityRefusal),
    #[error(transparent)]
    Settle(#[from] SettleError),
}

impl From<sqlx::Error> for CashOutError {
    fn from(error: sqlx::Error) -> Self {
        Self::Settle(error.into())
    }
}

impl From<CashOutError> for ApiError {
    fn from(error: CashOutError) -> Self {
        let text = error.to_string();
        match error {
            CashOutError::Unknown => Self::new(StatusCode::NOT_FOUND, "unknown_quote", text),
            CashOutError::Ended => Self::new(StatusCode::CONFLICT, "quote_ended", text),
            CashOutError::Signature => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "signature_invalid", text),
            CashOutError::Refused(_) => Self::new(StatusCode::CONFLICT, "token_refuses", text),
            CashOutError::Identity(refusal) => refusal.answer(),
            CashOutError::Settle(error) => error.into(),
        }
    }
}

/// Takes the resident's signature, keeps it, and settles. The same acceptance again gives the same answer.
pub(super) async fn accept(
    operator: &Operator,
    request: &AcceptCashOut,
) -> Result<StoredCashOut, CashOutError> {
    let quote: CashOutQuote =
        serde_json::from_str(&request.quote.content).map_err(|_| CashOutError::Unknown)?;
    let home = operator.registry.with(|registry| registry.home_chain);
    let hash = quote.hash(home);
    let _guard = operator.locks.lock(hash).await?;
    let known = cash_outs::by_hash(&operator.pool, hash)
        .await?
        .filter(|known| known.signed == request.quote)
        .ok_or(CashOutError::Unknown)?;
    match known.state {
        CashOutState::PaidOut => return Ok(known),
        CashOutState::Ended => return Err(CashOutError::Ended),
        CashOutState::Offered | CashOutState::Pending | CashOutState::Received => {}
    }
    let domain = domain(operator, quote.asset).ok_or(CashOutError::Unknown)?;
    let digest = authorization_digest(&quote.authorization(home), &domain);
    if request.signature.recover(&digest) != Ok(quote.resident) {
        return Err(CashOutError::Signature);
    }
    if known.state == CashOutState::Offered {
        if operator.clock.now() >= quote.expires_at {
            cash_outs::end(&operator.pool, known.id).await?;
            return Err(CashOutError::Ended);
        }
        let _admitted = admit(operator, quote.resident, quote.worth_tiyn).await?;
        cash_outs::accept(&operator.pool, known.id, &request.signature).await?;
    }
    bring_to_end(operator, hash).await?.map_err(CashOutError::Refused)
}

/// Brings cash-outs on, and ends quotes that nobody took.
pub(super) async fn resume(operator: &Operator) -> Result<(), SettleError> {
    for cash_out in cash_outs::unfinished(&operator.pool, operator.clock.now()).await? {
        let _guard = operator.locks.lock(cash_out.hash).await?;
        if cash_out.state == CashOutState::Offered {
            cash_outs::end(&operator.pool, cash_out.id).await?;
            continue;
        }
        match bring_to_end(operator, cash_out.hash).await {
            Ok(_) => {}
            Err(SettleError::Storage(error)) => return Err(error.into()),
            Err(error) => tracing::warn!(cash_out = cash_out.id, %error, "a cash-out waits"),
        }
    }
    Ok(())
}

/// How a cash-out stands, or what the token said.
type Outcome = Result<StoredCashOut, String>;

/// Takes the asset of an accepted cash-out and pays it out, whatever happened to it before. The caller holds the quote's
/// lock.
async fn bring_to_end(operator: &Operator, hash: B256) -> Result<Outcome, SettleError> {
    let cash_out = cash_outs::by_hash(&operator.pool, hash)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    let (Some(quote), Some(signature)) = (cash_out.quote(), cash_out.signature) else {
        return Ok(Ok(cash_out));
    };
    match cash_out.state {
        CashOutState::Offered | CashOutState::PaidOut => Ok(Ok(cash_out)),
        CashOutState::Received => pay_out(operator, cash_out, &quote).await.map(Ok),
        CashOutState::Pending | CashOutState::Ended => receive(operator, cash_out, &quote, signature).await,
    }
}

async fn receive(
    operator: &Operator,
    cash_out: StoredCashOut,
    quote: &CashOutQuote,
    signature: EvmSignature,
) -> Result<Outcome, SettleError> {
    let home = operator.registry.with(|registry| registry.home_chain);
    let wanted = Wanted {
        job: Job::CashOut(cash_out.id),
        token: quote.asset.token,
        authorization: quote.authorization(home),
        signature,
        from_block: cash_out.issued_block,
    };
    // Anybody may have submitted it, this till before a crash among them.
    if let Some(proof) = submit::find_landing(operator, &wanted).await? {
        let landed = (proof.transaction, proof.block_number);
        let received = note_received(operator, cash_out, quote, landed).await?;
        return pay_out(operator, received, quote).await.map(Ok);
    }
    if cash_out.state == CashOutState::Ended {
        return Ok(Ok(cash_out));
    }
    match submit::submit(operator, &wanted).await? {
        Progress::Paid(proof) => {
            let landed = (proof.transaction, proof.block_number);
            let received = note_received(operator, cash_out, quote, landed).await?;
            pay_out(operator, received, quote).await.map(Ok)
        }
        Progress::Pending(_) => Ok(Ok(cash_out)),
        Progress::NotPaid(refusal) => {
            cash_outs::end(&operator.pool, cash_out.id).await?;
            tracing::info!(
                cash_out = cash_out.id,
                reason = refusal.reason,
                "a cash-out is not made"
            );
            Ok(Err(refusal.message))
        }
    }
}

/// One database transaction notes that the asset came and books it: tenge are owed, the fee is income.
async fn note_received(
    operator: &Operator,
    cash_out: StoredCashOut,
    quote: &CashOutQuote,
    landed: (B256, u64),
) -> Result<StoredCashOut, SettleError> {
    let mut transaction = storage::begin(&operator.pool).await?;
    if cash_outs::receive(&mut transaction, cash_out.id, landed).await? {
        let rows = [
            (format!("asset:{}", quote.asset), quote.worth_tiyn.to_i64()),
            (OWED.into(), -quote.paid_tiyn.to_i64()),
            (FEE_INCOME.into(), -quote.fee_tiyn.to_i64()),
        ];
        let entry = Entry {
            name: format!("cash-out:{}", cash_out.id),
            order_hash: None,
        };
        book::book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
        tracing::info!(cash_out = cash_out.id, transaction = %landed.0, "the asset of a cash-out came");
    }
    transaction.commit().await?;
    Ok(StoredCashOut {
        state: CashOutState::Received,
        transaction: Some(landed.0),
        block_number: Some(landed.1),
        ..cash_out
    })
}

/// Demo only: the tenge are said to have gone. One database transaction notes and books it.
async fn pay_out(
    operator: &Operator,
    cash_out: StoredCashOut,
    quote: &CashOutQuote,
) -> Result<StoredCashOut, SettleError> {
    if offered(operator).is_none() {
        return Ok(cash_out);
    }
    let mut transaction = storage::begin(&operator.pool).await?;
    if cash_outs::pay_out(&mut transaction, cash_out.id).await? {
        let paid = quote.paid_tiyn.to_i64();
        let rows = [(OWED.into(), paid), (BANK.into(), -paid)];
        let entry = Entry {
            name: format!("cash-out-paid:{}", cash_out.id),
            order_hash: None,
        };
        book::book(&mut transaction, &entry, &rows, operator.clock.now()).await?;
        tracing::info!(cash_out = cash_out.id, "paid out (simulated)");
    }
    transaction.commit().await?;
    Ok(StoredCashOut {
        state: CashOutState::PaidOut,
        ..cash_out
    })
}
