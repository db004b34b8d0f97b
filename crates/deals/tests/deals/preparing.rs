use deals::{
    Agreement, AgreementError, Building, DepositAction, DepositDecision, DepositKind, DepositRole,
    DepositState, DepositStatus, Desk, DeskError, PrepareStepError, SigningStep, prepare_step,
};
use sig::{Address, Signer as _, U256};
use testkit::{DemoKeys, DemoZone};
use units::{AssetAmount, Tiyn};
use zone::{DepositService, RegisteredNotary, Registry, RuleError, Use};

use crate::sample::{CHAIN, CONTRACT, NOW, agreement, key};

fn registry() -> Registry {
    let mut registry = DemoZone::for_tests(NOW).registry(&DemoKeys::derive());
    for asset in &mut registry.assets {
        asset.permitted_uses = vec![Use::RealEstate];
    }
    let validity = registry.operators[0].licence.validity;
    registry.operators[0].deposits = Some(DepositService {
        url: "http://127.0.0.1:8084".into(),
        chain: CHAIN,
        contract: CONTRACT,
        validity,
        source: "test".into(),
    });
    let notary = agreement(DepositKind::Zadatok).notary;
    registry.real_estate.notaries = vec![RegisteredNotary {
        name: notary.name,
        licence: notary.licence,
        account: notary.account,
        validity,
        source: "test".into(),
    }];
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
    assert!(matches!(
        refused(unbuilt),
        Some(PrepareStepError::Rule(RuleError::OffPlanDeposit { .. }))
    ));
    // Where the registry's rule does not hold, the agreement's own still does.
    assert_eq!(
        refused(|a, d, r| {
            unbuilt(a, d, r);
            r.real_estate.off_plan_deposits = true;
        }),
        Some(PrepareStepError::Agreement(AgreementError::UnderConstruction))
    );
}

#[test]
fn what_the_registry_does_not_name_is_refused() {
    assert_eq!(
        refused(|_, _, r| r.operators[0].deposits = None),
        Some(PrepareStepError::OtherContract)
    );
    assert_eq!(
        refused(|a, d, _| {
            a.contract = Address::repeat_byte(0xbb);
            d.contract = a.contract;
        }),
        Some(PrepareStepError::OtherContract)
    );
    assert_eq!(
        refused(|_, _, r| r.real_estate.notaries[0].validity.valid_until = Some(NOW)),
        Some(PrepareStepError::OtherNotary)
    );
    assert_eq!(
        refused(|a, d, _| {
            a.notary.licence = "other".into();
            d.notaries = vec![a.notary.clone()];
        }),
        Some(PrepareStepError::OtherNotary)
    );
    assert!(matches!(
        refused(|_, _, r| r.limits.per_payment_tiyn = Tiyn::new(4_999_999).unwrap()),
        Some(PrepareStepError::Rule(RuleError::AboveLimit { .. }))
    ));
}

/// Rules for new deposits never keep anybody in an old one.
#[test]
fn whoever_has_a_deposit_can_end_it_whatever_became_of_the_operator() {
    let lapsed = |_: &mut Agreement, d: &mut Desk, r: &mut Registry| {
        d.expires_at = NOW;
        d.homes.clear();
        r.limits.per_payment_tiyn = Tiyn::ZERO;
        r.real_estate.notaries.clear();
        let operator = &mut r.operators[0];
        operator.licence.validity.valid_until = Some(NOW);
        operator.deposits.as_mut().unwrap().validity.valid_until = Some(NOW);
        for asset in &mut r.assets {
            asset.permitted_uses.clear();
        }
    };
    let leave = SigningStep::Act(DepositAction::Withdraw);
    for signer in [1, 2] {
        assert_eq!(refusal(lapsed, key(signer).address(), leave, &active()), None);
    }
    let decide = SigningStep::Decide(DepositDecision::Cancelled);
    assert_eq!(
        refusal(lapsed, key(3).address(), decide, &active()),
        Some(PrepareStepError::OtherNotary)
    );
}

#[test]
fn a_home_that_the_desk_does_not_list_is_signed_for_and_said_to_be_so() {
    assert_eq!(refused(|_, d, _| d.homes.clear()), None);
    let (registry, agreement) = (registry(), agreement(DepositKind::Zadatok));
    let listed = |desk: &Desk| {
        let signed = desk.sign(CHAIN, &DemoKeys::derive().quote);
        let account = key(1).address();
        let unknown = DepositState::unknown();
        prepare_step(
            &registry,
            &signed,
            &agreement,
            account,
            SigningStep::Agree,
            &unknown,
            NOW,
        )
        .unwrap()
        .home_listed
    };
    let mut desk = desk();
    assert!(listed(&desk));
    desk.homes.clear();
    assert!(!listed(&desk));
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
