#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod bank;
mod deposit;
mod desk;
mod exchange;
mod funding;
mod identification;
mod offering;
mod paper;

pub use bank::{
    AcceptCashOut, AskCashOut, AskTopUp, BankDetails, BankQuoteError, CashOutQuote, CashOutState,
    CashOutStatus, CashOutTerms, Iban, OpenedCashOut, OpenedTopUp, ParseIbanError, QuotedRate, TopUpQuote,
    TopUpState, TopUpStatus, TopUpTerms, open_cash_out, open_top_up,
};
pub use deposit::{
    Agreement, AgreementError, Building, DECISION_PERIOD_SECONDS, DepositAction, DepositDecision,
    DepositKind, DepositRole, DepositState, DepositStatus, DepositTerms, Home, NotaryIdentity, PartyIdentity,
    Payouts, PossibleAction, PrepareStepError, PreparedStep, SigningStep, check_agreement, deposit_domain,
    deposits_call, expire_call, fund_call, is_cadastral_number, needs_aml_notice, open_call, owed_call,
    pay_out_call, payouts, possible_actions, prepare_step, read_deposit, read_owed, relay_action_call,
    relay_decision_call,
};
pub use desk::{
    ActInDeposit, DecideDeposit, DepositEvent, DepositRecord, DepositStep, Desk, DeskError, DeskRefusalBody,
    FundDeposit, JoinDeposit, ProposeDeposit, ReviewAnswers, SignDeposit, SignedDesk,
};
pub use exchange::{
    AcceptExchange, AskExchange, ExchangeAmounts, ExchangeLeg, ExchangeOffer, ExchangeOfferError,
    ExchangeState, ExchangeStatus, ExchangeTerms, OpenedOffer, PriceHistory, PricePoint, SignedExchangeOffer,
    exchanged_topic, open_exchange_offer, settle_exchange_call,
};
pub use funding::{ReceiveAuthorization, receive_digest};
pub use identification::{
    Credential, IDENTIFICATION_PURPOSE, IdentificationState, IdentificationStatus, IdentityTier,
    OpenedCredential, identification_challenge, identification_subject, is_iin, open_credential,
};
pub use offering::{
    AcceptSubscription, AskSubscription, OfferOnChain, OfferingPhase, OfferingTerms, OpenedSubscription,
    RefundStatus, RefundSubscription, RetailLimit, SignedSubscription, Subscription, SubscriptionError,
    SubscriptionState, SubscriptionStatus, offer_call, offering_domain, open_subscription, phase_call,
    read_offer, read_phase, read_units, refund_units_call, refunded_topic, subscribe_call, subscribed_topic,
    total_units_call,
};
pub use paper::{PaperError, SignedPaper};
