//! Deposits for homes: what may be agreed, and every step that is signed.

use deals::{
    Agreement, DepositRole, DepositState, Desk, NotaryIdentity, Payouts, ReceiveAuthorization, SignedDesk,
    SigningStep,
};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, EvmSignature};
use units::Tiyn;
use zone::LocalText;

use crate::protocol::{AssetView, OpenRegistryRequest, OperatorView};

/// What the registry says about deposits, and an operator's desk when its statement is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowDepositRulesRequest {
    /// The registry.
    pub registry: OpenRegistryRequest,
    /// What the desk answered.
    pub desk: Option<SignedDesk>,
}

/// The rules of the registry for deposits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositRulesView {
    /// Desks of licensed operators.
    pub desks: Vec<DepositDeskView>,
    /// Notaries who take part now.
    pub notaries: Vec<NotaryIdentity>,
    /// What notaries take now.
    pub notary_fees: Vec<NotaryFeeView>,
    /// The law by which deposits for buildings under construction are refused; `None` where they are not.
    pub off_plan_law: Option<String>,
    /// The most a deposit may be.
    pub limit_tiyn: Tiyn,
    /// The desk whose statement was given, when it holds, and what it takes deposits in.
    pub desk: Option<(Desk, AssetView)>,
}

/// The desk of a licensed operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositDeskView {
    /// The operator's identifier in the registry.
    pub id: String,
    /// The operator.
    pub operator: OperatorView,
    /// Where the desk is.
    pub url: String,
}

/// A notary's fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotaryFeeView {
    /// For what.
    pub act: LocalText,
    /// How much.
    pub fee_tiyn: Tiyn,
    /// Where it is written down.
    pub source: String,
}

/// A step of a deposit that somebody wants to sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareDepositRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account signs.
    pub account: u32,
    /// What the desk states.
    pub desk: SignedDesk,
    /// The agreement.
    pub agreement: Agreement,
    /// The step.
    pub step: SigningStep,
    /// What the contract says about the deposit.
    pub state: DepositState,
}

/// A step that was checked, for the screen and for `SignDeposit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepositStepView {
    /// For `SignDeposit`.
    pub handle: u32,
    /// Who signs.
    pub signer: Address,
    /// As which side.
    pub role: DepositRole,
    /// What.
    pub step: SigningStep,
    /// Whose desk it is.
    pub operator: OperatorView,
    /// What the deposit is paid in.
    pub asset: AssetView,
    /// The agreement that the signature is bound to.
    pub agreement: Agreement,
    /// Its hash.
    pub agreement_hash: B256,
    /// The deposit's id in the contract.
    pub id: B256,
    /// What is authorized, for money.
    pub authorization: Option<ReceiveAuthorization>,
    /// Until when it may be submitted, unix seconds; for actions and decisions.
    pub deadline: Option<u64>,
    /// Who gets what, when this ends the deposit.
    pub payouts: Option<Payouts>,
    /// The deal is reported to financial monitoring.
    pub review: bool,
    /// The operator has looked at the papers of the home.
    pub home_listed: bool,
}

/// The go-ahead for a step. Fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignDepositRequest {
    /// What preparing gave.
    pub handle: u32,
}

/// A signed step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedDepositView {
    /// Over what was shown.
    pub signature: EvmSignature,
}

/// Why a step of a deposit is not signed. The interface has a sentence for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DepositRefusal {
    /// Not a statement of a desk.
    DeskMalformed,
    /// Not of a licensed operator.
    DeskNotLicensed,
    /// The statement is out of date.
    DeskOutOfDate,
    /// The registry has expired: nothing new begins.
    RegistryExpired,
    /// The token may not be used for this.
    Asset,
    /// Above the limit of one payment.
    Limit(Tiyn),
    /// The home is being built; the law.
    OffPlan(String),
    /// Another contract than the registry's.
    Contract,
    /// Another amount or token than stated.
    Amount,
    /// The home is not as listed.
    Home,
    /// The notary is not one of the registry's.
    Notary,
    /// The account has no part in it.
    NotAParty,
    /// Not for this side, or not now.
    NotNow,
    /// The agreement is of another version.
    Version,
    /// Not a cadastral number.
    CadastralNumber,
    /// Three different people with names are needed.
    Parties,
    /// The dates make no sense, or have passed.
    Deadlines,
}
