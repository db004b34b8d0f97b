//! What workers of one origin say to each other. No key and no password is ever in it.

use serde::{Deserialize, Serialize};
use sig::B256;

use crate::protocol::{PaymentView, PreparePaymentRequest, SignedPaymentView};

/// A pay window asks the unlocked workers of other tabs whether they would sign, or to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionAsk {
    /// The order, with everything it is judged by.
    pub order: PreparePaymentRequest,
    /// What the token contract answered to `DOMAIN_SEPARATOR()`: asks for the signature, and not only whether.
    pub domain_separator: Option<B256>,
}

/// A worker would sign this, or has. One that would not says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionAnswer {
    /// What it verified.
    pub payment: Box<PaymentView>,
    /// What it signed, if it was asked to.
    pub signed: Option<SignedPaymentView>,
}
