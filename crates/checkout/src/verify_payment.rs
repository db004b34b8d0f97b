use alloy_primitives::B256;
use chain::{Authorization, ChainId, authorization_digest, token_domain};
use sig::{EvmSignature, parse_address};

use crate::{
    derive_order_nonce,
    x402::{PaymentPayload, PaymentRequirements, SCHEME_EXACT, VERSION},
};

/// Seconds that must remain before an authorization ends.
const LEAST_SECONDS: u64 = 6;

/// Why a payment is refused. The names of [`VerifyPaymentError::reason`] are those of the x402 facilitator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyPaymentError {
    /// Another version or scheme.
    #[error("unsupported scheme or version")]
    Scheme,
    /// The echoed requirement is not the one asked for.
    #[error("the accepted requirement is not the one asked for")]
    Requirements,
    /// The requirement itself is not of a chain and token we know.
    #[error("unknown network or asset")]
    Network,
    /// Pays somebody else.
    #[error("the authorization pays somebody else")]
    Recipient,
    /// Pays more or less.
    #[error("the authorization is over another amount")]
    Amount,
    /// Ends too soon.
    #[error("the authorization ends too soon")]
    ValidBefore,
    /// Begins later.
    #[error("the authorization is not valid yet")]
    ValidAfter,
    /// Not signed by the payer.
    #[error("the signature is not the payer's")]
    Signature,
}

impl VerifyPaymentError {
    /// The reason as the x402 facilitator API names it.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Scheme => "unsupported_scheme",
            Self::Requirements => "invalid_payment_requirements",
            Self::Network => "invalid_network",
            Self::Recipient => "invalid_exact_evm_payload_recipient_mismatch",
            Self::Amount => "invalid_exact_evm_payload_authorization_value_mismatch",
            Self::ValidBefore => "invalid_exact_evm_payload_authorization_valid_before",
            Self::ValidAfter => "invalid_exact_evm_payload_authorization_valid_after",
            Self::Signature => "invalid_exact_evm_signature",
        }
    }
}

/// A payment that the chain should take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedPayment {
    /// What was signed.
    pub authorization: Authorization,
    /// By whom: recovers to `authorization.from`.
    pub signature: EvmSignature,
    /// Whether the nonce names the order.
    pub order_bound: bool,
}

/// Verifies a payment against what was asked for. `order_hash` decides whether it counts as bound; a random nonce is
/// accepted too, since a generic x402 client makes one. `now` is unix seconds.
///
/// # Errors
/// [`VerifyPaymentError`].
pub fn verify_payment(
    payload: &PaymentPayload,
    required: &PaymentRequirements,
    order_hash: B256,
    now: u64,
) -> Result<VerifiedPayment, VerifyPaymentError> {
    if payload.x402_version != VERSION || required.scheme != SCHEME_EXACT {
        return Err(VerifyPaymentError::Scheme);
    }
    check_echo(&payload.accepted, required)?;
    let chain: ChainId = required
        .network
        .parse()
        .map_err(|_| VerifyPaymentError::Network)?;
    let token = parse_address(&required.asset).map_err(|_| VerifyPaymentError::Network)?;
    let pay_to = parse_address(&required.pay_to).map_err(|_| VerifyPaymentError::Recipient)?;
    let text = |key: &str| {
        required
            .extra
            .as_ref()
            .and_then(|extra| extra.get(key))
            .and_then(|value| value.as_str())
    };
    let (Some(name), Some(version)) = (text("name"), text("version")) else {
        return Err(VerifyPaymentError::Requirements);
    };

    let authorization = Authorization::from(&payload.payload.authorization);
    if authorization.to != pay_to {
        return Err(VerifyPaymentError::Recipient);
    }
    if authorization.value != required.amount {
        return Err(VerifyPaymentError::Amount);
    }
    if authorization.valid_before < now.saturating_add(LEAST_SECONDS) {
        return Err(VerifyPaymentError::ValidBefore);
    }
    if authorization.valid_after > now {
        return Err(VerifyPaymentError::ValidAfter);
    }
    let signature = payload.payload.signature;
    let digest = authorization_digest(
        &authorization,
        &token_domain(name, version, chain.number(), token),
    );
    if signature.recover(&digest) != Ok(authorization.from) {
        return Err(VerifyPaymentError::Signature);
    }
    let order_bound = authorization.nonce == derive_order_nonce(order_hash);
    Ok(VerifiedPayment {
        authorization,
        signature,
        order_bound,
    })
}

/// Every field equal; `extra` may hold more than was asked for.
fn check_echo(
    accepted: &PaymentRequirements,
    required: &PaymentRequirements,
) -> Result<(), VerifyPaymentError> {
    let without_extra = |r: &PaymentRequirements| PaymentRequirements {
        extra: None,
        ..r.clone()
    };
    let same_extra = required.extra.iter().flatten().all(|(key, value)| {
        accepted
            .extra
            .as_ref()
            .and_then(|extra| extra.get(key))
            .is_some_and(|echoed| echoed == value)
    });
    if without_extra(accepted) == without_extra(required) && same_extra {
        Ok(())
    } else {
        Err(VerifyPaymentError::Requirements)
    }
}
