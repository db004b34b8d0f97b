use serde::{Deserialize, Serialize};

use crate::protocol::{
    DraftView, Failure, PaymentView, PreviewView, RegistryView, SettlementView, SignedPaymentView,
    SignedView, SigningView, StatusView,
};

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// Is there a vault, is it open? Also after everything that changes the vault or its lock.
    Status(StatusView),
    /// New words; they travel beside this.
    WordsMade,
    /// What was read is right and kept for `CreateVault` or `AddToVault`.
    Draft(DraftView),
    /// Suggestions; they travel beside this.
    Suggestions,
    /// Accounts of a phrase.
    Preview(Vec<PreviewView>),
    /// What was asked to be shown; it travels beside this.
    Exported,
    /// An encrypted file.
    File(String),
    /// Which words are asked for, counted from 1.
    Drill(Vec<usize>),
    /// A verified registry.
    Registry(Box<RegistryView>),
    /// A verified order.
    Payment(Box<PaymentView>),
    /// A signed payment.
    Signed(SignedPaymentView),
    /// What would be signed.
    Signing(Box<SigningView>),
    /// What was signed.
    SignedRequest(SignedView),
    /// Verified papers.
    Settlement(Box<SettlementView>),
    /// No.
    Failed(Failure),
}
