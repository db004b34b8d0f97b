use chain::transfer_with_authorization_call;
use checkout::{
    verify_payment,
    x402::{FacilitatorRequest, VerifyResponse},
};
use sig::Signer;

use super::{
    Operator, gas,
    payment_store::{self, PaymentState},
    quote_store,
    refusal::Refusal,
    settle::SettleError,
};
use crate::payment_id::payment_id;

/// Says whether a payment would settle. Changes nothing.
pub(super) async fn verify(
    operator: &Operator,
    request: &FacilitatorRequest,
) -> Result<VerifyResponse, SettleError> {
    let payer = Some(request.payment_payload.payload.authorization.from);
    Ok(match refusal(operator, request).await? {
        None => VerifyResponse {
            is_valid: true,
            invalid_reason: None,
            invalid_message: None,
            payer,
        },
        Some(refusal) => VerifyResponse {
            is_valid: false,
            invalid_reason: Some(refusal.reason.into()),
            invalid_message: Some(refusal.message),
            payer,
        },
    })
}

async fn refusal(operator: &Operator, request: &FacilitatorRequest) -> Result<Option<Refusal>, SettleError> {
    let Some(quote) = quote_store::find(&operator.pool, request).await? else {
        return Ok(Some(Refusal::unknown_order()));
    };
    let (payload, now) = (&request.payment_payload, operator.clock.now());
    let payment = match verify_payment(payload, &quote.requirement, quote.order_hash(), now) {
        Ok(payment) => payment,
        Err(error) => return Ok(Some(error.into())),
    };
    if now >= quote.signed.quote.expires_at {
        return Ok(Some(Refusal::quote_expired()));
    }
    let id = payment_id(payload);
    for known in payment_store::of_order(&operator.pool, quote.order_hash()).await? {
        if known.state == PaymentState::Settled && known.payment_id != id {
            return Ok(Some(Refusal::already_paid()));
        }
    }
    let token = quote.signed.quote.asset.token;
    let call = transfer_with_authorization_call(&payment.authorization, &payment.signature);
    match operator
        .rpc
        .simulate(operator.config.gas_key.address(), token, &call)
        .await
    {
        Ok(_) => Ok(None),
        Err(error) => match gas::revert_text(&error) {
            Some(text) => Ok(Some(Refusal::new(
                "invalid_exact_evm_transaction_simulation_failed",
                text,
            ))),
            None => Err(error.into()),
        },
    }
}
