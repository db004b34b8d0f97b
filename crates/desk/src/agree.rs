//! From a proposal to an agreement that all three signed.

use deals::{
    Agreement, DepositEvent, DepositRecord, DepositRole, DepositState, DepositStep, Home, JoinDeposit,
    NotaryIdentity, PartyIdentity, ProposeDeposit, ReviewAnswers, SignDeposit, check_agreement,
};
use sig::{B256, U256};
use units::AssetAmount;

use crate::{error::DeskRefusal, start::Shared};

pub(crate) fn event(step: DepositStep, at: u64, transaction: Option<B256>) -> DepositEvent {
    DepositEvent {
        step,
        at,
        transaction,
    }
}

/// Keeps a buyer's proposal, if an agreement can come of it.
pub(crate) fn propose(desk: &Shared, mut proposal: ProposeDeposit) -> Result<DepositRecord, DeskRefusal> {
    // The same checks as later, with the buyer's number in the seller's place.
    let now = desk.now();
    let stand_in = PartyIdentity {
        name: proposal.buyer.name.clone(),
        number: proposal.buyer.number,
        account: desk.config.desk.contract,
    };
    check_agreement(&compose(desk, &proposal, stand_in, B256::ZERO)?, now)?;
    let review = take_review(desk, &proposal.home, proposal.review.take())?;
    let mut id = [0; 16];
    getrandom::fill(&mut id)?;
    let record = DepositRecord {
        id: hex::encode(id),
        proposal,
        agreement: None,
        signatures: Vec::new(),
        state: DepositState::unknown(),
        events: vec![event(DepositStep::Proposed, now, None)],
    };
    desk.store
        .save_review(&record.id, DepositRole::Buyer, review.as_ref())?;
    desk.store.save(&record)?;
    Ok(record)
}

/// The answers that a deal above the threshold needs.
fn take_review(
    desk: &Shared,
    home: &Home,
    review: Option<ReviewAnswers>,
) -> Result<Option<ReviewAnswers>, DeskRefusal> {
    if home.price_tiyn < desk.config.desk.aml_threshold_tiyn {
        return Ok(None);
    }
    match review {
        Some(review) if review.is_complete() => Ok(Some(review)),
        _ => Err(DeskRefusal::ReviewNeeded),
    }
}

/// Makes the agreement with the seller who joins; the first one does.
pub(crate) fn join(
    desk: &Shared,
    mut record: DepositRecord,
    joined: JoinDeposit,
) -> Result<DepositRecord, DeskRefusal> {
    let JoinDeposit { seller, review } = joined;
    match &record.agreement {
        Some(agreement) if agreement.seller == seller => return Ok(record),
        Some(_) => return Err(DeskRefusal::AlreadyJoined),
        None => {}
    }
    let mut salt = [0; 32];
    getrandom::fill(&mut salt)?;
    let agreement = compose(desk, &record.proposal, seller, salt.into())?;
    check_agreement(&agreement, desk.now())?;
    let review = take_review(desk, &agreement.home, review)?;
    desk.store
        .save_review(&record.id, DepositRole::Seller, review.as_ref())?;
    record.agreement = Some(agreement);
    record.events.push(event(DepositStep::Joined, desk.now(), None));
    desk.store.save(&record)?;
    Ok(record)
}

/// Keeps a side's signature over the deposit's id.
pub(crate) fn sign(
    desk: &Shared,
    mut record: DepositRecord,
    signed: SignDeposit,
) -> Result<DepositRecord, DeskRefusal> {
    let terms = record.agreement.as_ref().ok_or(DeskRefusal::NotJoined)?.terms();
    let id = terms.id(desk.rpc.chain(), desk.config.desk.contract);
    if signed.signature.recover(&id).ok() != Some(terms.party(signed.role)) {
        return Err(DeskRefusal::Signature);
    }
    if !record.signatures.iter().any(|known| known.role == signed.role) {
        let step = DepositStep::Signed(signed.role);
        record.signatures.push(signed);
        record.events.push(event(step, desk.now(), None));
        desk.store.save(&record)?;
    }
    Ok(record)
}

fn compose(
    desk: &Shared,
    proposal: &ProposeDeposit,
    seller: PartyIdentity,
    salt: B256,
) -> Result<Agreement, DeskRefusal> {
    let settings = &desk.config.desk;
    let home = &proposal.home;
    let as_listed = settings.homes.iter().find(|known| known.listing == home.listing);
    if as_listed.is_some_and(|known| !home.listing.is_empty() && known != home) {
        return Err(DeskRefusal::OtherHome);
    }
    let notary: &NotaryIdentity = settings
        .notaries
        .iter()
        .find(|notary| notary.account == proposal.notary)
        .ok_or(DeskRefusal::UnknownNotary)?;
    let after = |seconds: u64| desk.now().saturating_add(seconds);
    Ok(Agreement {
        version: 1,
        home: home.clone(),
        buyer: proposal.buyer.clone(),
        seller,
        notary: notary.clone(),
        kind: proposal.kind,
        deposit_tiyn: proposal.deposit_tiyn,
        asset: settings.asset,
        amount: AssetAmount::new(U256::from(proposal.deposit_tiyn.get())),
        contract: settings.contract,
        funding_deadline: after(proposal.funding_seconds),
        closing_deadline: after(proposal.closing_seconds),
        salt,
    })
}
