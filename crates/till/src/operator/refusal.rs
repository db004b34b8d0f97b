use checkout::{VerifyPaymentError, x402::SettleResponse};
use sig::{Address, B256};

/// Why a payment is not taken. A 200 answer in the x402 facilitator API.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    pub(super) reason: &'static str,
    pub(super) message: String,
    pub(super) transaction: Option<B256>,
}

impl Refusal {
    pub(super) fn new(reason: &'static str, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
            transaction: None,
        }
    }

    pub(super) fn with_transaction(self, transaction: Option<B256>) -> Self {
        Self { transaction, ..self }
    }

    pub(super) fn unknown_order() -> Self {
        Self::new(
            "invalid_payment_requirements",
            "no quote of this operator asks for this payment",
        )
    }

    pub(super) fn quote_expired() -> Self {
        Self::new("quote_expired", "the quote has expired; ask for a new one")
    }

    pub(super) fn already_paid() -> Self {
        Self::new("order_already_paid", "the order is paid by another payment")
    }

    pub(super) fn nonce_used() -> Self {
        Self::new(
            "nonce_already_used",
            "this nonce of the payer belongs to another payment",
        )
    }

    pub(super) fn travel_data_required() -> Self {
        Self::new(
            "travel_rule_data_required",
            "above this amount the operator needs the payer's data first",
        )
    }

    pub(super) fn in_progress() -> Self {
        Self::new(
            "another_payment_in_progress",
            "another payment of this order is being settled",
        )
    }

    pub(super) fn pending(transaction: B256) -> Self {
        Self::new(
            "settlement_pending",
            "broadcast, not confirmed yet; ask again with the same payment",
        )
        .with_transaction(Some(transaction))
    }

    pub(super) fn into_response(self, payer: Address, network: String) -> SettleResponse {
        SettleResponse {
            success: false,
            error_reason: Some(self.reason.into()),
            error_message: Some(self.message),
            payer: Some(payer),
            transaction: self.transaction.map(|hash| hash.to_string()).unwrap_or_default(),
            network,
            amount: None,
            extensions: None,
        }
    }
}

impl From<VerifyPaymentError> for Refusal {
    fn from(error: VerifyPaymentError) -> Self {
        Self::new(error.reason(), error.to_string())
    }
}
