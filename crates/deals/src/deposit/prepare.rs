//! What a wallet checks before it signs a step of a deposit, and what exactly it then signs.

use alloy_primitives::{Address, U256};
use serde::{Deserialize, Serialize};
use sig::Digest;
use units::Tiyn;
use zone::{Asset, Operator, Registry, RuleError, Use, check_asset, check_deposit, check_limit};

use crate::{
    Agreement, AgreementError, Building, DepositAction, DepositDecision, DepositRole, DepositState,
    DepositStatus, Desk, DeskError, Payouts, PossibleAction, ReceiveAuthorization, SignedDesk,
    check_agreement, payouts, possible_actions, receive_digest,
};

/// How long a signed action or decision may be submitted, in seconds.
const ACTION_SECONDS: u64 = 15 * 60;
/// Only a token whose base unit is a tiyn states the deposit in tenge exactly.
const TENGE_DECIMALS: u8 = 2;

/// What somebody wants to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SigningStep {
    /// The agreement.
    Agree,
    /// The deposit or the bond.
    Fund,
    /// An action of buyer or seller.
    Act(DepositAction),
    /// The notary's decision.
    Decide(DepositDecision),
}

/// A step that was checked: show it, then sign `digest`.
#[derive(Debug, Clone)]
pub struct PreparedStep<'a> {
    /// Whose desk it is.
    pub operator: &'a Operator,
    /// What the deposit is paid in.
    pub asset: &'a Asset,
    /// What the operator states.
    pub desk: Desk,
    /// Who the signer is.
    pub role: DepositRole,
    /// What is signed.
    pub digest: Digest,
    /// What is authorized, for [`SigningStep::Fund`].
    pub authorization: Option<ReceiveAuthorization>,
    /// Until when it may be submitted, unix seconds; for actions and decisions.
    pub deadline: Option<u64>,
    /// Who gets what, if it ends the deposit.
    pub payouts: Option<Payouts>,
    /// Whether the deal is so large that the parties must be told about financial monitoring.
    pub aml_notice: bool,
    /// Whether the operator has looked at the papers of the home.
    pub home_listed: bool,
}

/// Why a step is not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrepareStepError {
    /// The desk is not to be trusted.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// The registry does not permit it.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// The agreement is not to be signed.
    #[error(transparent)]
    Agreement(#[from] AgreementError),
    /// The agreement names another contract than the operator's.
    #[error("another contract")]
    OtherContract,
    /// The agreement names another asset, or its amount is not the deposit in tenge.
    #[error("another asset or amount")]
    OtherAmount,
    /// The home is not as the desk has it.
    #[error("the home is not as listed")]
    OtherHome,
    /// The notary is not one of the registry's and the desk's.
    #[error("the notary is not in the list")]
    OtherNotary,
    /// The account has no part in the agreement.
    #[error("not a party")]
    NotAParty,
    /// Not for this side, or not now.
    #[error("not possible now")]
    NotPossible,
}

impl SigningStep {
    /// Whether it begins something: rules for new deposits hold for these alone, so that whoever has a deposit can always
    /// end it.
    const fn begins(self) -> bool {
        matches!(self, Self::Agree | Self::Fund)
    }
}

/// Checks a step against registry, desk and agreement, and says what is signed for it. `state` is what the contract
/// says; a false one makes a signature that the contract refuses. `now` is unix seconds.
///
/// # Errors
/// [`PrepareStepError`].
pub fn prepare_step<'a>(
    registry: &'a Registry,
    signed_desk: &SignedDesk,
    agreement: &Agreement,
    account: Address,
    step: SigningStep,
    state: &DepositState,
    now: u64,
) -> Result<PreparedStep<'a>, PrepareStepError> {
    let (desk, operator) = if step.begins() {
        signed_desk.open(registry, now)?
    } else {
        let (desk, operator, _) = signed_desk.read(registry)?;
        (desk, operator)
    };
    let asset = if step.begins() {
        check_asset(registry, agreement.asset, Use::RealEstate, now)?
    } else {
        registry
            .asset(agreement.asset)
            .ok_or(PrepareStepError::OtherAmount)?
    };
    check_contract(operator, agreement, &desk, step, now)?;
    if step.begins() {
        let unbuilt = agreement.home.building == Building::UnderConstruction;
        check_deposit(registry, unbuilt, now)?;
        check_limit(registry, agreement.deposit_tiyn)?;
        check_against_desk(agreement, &desk, asset)?;
    }
    if step.begins() || matches!(step, SigningStep::Decide(_)) {
        check_notary(registry, agreement, &desk, now)?;
    }
    let terms = agreement.terms();
    let role = terms.role_of(account).ok_or(PrepareStepError::NotAParty)?;
    let at = (agreement.asset.chain, agreement.contract);
    let deadline = now.saturating_add(ACTION_SECONDS);
    let possible = |wanted| {
        if possible_actions(&terms, state, Some(role), now).contains(&wanted) {
            Ok(())
        } else {
            Err(PrepareStepError::NotPossible)
        }
    };
    let mut prepared = PreparedStep {
        operator,
        asset,
        role,
        digest: terms.id(at.0, at.1),
        authorization: None,
        deadline: None,
        payouts: None,
        aml_notice: crate::needs_aml_notice(agreement, desk.aml_threshold_tiyn),
        home_listed: desk.homes.contains(&agreement.home),
        desk,
    };
    let mut outcome = None;
    match step {
        SigningStep::Agree if state.status == DepositStatus::None => check_agreement(agreement, now)?,
        SigningStep::Agree => return Err(PrepareStepError::NotPossible),
        SigningStep::Fund => {
            possible(PossibleAction::Fund)?;
            let authorization = terms.funding(at.0, at.1, role);
            let domain = chain::token_domain(
                &asset.domain_name,
                &asset.domain_version,
                at.0.number(),
                agreement.asset.token,
            );
            prepared.digest = receive_digest(&authorization, &domain);
            prepared.authorization = Some(authorization);
        }
        SigningStep::Act(action) => {
            possible(PossibleAction::Act(action))?;
            let nonce = match role {
                DepositRole::Buyer => state.buyer_nonce,
                DepositRole::Seller | DepositRole::Arbiter => state.seller_nonce,
            };
            outcome = action.outcome(role, state);
            prepared.digest = action.digest(&terms, at, role, nonce, deadline);
            prepared.deadline = Some(deadline);
        }
        SigningStep::Decide(decision) => {
            possible(PossibleAction::Decide(decision))?;
            outcome = Some(decision.outcome());
            prepared.digest = decision.digest(&terms, at, state.arbiter_nonce, deadline);
            prepared.deadline = Some(deadline);
        }
    }
    prepared.payouts = outcome.and_then(|end| payouts(terms.kind, end, terms.amount, state));
    Ok(prepared)
}

/// The contract is the one that the registry names for the operator, on the chain it names.
fn check_contract(
    operator: &Operator,
    agreement: &Agreement,
    desk: &Desk,
    step: SigningStep,
    now: u64,
) -> Result<(), PrepareStepError> {
    let registered = operator.deposits.as_ref().is_some_and(|service| {
        service.contract == agreement.contract
            && service.chain == agreement.asset.chain
            && (!step.begins() || service.validity.holds_at(now))
    });
    if registered && agreement.contract == desk.contract {
        Ok(())
    } else {
        Err(PrepareStepError::OtherContract)
    }
}

fn check_against_desk(agreement: &Agreement, desk: &Desk, asset: &Asset) -> Result<(), PrepareStepError> {
    let in_tenge = asset.decimals == TENGE_DECIMALS && agreement.amount.get() == tiyn(agreement.deposit_tiyn);
    if agreement.asset != desk.asset || !in_tenge {
        return Err(PrepareStepError::OtherAmount);
    }
    let listing = &agreement.home.listing;
    let as_listed = desk.homes.iter().find(|home| home.listing == *listing);
    if as_listed.is_some_and(|home| !listing.is_empty() && *home != agreement.home) {
        return Err(PrepareStepError::OtherHome);
    }
    Ok(())
}

fn check_notary(
    registry: &Registry,
    agreement: &Agreement,
    desk: &Desk,
    now: u64,
) -> Result<(), PrepareStepError> {
    let notary = &agreement.notary;
    let registered = registry
        .notary(notary.account, now)
        .is_some_and(|entry| entry.name == notary.name && entry.licence == notary.licence);
    if registered && desk.notaries.contains(notary) {
        Ok(())
    } else {
        Err(PrepareStepError::OtherNotary)
    }
}

fn tiyn(amount: Tiyn) -> U256 {
    amount.into()
}
