//! The steps that the contract takes.

use deals::{
    ActInDeposit, DecideDeposit, DepositRecord, DepositRole, DepositState, DepositStatus, DepositStep,
    DepositTerms, FundDeposit, expire_call, fund_call, open_call, pay_out_call, relay_action_call,
    relay_decision_call,
};

use crate::{agree::event, error::DeskRefusal, relay, start::Shared};

fn terms(record: &DepositRecord) -> Result<DepositTerms, DeskRefusal> {
    Ok(record.agreement.as_ref().ok_or(DeskRefusal::NotJoined)?.terms())
}

async fn submit(
    desk: &Shared,
    record: &mut DepositRecord,
    step: DepositStep,
    input: chain::Bytes,
) -> Result<(), DeskRefusal> {
    let hash = relay::send(desk, input).await?;
    record.events.push(event(step, desk.now(), Some(hash)));
    desk.store.save(record)
}

/// Opens the deposit when all three have signed.
pub(crate) async fn open(desk: &Shared, record: &mut DepositRecord) -> Result<(), DeskRefusal> {
    let terms = terms(record)?;
    let of = |role| {
        record
            .signatures
            .iter()
            .find(|signed| signed.role == role)
            .map(|signed| signed.signature)
    };
    let (Some(buyer), Some(seller), Some(arbiter)) = (
        of(DepositRole::Buyer),
        of(DepositRole::Seller),
        of(DepositRole::Arbiter),
    ) else {
        return Ok(());
    };
    if relay::state(desk, &terms).await?.status != DepositStatus::None {
        return Ok(());
    }
    let input = open_call(&terms, &buyer, &seller, &arbiter);
    submit(desk, record, DepositStep::Opened, input).await
}

/// Pays in for a side, once.
pub(crate) async fn fund(
    desk: &Shared,
    record: &mut DepositRecord,
    funding: &FundDeposit,
) -> Result<(), DeskRefusal> {
    let terms = terms(record)?;
    let state = relay::state(desk, &terms).await?;
    let done = match funding.role {
        DepositRole::Buyer => state.funded,
        DepositRole::Seller => state.bonded,
        DepositRole::Arbiter => return Err(DeskRefusal::Malformed),
    };
    if done {
        return Ok(());
    }
    if funding.authorization != terms.funding(desk.rpc.chain(), desk.config.desk.contract, funding.role) {
        return Err(DeskRefusal::Signature);
    }
    let input = fund_call(&terms, funding.role, &funding.authorization, &funding.signature);
    submit(desk, record, DepositStep::Funded(funding.role), input).await
}

/// Submits a side's action.
pub(crate) async fn act(
    desk: &Shared,
    record: &mut DepositRecord,
    acted: &ActInDeposit,
) -> Result<(), DeskRefusal> {
    let terms = terms(record)?;
    let input = relay_action_call(&terms, acted.role, acted.action, acted.deadline, &acted.signature);
    submit(desk, record, DepositStep::Acted(acted.role, acted.action), input).await
}

/// Submits the notary's decision.
pub(crate) async fn decide(
    desk: &Shared,
    record: &mut DepositRecord,
    decided: &DecideDeposit,
) -> Result<(), DeskRefusal> {
    let terms = terms(record)?;
    let input = relay_decision_call(&terms, decided.decision, decided.deadline, &decided.signature);
    submit(desk, record, DepositStep::Decided(decided.decision), input).await
}

/// Ends a deposit whose time is over.
pub(crate) async fn expire(desk: &Shared, record: &mut DepositRecord) -> Result<(), DeskRefusal> {
    let terms = terms(record)?;
    submit(desk, record, DepositStep::Expired, expire_call(&terms)).await
}

/// Reads the contract's state, and pays out when the deposit is over. A receiver who cannot be paid now is tried again at
/// the next look.
pub(crate) async fn refresh(desk: &Shared, record: &mut DepositRecord) -> Result<(), DeskRefusal> {
    let Ok(terms) = terms(record) else {
        record.state = DepositState::unknown();
        return Ok(());
    };
    record.state = relay::state(desk, &terms).await?;
    if !record.state.status.is_over() {
        return Ok(());
    }
    for role in [DepositRole::Buyer, DepositRole::Seller] {
        let account = terms.party(role);
        if relay::is_owed(desk, account).await? {
            let step = DepositStep::PaidOut(role);
            match submit(desk, record, step, pay_out_call(terms.token, account)).await {
                Ok(()) => {}
                Err(error) => tracing::warn!(%error, "a payout waits"),
            }
        }
    }
    Ok(())
}
