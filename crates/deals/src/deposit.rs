mod actions;
mod agreement;
mod calls;
mod check;
mod outcome;
mod prepare;
mod terms;
mod typed_data;

pub use actions::{DepositAction, DepositDecision, PossibleAction, possible_actions};
pub use agreement::{Agreement, Building, Home, NotaryIdentity, PartyIdentity};
pub use calls::{
    deposits_call, expire_call, fund_call, open_call, owed_call, pay_out_call, read_deposit, read_owed,
    relay_action_call, relay_decision_call,
};
pub use check::{AgreementError, check_agreement, is_cadastral_number, needs_aml_notice};
pub use outcome::{DECISION_PERIOD_SECONDS, DepositState, DepositStatus, Payouts, payouts};
pub use prepare::{PrepareStepError, PreparedStep, SigningStep, prepare_step};
pub use terms::{DepositKind, DepositRole, DepositTerms, deposit_domain};
