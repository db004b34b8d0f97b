use serde::{Deserialize, Serialize};

use crate::protocol::{Failure, PaymentView, RegistryView, SettlementView, SignedPaymentView, StatusView};

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// Is there a vault, is it open? Also after creating, unlocking and locking.
    Status(StatusView),
    /// New words; they travel beside this.
    WordsMade,
    /// Typed words are right and kept for `CreateVault`.
    WordsRead,
    /// A verified registry.
    Registry(Box<RegistryView>),
    /// A verified order.
    Payment(Box<PaymentView>),
    /// A signed payment.
    Signed(SignedPaymentView),
    /// Verified papers.
    Settlement(Box<SettlementView>),
    /// No.
    Failed(Failure),
}
