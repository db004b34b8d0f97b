use serde::{Deserialize, Serialize};

use crate::protocol::{
    CashOutView, CredentialView, DepositRefusal, DepositRulesView, DepositStepView, DraftView, ExchangeView,
    PayResponse, PreviewView, RulesView, SessionPolicyView, SignedDepositView, SignedView, SigningView,
    StrengthView, SubscriptionView, TopUpView, X402Answer,
};

/// What is answered to a [`Request`](crate::protocol::Request), unless it is a [`Failure`](crate::protocol::Failure).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// What the pay page may be told too.
    Pay(PayResponse),
    /// New words; they travel beside this.
    WordsMade,
    /// What was read is right and kept for `CreateVault` or `AddToVault`.
    Draft(DraftView),
    /// How hard a password would be to guess.
    Strength(StrengthView),
    /// The policy of small payments.
    SessionPolicy(SessionPolicyView),
    /// Suggestions; they travel beside this.
    Suggestions,
    /// Accounts of a phrase.
    Preview(Vec<PreviewView>),
    /// Words that were asked to be shown; they travel beside this.
    Words {
        /// Their language's tag, BCP 47.
        language: String,
    },
    /// What was asked to be shown; it travels beside this.
    Exported,
    /// An encrypted file.
    File(String),
    /// Which words are asked for, counted from 1.
    Drill(Vec<usize>),
    /// Rules of a verified registry.
    Rules(Box<RulesView>),
    /// What would be signed.
    Signing(Box<SigningView>),
    /// A verified offer to exchange.
    Exchange(Box<ExchangeView>),
    /// A verified subscription.
    Subscription(Box<SubscriptionView>),
    /// A credential that holds; nothing when it does not.
    Credential(Option<Box<CredentialView>>),
    /// A verified quote for a top-up.
    TopUp(Box<TopUpView>),
    /// A verified quote for a cash-out.
    CashOut(Box<CashOutView>),
    /// What was signed.
    SignedRequest(SignedView),
    /// What the registry says about deposits.
    DepositRules(Box<DepositRulesView>),
    /// A step of a deposit, or why it is not signed.
    Deposit(Result<Box<DepositStepView>, DepositRefusal>),
    /// A signed step of a deposit.
    SignedDeposit(SignedDepositView),
    /// What a server without a CryptoCity order asks for, or why it is not paid.
    X402(X402Answer),
}

impl From<PayResponse> for Response {
    fn from(response: PayResponse) -> Self {
        Self::Pay(response)
    }
}
