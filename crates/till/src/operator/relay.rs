//! Carries residents' own transfers to the chain with the operator's gas: they sign an authorization of the token, and
//! need no coin. What is carried is decided by that signature alone; the relay can delay it, never change it.

use axum::http::StatusCode;
use chain::{Authorization, authorization_digest};
use checkout::{RelayRequest, RelayResponse};
use sig::{B256, keccak256};
use zone::{TransferMethod, Use, check_asset};

use super::{
    Operator,
    gas::Job,
    settle::SettleError,
    submit::{self, Progress, Wanted},
};
use crate::ApiError;

/// An authorization that ends sooner might not be mined in time.
const LEAST_SECONDS: u64 = 30;
/// So far back a landing by somebody else's hand is looked for, in blocks.
const LOOK_BACK: u64 = 10_000;

/// Why a transfer is not carried.
#[derive(Debug, thiserror::Error)]
pub(super) enum RelayError {
    #[error("this operator carries no transfers")]
    NotOffered,
    #[error("the asset is not permitted, or not on this chain")]
    Asset,
    #[error("the authorization is not signed by its payer")]
    Signature,
    #[error("the authorization is not valid now, or not for long enough")]
    Time,
    #[error("a transfer to nobody, to the token itself, or of nothing")]
    Recipient,
    #[error("too many transfers; come back in a minute")]
    TooOften,
    #[error("the token refuses: {0}")]
    Refused(String),
    #[error(transparent)]
    Settle(#[from] SettleError),
}

impl From<RelayError> for ApiError {
    fn from(error: RelayError) -> Self {
        let text = error.to_string();
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, text.clone());
        match error {
            RelayError::NotOffered => crate::error::not_found(),
            RelayError::Asset => refused("asset_not_permitted"),
            RelayError::Signature => refused("signature_invalid"),
            RelayError::Time => refused("authorization_not_valid_now"),
            RelayError::Recipient => refused("recipient_not_allowed"),
            RelayError::Refused(_) => refused("token_refuses"),
            RelayError::TooOften => Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", text)
                .with_header(axum::http::header::RETRY_AFTER, "60"),
            RelayError::Settle(error) => error.into(),
        }
    }
}

/// Carries a transfer, or says which transaction has carried it. The same request may come again at any time.
pub(super) async fn relay(operator: &Operator, request: &RelayRequest) -> Result<RelayResponse, RelayError> {
    let authorization = Authorization::from(&request.payload.authorization);
    check(operator, request, &authorization)?;
    let (token, payer) = (request.asset.token, authorization.from);
    let id = keccak256([token.as_slice(), payer.as_slice(), authorization.nonce.as_slice()].concat());
    let _guard = operator.locks.lock(id).await.map_err(SettleError::from)?;
    let head = operator.rpc.block_number().await.map_err(SettleError::from)?;
    let wanted = Wanted {
        job: Job::Relay(id),
        token,
        authorization,
        signature: request.payload.signature,
        from_block: head.saturating_sub(LOOK_BACK),
    };
    if let Some(proof) = submit::find_landing(operator, &wanted)
        .await
        .map_err(SettleError::from)?
    {
        return Ok(RelayResponse {
            transaction: proof.transaction,
        });
    }
    // Only what costs gas is counted: asking again is free.
    if operator.relay_limit.check_key(&payer).is_err() || operator.relay_total.check().is_err() {
        return Err(RelayError::TooOften);
    }
    let submitted = submit::submit(operator, &wanted)
        .await
        .map_err(SettleError::Submit)?;
    let transaction: B256 = match submitted {
        Progress::Paid(proof) => proof.transaction,
        Progress::Pending(transaction) => transaction,
        Progress::NotPaid(refusal) => return Err(RelayError::Refused(refusal.message)),
    };
    tracing::info!(%payer, %transaction, "a transfer is carried");
    Ok(RelayResponse { transaction })
}

fn check(
    operator: &Operator,
    request: &RelayRequest,
    authorization: &Authorization,
) -> Result<(), RelayError> {
    let now = operator.clock.now();
    let verified = operator.registry.verified();
    let registry = verified.registry();
    let entry = registry
        .operators
        .iter()
        .find(|entry| entry.id == operator.config.operator_id);
    if entry.is_none_or(|entry| entry.relay.is_none()) {
        return Err(RelayError::NotOffered);
    }
    let asset = check_asset(registry, request.asset, Use::Retail, now).map_err(|_| RelayError::Asset)?;
    let TransferMethod::Eip3009 = asset.transfer_method;
    if request.asset.chain != operator.rpc.chain() {
        return Err(RelayError::Asset);
    }
    let to = authorization.to;
    if to.is_zero() || to == request.asset.token || authorization.value.get().is_zero() {
        return Err(RelayError::Recipient);
    }
    let too_soon = authorization.valid_before < now.saturating_add(LEAST_SECONDS);
    if too_soon || authorization.valid_after > now {
        return Err(RelayError::Time);
    }
    let domain = asset.domain();
    let signer = request
        .payload
        .signature
        .recover(&authorization_digest(authorization, &domain));
    if signer == Ok(authorization.from) {
        Ok(())
    } else {
        Err(RelayError::Signature)
    }
}
