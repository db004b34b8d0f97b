use deals::{
    Agreement, AgreementError, Building, DepositAction, DepositDecision, DepositKind, DepositRole,
    DepositState, DepositStatus, Desk, DeskError, PrepareStepError, SigningStep, prepare_step,
};
use sig::{Address, Signer as _, U256};
use testkit::{DemoKeys, DemoZone};
use units::{AssetAmount, Tiyn};
use zone::{Registry, Use};

use crate::sample::{CHAIN, CONTRACT, NOW, agreement, key};

fn registry() -> Registry {
    let mut registry = DemoZone::for_tests(NOW).registry(&DemoKeys::derive());
    for asset in &mut registry.assets {
        asset.permitted_uses = vec![Use::RealEstate];
    }
    registry
}

fn desk() -> Desk {
    let agreement = agreement(DepositKind::Zadatok);
    Desk {
        contract: CONTRACT,
        asset: agreement.asset,
        notaries: vec![agreement.notary],
        homes: vec![agreement.home],
        aml_threshold_tiyn: Tiyn::new(5_000_000_000).unwrap(),
        notary_fee_tiyn: Tiyn::new(5_190_000).unwrap(),
        issued_at: NOW,
        expires_at: NOW + 3_600,
    }
}

fn open() -> DepositState {
    DepositState {
        status: DepositStatus::Open,
        ..DepositState::unknown()
    }
}

fn active() -> DepositState {
    DepositState {
        status: DepositStatus::Active,
        funded: true,
        bonded: true,
        ..DepositState::unknown()
    }
}

fn refusal(
    change: impl FnOnce(&mut Agreement, &mut Desk, &mut Registry),
    signer: Address,
    step: SigningStep,
    state: &DepositState,
) -> Option<PrepareStepError> {
    let (mut agreement, mut desk, mut registry) = (agreement(DepositKind::Zadatok), desk(), registry());
    change(&mut agreement, &mut desk, &mut registry);
    let signed = desk.sign(CHAIN, &DemoKeys::derive().quote);
    prepare_step(&registry, &signed, &agreement, signer, step, state, NOW).err()
}

fn refused(change: impl FnOnce(&mut Agreement, &mut Desk, &mut Registry)) -> Option<PrepareStepError> {
    refusal(
        change,
        key(1).address(),
        SigningStep::Agree,
        &DepositState::unknown(),
    )
}

#[test]
fn the_agreement_of_a_licensed_desk_is_signed_as_its_id() {
    let (registry, agreement) = (registry(), agreement(DepositKind::Zadatok));
    let signed = desk().sign(CHAIN, &DemoKeys::derive().quote);
    for (byte, role) in [
        (1, DepositRole::Buyer),
        (2, DepositRole::Seller),
        (3, DepositRole::Arbiter),
    ] {
        let account = key(byte).address();
        let unknown = DepositState::unknown();
        let prepared = prepare_step(
            &registry,
            &signed,
            &agreement,
            account,
            SigningStep::Agree,
            &unknown,
            NOW,
        )
        .unwrap();
        assert_eq!(prepared.role, role);
        assert_eq!(prepared.digest, agreement.terms().id(CHAIN, CONTRACT));
        assert_eq!(prepared.operator.id, "demo-exchange");
        assert!(!prepared.aml_notice);
    }
}

#[test]
fn what_the_desk_did_not_state_is_refused() {
    assert_eq!(refused(|_, _, _| {}), None);
    assert_eq!(
        refused(|a, _, _| a.contract = Address::ZERO),
        Some(PrepareStepError::OtherContract)
    );
    assert_eq!(
        refused(|a, _, _| a.amount = AssetAmount::new(U256::from(5_000_001))),
        Some(PrepareStepError::OtherAmount)
    );
    assert_eq!(
        refused(|a, _, _| a.home.price_tiyn = Tiyn::new(2_600_000_000).unwrap()),
        Some(PrepareStepError::OtherHome)
    );
    assert_eq!(
        refused(|a, _, _| a.notary.account = key(9).address()),
        Some(PrepareStepError::OtherNotary)
    );
    let unbuilt = |a: &mut Agreement, d: &mut Desk, _: &mut Registry| {
        a.home.building = Building::UnderConstruction;
        d.homes = vec![a.home.clone()];
    };
    assert_eq!(
        refused(unbuilt),
        Some(PrepareStepError::Agreement(AgreementError::UnderConstruction))
    );
}

#[test]
fn desks_without_licence_key_or_time_are_refused() {
    assert_eq!(
        refused(|_, _, r| r.operators.clear()),
        Some(PrepareStepError::Desk(DeskError::NotLicensed))
    );
    assert_eq!(
        refused(|_, _, r| r.operators[0].licence.validity.valid_until = Some(NOW)),
        Some(PrepareStepError::Desk(DeskError::NotLicensed))
    );
    assert_eq!(
        refused(|_, d, _| d.expires_at = NOW),
        Some(PrepareStepError::Desk(DeskError::OutOfDate))
    );
    assert!(matches!(
        refused(|_, _, r| r.assets[1].permitted_uses = vec![Use::Retail]),
        Some(PrepareStepError::Rule(_))
    ));
}

#[test]
fn only_sides_sign_and_only_what_is_theirs_now() {
    let stranger = key(8).address();
    let (buyer, seller, notary) = (key(1).address(), key(2).address(), key(3).address());
    let confirm = SigningStep::Act(DepositAction::Confirm);
    let decide = SigningStep::Decide(DepositDecision::Completed);
    let unchanged = |_: &mut Agreement, _: &mut Desk, _: &mut Registry| {};
    for (signer, step, state, expected) in [
        (
            stranger,
            SigningStep::Agree,
            DepositState::unknown(),
            Some(PrepareStepError::NotAParty),
        ),
        (
            buyer,
            SigningStep::Agree,
            open(),
            Some(PrepareStepError::NotPossible),
        ),
        (
            notary,
            SigningStep::Fund,
            open(),
            Some(PrepareStepError::NotPossible),
        ),
        (
            buyer,
            SigningStep::Fund,
            active(),
            Some(PrepareStepError::NotPossible),
        ),
        (seller, SigningStep::Fund, open(), None),
        (seller, confirm, active(), Some(PrepareStepError::NotPossible)),
        (buyer, confirm, active(), None),
        (buyer, decide, active(), Some(PrepareStepError::NotPossible)),
        (notary, decide, active(), None),
        (notary, decide, open(), Some(PrepareStepError::NotPossible)),
    ] {
        assert_eq!(refusal(unchanged, signer, step, &state), expected, "{step:?}");
    }
}

#[test]
fn a_step_says_who_gets_what() {
    let (registry, agreement) = (registry(), agreement(DepositKind::Zadatok));
    let signed = desk().sign(CHAIN, &DemoKeys::derive().quote);
    let step = SigningStep::Act(DepositAction::Withdraw);
    let account = key(2).address();
    let prepared = prepare_step(&registry, &signed, &agreement, account, step, &active(), NOW).unwrap();
    let paid = prepared.payouts.unwrap();
    assert_eq!(paid.buyer.get(), U256::from(10_000_000));
    assert!(paid.seller.get().is_zero());
    assert!(prepared.deadline.unwrap() > NOW);
    let funding = prepare_step(
        &registry,
        &signed,
        &agreement,
        account,
        SigningStep::Fund,
        &open(),
        NOW,
    )
    .unwrap();
    let authorization = funding.authorization.unwrap();
    assert_eq!((authorization.from, authorization.to), (account, CONTRACT));
    assert_eq!(funding.payouts, None);
}
