use chain::{Authorization, PaymentProof, RpcError};
use checkout::{
    VerifyPaymentError, derive_order_nonce, verify_payment,
    x402::{FacilitatorRequest, PaymentPayload, SettleResponse},
};
use sig::{Address, B256};

use super::{
    Operator, book, deposits,
    gas::{Job, SendError},
    payment_store::{self, NewPayment, PaymentState, StoredPayment},
    quote_store::{self, StoredQuote},
    refusal::Refusal,
    refusals::{self, NewRefusal},
    screening::{Deal, screen},
    submit::{self, Progress, SubmitError, Wanted},
    travel,
};
use crate::{ApiError, payment_id::payment_id};

/// After the quote's end, an inclusion within this time still counts, in seconds.
pub(super) const INCLUSION_SECONDS: u64 = 60;

/// Why a settlement has no outcome now. Asking again with the same payload is safe.
#[derive(Debug, thiserror::Error)]
pub(super) enum SettleError {
    #[error(transparent)]
    Submit(#[from] SubmitError),
    #[error("the node cannot be used: {0}")]
    Rpc(#[from] RpcError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<SettleError> for ApiError {
    fn from(error: SettleError) -> Self {
        match &error {
            SettleError::Storage(cause) | SettleError::Submit(SubmitError::Storage(cause)) => {
                Self::internal(cause)
            }
            SettleError::Submit(SubmitError::Send(SendError::AboveCeiling { .. })) => {
                Self::unavailable("fees_above_ceiling", error.to_string())
            }
            SettleError::Rpc(_) | SettleError::Submit(SubmitError::Rpc(_) | SubmitError::Send(_)) => {
                Self::unavailable("chain_unavailable", error.to_string())
            }
        }
    }
}

/// Settles a payment, or says what became of it before. The same payload gives the same answer however often it comes;
/// of two payments for one order the first one that settles wins.
pub(super) async fn settle(
    operator: &Operator,
    request: &FacilitatorRequest,
) -> Result<SettleResponse, SettleError> {
    let payer = request.payment_payload.payload.authorization.from;
    let network = request.payment_requirements.network.clone();
    match settle_or_refuse(operator, &request.payment_payload, request).await? {
        Ok(answer) => Ok(answer),
        Err(refusal) => {
            tracing::info!(%payer, reason = refusal.reason, "not settled");
            Ok(refusal.into_response(payer, network))
        }
    }
}

/// Settled, or why not.
pub(super) type Decision = Result<SettleResponse, Refusal>;

async fn settle_or_refuse(
    operator: &Operator,
    payload: &PaymentPayload,
    request: &FacilitatorRequest,
) -> Result<Decision, SettleError> {
    let Some(quote) = quote_store::find(&operator.pool, request).await? else {
        return Ok(Err(Refusal::unknown_order()));
    };
    let _guard = operator.locks.lock(quote.order_hash()).await?;
    let token = quote.signed.quote.asset.token;
    let id = payment_id(payload);
    if let Some(known) = payment_store::find(&operator.pool, payload, token).await? {
        let same = known.payment_id == id && known.order_hash == quote.order_hash();
        match known.state {
            PaymentState::Settled | PaymentState::RefundDue if same => return Ok(outcome(known)),
            PaymentState::Stored | PaymentState::Submitted if same => {
                return bring_to_end(operator, &known).await;
            }
            PaymentState::Refused => {}
            _ if known.order_hash != quote.order_hash() => return Ok(Err(Refusal::nonce_used())),
            PaymentState::Settled => return Ok(Err(Refusal::already_paid())),
            _ => return Ok(Err(Refusal::in_progress())),
        }
    }
    let new = Incoming {
        payload,
        quote: &quote,
        token,
        id,
    };
    if let Some(refusal) = make_way(operator, &new).await? {
        return Ok(Err(refusal));
    }
    let now = operator.clock.now();
    match verify_payment(payload, &quote.requirement, quote.order_hash(), now) {
        Ok(_) | Err(VerifyPaymentError::ValidBefore) if now >= quote.signed.quote.expires_at => {
            look_only(operator, &new, Refusal::quote_expired()).await
        }
        Err(error @ VerifyPaymentError::ValidBefore) => look_only(operator, &new, error.into()).await,
        Err(error) => Ok(Err(error.into())),
        Ok(_) => match new.screened(operator).await? {
            Some(refusal) => look_only(operator, &new, refusal).await,
            None => {
                let stored = new.store(operator, PaymentState::Stored).await?;
                bring_to_end(operator, &stored).await
            }
        },
    }
}

/// A payment that is not known yet.
struct Incoming<'a> {
    payload: &'a PaymentPayload,
    quote: &'a StoredQuote,
    token: Address,
    id: B256,
}

impl Incoming<'_> {
    fn wanted(&self) -> Wanted {
        Wanted {
            // Not stored yet: nothing is journalled under it.
            job: Job::Payment(0),
            token: self.token,
            authorization: Authorization::from(&self.payload.payload.authorization),
            signature: self.payload.payload.signature,
            from_block: self.quote.issued_block,
        }
    }

    /// Whether this payer may pay this order. A refusal is written down for the authority.
    async fn screened(&self, operator: &Operator) -> Result<Option<Refusal>, sqlx::Error> {
        let payer = self.payload.payload.authorization.from;
        let deal = Deal {
            stage: "payment",
            order_hash: self.quote.order_hash(),
            merchant_id: &self.quote.merchant_id,
            total_tiyn: self.quote.total_tiyn,
            payer: Some(payer),
        };
        let Err(screened) = screen(operator, &deal).await else {
            let lacking = travel::lacking(operator, deal.order_hash, deal.total_tiyn).await?;
            return Ok(lacking.map(|_| Refusal::travel_data_required()));
        };
        let message = screened.to_string();
        let refusal = NewRefusal {
            stage: "payment",
            reason: screened.name(),
            message: &message,
            order_hash: self.quote.order_hash(),
            merchant_id: &self.quote.merchant_id,
            payer: Some(payer),
            asset: Some(self.quote.signed.quote.asset.to_string()),
            tiyn: self.quote.total_tiyn,
        };
        refusals::record(&operator.pool, &refusal, operator.clock.now()).await?;
        Ok(Some(Refusal::new(screened.name(), message)))
    }

    async fn store(&self, operator: &Operator, state: PaymentState) -> Result<StoredPayment, sqlx::Error> {
        let order_hash = self.quote.order_hash();
        let new = NewPayment {
            token: self.token,
            payment_id: self.id,
            order_hash,
            quote_id: self.quote.id,
            payload: self.payload,
            order_bound: self.payload.payload.authorization.nonce == derive_order_nonce(order_hash),
            state,
            now: operator.clock.now(),
        };
        payment_store::put(&operator.pool, &new).await
    }
}

/// What became of a payment that has come to its end.
fn outcome(payment: StoredPayment) -> Decision {
    match payment.answer {
        Some(answer) => Ok(answer),
        None => Err(Refusal::already_paid().with_transaction(payment.transaction)),
    }
}

/// Makes sure that no other payment of the order is settled or on its way. One that was begun is brought to its end
/// first, so that a payer who went away does not block the order.
async fn make_way(operator: &Operator, new: &Incoming<'_>) -> Result<Option<Refusal>, SettleError> {
    for other in payment_store::of_order(&operator.pool, new.quote.order_hash()).await? {
        let other_state = match other.state {
            PaymentState::Stored | PaymentState::Submitted => match bring_to_end(operator, &other).await? {
                Ok(_) => PaymentState::Settled,
                Err(refusal) if refusal.reason == "settlement_pending" => {
                    return Ok(Some(Refusal::in_progress()));
                }
                Err(_) => PaymentState::Refused,
            },
            state => state,
        };
        if other_state == PaymentState::Settled {
            return refuse_second(operator, new).await.map(Some);
        }
    }
    Ok(None)
}

/// Refuses a payment for an order that is paid. It is remembered when it could land by somebody else's hand, and to be
/// given back when it has.
async fn refuse_second(operator: &Operator, new: &Incoming<'_>) -> Result<Refusal, SettleError> {
    let landed = submit::find_landing(operator, &new.wanted()).await?;
    let now = operator.clock.now();
    let genuine = verify_payment(new.payload, &new.quote.requirement, new.quote.order_hash(), now).is_ok();
    if landed.is_none() && !genuine {
        return Ok(Refusal::already_paid());
    }
    let stored = new.store(operator, PaymentState::Refused).await?;
    if let Some(proof) = &landed {
        book::owe_refund(operator, &stored, new.quote, proof).await?;
    }
    Ok(Refusal::already_paid().with_transaction(landed.map(|proof| proof.transaction)))
}

/// Nothing is begun after the quote's end; what the chain included in time counts all the same.
async fn look_only(
    operator: &Operator,
    new: &Incoming<'_>,
    refusal: Refusal,
) -> Result<Decision, SettleError> {
    let Some(proof) = submit::find_landing(operator, &new.wanted()).await? else {
        return Ok(Err(refusal));
    };
    let stored = new.store(operator, PaymentState::Refused).await?;
    book_landing(operator, &stored, new.quote, &proof).await
}

/// Books a payment that somebody else submitted: it pays its order when it was included in time and nothing else does,
/// else it is to be given back.
pub(super) async fn book_landing(
    operator: &Operator,
    payment: &StoredPayment,
    quote: &StoredQuote,
    proof: &PaymentProof,
) -> Result<Decision, SettleError> {
    let included_at = operator.rpc.block_time_of(proof.block_number).await?;
    if included_at <= quote.signed.quote.expires_at.saturating_add(INCLUSION_SECONDS) {
        return Ok(book::settle(operator, payment, quote, proof).await?);
    }
    book::owe_refund(operator, payment, quote, proof).await?;
    Ok(Err(
        Refusal::quote_expired().with_transaction(Some(proof.transaction))
    ))
}

/// Brings a stored payment to its end. The caller holds the order's lock.
pub(super) async fn bring_to_end(
    operator: &Operator,
    payment: &StoredPayment,
) -> Result<Decision, SettleError> {
    let quote = quote_store::by_id(&operator.pool, payment.quote_id).await?;
    let Some(wanted) = payment.wanted(&quote) else {
        return deposits::bring_to_end(operator, payment, &quote).await;
    };
    // Stored in time, but the node was away for too long: as if it came now.
    let late = operator.clock.now() > quote.signed.quote.expires_at.saturating_add(INCLUSION_SECONDS);
    let progress = if late && payment.state == PaymentState::Stored {
        match submit::find_landing(operator, &wanted).await? {
            Some(proof) => Progress::Paid(proof),
            None => Progress::NotPaid(Refusal::quote_expired()),
        }
    } else {
        submit::submit(operator, &wanted).await?
    };
    match progress {
        Progress::Paid(proof) => Ok(book::settle(operator, payment, &quote, &proof).await?),
        Progress::Pending(transaction) => Ok(Err(Refusal::pending(transaction))),
        Progress::NotPaid(refusal) => {
            payment_store::refuse(&operator.pool, payment.id).await?;
            Ok(Err(refusal))
        }
    }
}
