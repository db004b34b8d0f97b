use deals::{AgreementError, DeskError, PrepareStepError, SigningStep, prepare_step};
use sig::{Address, Digest, Signer as _};
use vault::{RandomPort, VaultStore};
use zone::{Freshness, RuleError};

use crate::{
    protocol::{
        DepositRefusal, DepositStepView, Failure, PrepareDepositRequest, Response, SignDepositRequest,
        SignedDepositView,
    },
    use_cases::{
        open_registry::{asset_view, operator_view, verified},
        prepare_payment::payer,
    },
    worker::{Clock, KeyWorker},
};

/// A step of a deposit that was shown, and that `SignDeposit` may sign.
#[derive(Debug)]
pub(crate) struct PreparedDeposit {
    digest: Digest,
    account: u32,
    signer: Address,
}

/// At most this many are kept; a page needs one.
const MOST_PREPARED: usize = 16;

/// Checks a step against registry, desk and agreement, and shows what would be signed for it.
pub(crate) async fn prepare_deposit<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareDepositRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let signer = payer(worker, request.account).await?;
    let verified = verified(worker, &request.registry, now)?;
    let begins = matches!(request.step, SigningStep::Agree | SigningStep::Fund);
    if begins && verified.freshness() == Freshness::Expired {
        return Ok(Response::Deposit(Err(DepositRefusal::RegistryExpired)));
    }
    let prepared = match prepare_step(
        verified.registry(),
        &request.desk,
        &request.agreement,
        signer,
        request.step,
        &request.state,
        now,
    ) {
        Ok(prepared) => prepared,
        Err(error) => return Ok(Response::Deposit(Err(error.into()))),
    };
    let terms = request.agreement.terms();
    let handle = worker.next_handle;
    worker.next_handle = worker.next_handle.wrapping_add(1);
    while worker.deposits.len() >= MOST_PREPARED {
        worker.deposits.pop_first();
    }
    let view = DepositStepView {
        handle,
        signer,
        role: prepared.role,
        step: request.step,
        operator: operator_view(prepared.operator),
        asset: asset_view(prepared.asset),
        agreement_hash: terms.agreement_hash,
        id: terms
            .id(request.agreement.asset.chain, request.agreement.contract)
            .to_b256(),
        agreement: request.agreement,
        authorization: prepared.authorization,
        deadline: prepared.deadline,
        payouts: prepared.payouts,
        review: prepared.aml_notice,
        home_listed: prepared.home_listed,
    };
    worker.deposits.insert(
        handle,
        PreparedDeposit {
            digest: prepared.digest,
            account: request.account,
            signer,
        },
    );
    Ok(Response::Deposit(Ok(Box::new(view))))
}

/// Signs a step that was shown, once, and only while its owner has just proven to be here.
pub(crate) fn sign_deposit<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: SignDepositRequest,
) -> Result<Response, Failure> {
    if !worker.deposits.contains_key(&request.handle) {
        return Err(Failure::UnknownHandle);
    }
    worker.take_authentication()?;
    let prepared = worker
        .deposits
        .remove(&request.handle)
        .ok_or(Failure::UnknownHandle)?;
    let key = worker.account_key(prepared.account)?;
    if key.address() != prepared.signer {
        return Err(Failure::NoAccount);
    }
    Ok(Response::SignedDeposit(SignedDepositView {
        signature: key.sign(&prepared.digest),
    }))
}

impl From<PrepareStepError> for DepositRefusal {
    fn from(error: PrepareStepError) -> Self {
        match error {
            PrepareStepError::Desk(DeskError::Malformed) => Self::DeskMalformed,
            PrepareStepError::Desk(DeskError::NotLicensed) => Self::DeskNotLicensed,
            PrepareStepError::Desk(DeskError::OutOfDate) => Self::DeskOutOfDate,
            PrepareStepError::Rule(RuleError::OffPlanDeposit { source_text }) => Self::OffPlan(source_text),
            PrepareStepError::Rule(
                RuleError::AboveLimit { limit, .. } | RuleError::AboveTotalLimit { limit, .. },
            ) => Self::Limit(limit),
            PrepareStepError::Rule(_) => Self::Asset,
            PrepareStepError::Agreement(error) => error.into(),
            PrepareStepError::OtherContract => Self::Contract,
            PrepareStepError::OtherAmount => Self::Amount,
            PrepareStepError::OtherHome => Self::Home,
            PrepareStepError::OtherNotary => Self::Notary,
            PrepareStepError::NotAParty => Self::NotAParty,
            PrepareStepError::NotPossible => Self::NotNow,
        }
    }
}

impl From<AgreementError> for DepositRefusal {
    fn from(error: AgreementError) -> Self {
        match error {
            AgreementError::Version => Self::Version,
            AgreementError::UnderConstruction => Self::OffPlan(String::new()),
            AgreementError::CadastralNumber => Self::CadastralNumber,
            AgreementError::Parties => Self::Parties,
            AgreementError::Amount => Self::Amount,
            AgreementError::Deadlines => Self::Deadlines,
        }
    }
}
