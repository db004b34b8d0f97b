use alloy_primitives::Address;
use chain::Authorization;
use sig::EvmSignature;

use crate::{
    VerifiedOffer, VerifiedOrder, derive_order_nonce,
    x402::{ExactPayload, PaymentPayload, PaymentRequired, VERSION},
};

/// How long after the quote's end the chain may still include the payment.
const INCLUSION_SECONDS: u64 = 60;
/// Less time than this is too little to settle in.
const LEAST_SECONDS: u64 = 30;

/// Why no authorization is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizePaymentError {
    /// The quote ends too soon to settle.
    #[error("the quote ends too soon")]
    TooLate,
    /// The way to pay is not in the answer of the till.
    #[error("no such way to pay")]
    UnknownOffer,
}

/// The authorization a payer signs for a way to pay: exactly the quoted amount to the operator, bound to the order by
/// its nonce, valid until shortly after the quote's end. `now` is unix seconds.
///
/// # Errors
/// [`AuthorizePaymentError::TooLate`].
pub fn derive_authorization(
    order: &VerifiedOrder,
    offer: &VerifiedOffer,
    payer: Address,
    now: u64,
) -> Result<Authorization, AuthorizePaymentError> {
    let quote = &offer.quote;
    if now.saturating_add(LEAST_SECONDS) > quote.expires_at {
        return Err(AuthorizePaymentError::TooLate);
    }
    let longest = now.saturating_add(quote.expires_at.saturating_sub(quote.issued_at));
    Ok(Authorization {
        from: payer,
        to: quote.pay_to,
        value: quote.amount,
        valid_after: 0,
        valid_before: quote.expires_at.saturating_add(INCLUSION_SECONDS).min(longest),
        nonce: derive_order_nonce(order.order_hash),
    })
}

/// The x402 payload of a signed authorization. Echoes the chosen requirement letter by letter; our extension is not
/// echoed, since the till knows its own order.
///
/// # Errors
/// [`AuthorizePaymentError::UnknownOffer`].
pub fn payment_payload(
    required: &PaymentRequired,
    accept_index: usize,
    authorization: Authorization,
    signature: EvmSignature,
) -> Result<PaymentPayload, AuthorizePaymentError> {
    let accepted = required
        .accepts
        .get(accept_index)
        .ok_or(AuthorizePaymentError::UnknownOffer)?;
    Ok(PaymentPayload {
        x402_version: VERSION,
        resource: Some(required.resource.clone()),
        accepted: accepted.clone(),
        payload: ExactPayload {
            signature,
            authorization: authorization.into(),
        },
        extensions: None,
    })
}
