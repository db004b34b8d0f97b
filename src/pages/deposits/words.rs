//! Names of what `deals` speaks about.

use deals::{
    DepositAction, DepositDecision, DepositKind, DepositRole, DepositStatus, DepositStep, SigningStep,
};

use crate::i18n::{I18n, Key};

pub(super) const fn kind_key(kind: DepositKind) -> Key {
    match kind {
        DepositKind::Zadatok => Key::DepositZadatok,
        DepositKind::Avans => Key::DepositAvans,
    }
}

pub(super) const fn role_key(role: DepositRole) -> Key {
    match role {
        DepositRole::Buyer => Key::DepositBuyer,
        DepositRole::Seller => Key::DepositSeller,
        DepositRole::Arbiter => Key::DepositNotary,
    }
}

/// How a deposit ended, in a few words.
pub(super) const fn outcome_key(status: DepositStatus) -> Key {
    match status {
        DepositStatus::Completed => Key::DepositOutcomeCompleted,
        DepositStatus::BuyerWithdrew => Key::DepositOutcomeBuyerWithdrew,
        DepositStatus::SellerWithdrew => Key::DepositOutcomeSellerWithdrew,
        DepositStatus::Cancelled => Key::DepositOutcomeCancelled,
        DepositStatus::NotConcluded => Key::DepositOutcomeNotConcluded,
        DepositStatus::Expired => Key::DepositOutcomeExpired,
        DepositStatus::None | DepositStatus::Open | DepositStatus::Active => Key::DepositPhaseActive,
    }
}

/// What a way of ending means for the money.
pub(super) const fn outcome_note(status: DepositStatus, kind: DepositKind) -> Key {
    match (status, kind) {
        (DepositStatus::Completed, _) => Key::DepositNoteCompleted,
        (DepositStatus::BuyerWithdrew, DepositKind::Zadatok) => Key::DepositNoteBuyerWithdrewZadatok,
        (DepositStatus::BuyerWithdrew, DepositKind::Avans) => Key::DepositNoteBuyerWithdrewAvans,
        (DepositStatus::SellerWithdrew, DepositKind::Zadatok) => Key::DepositNoteSellerWithdrewZadatok,
        (DepositStatus::SellerWithdrew, DepositKind::Avans) => Key::DepositNoteSellerWithdrewAvans,
        (DepositStatus::Cancelled, _) => Key::DepositNoteCancelled,
        (DepositStatus::NotConcluded, _) => Key::DepositNoteNotConcluded,
        (DepositStatus::Expired | DepositStatus::None | DepositStatus::Open | DepositStatus::Active, _) => {
            Key::DepositNoteExpired
        }
    }
}

/// The button for a step.
pub(super) const fn step_key(step: SigningStep, role: DepositRole) -> Key {
    match (step, role) {
        (SigningStep::Agree, _) => Key::DepositStepAgree,
        (SigningStep::Fund, DepositRole::Seller) => Key::DepositStepBond,
        (SigningStep::Fund, _) => Key::DepositStepFund,
        (SigningStep::Act(DepositAction::Withdraw), _) => Key::DepositStepWithdraw,
        (SigningStep::Act(DepositAction::AgreeToCancel), _) => Key::DepositStepCancel,
        (SigningStep::Act(DepositAction::TakeBackAgreement), _) => Key::DepositStepTakeBack,
        (SigningStep::Act(DepositAction::Confirm), _) => Key::DepositStepConfirm,
        (SigningStep::Decide(decision), _) => decision_key(decision),
    }
}

pub(super) const fn decision_key(decision: DepositDecision) -> Key {
    match decision {
        DepositDecision::Completed => Key::DepositDecideCompleted,
        DepositDecision::BuyerWithdrew => Key::DepositDecideBuyer,
        DepositDecision::SellerWithdrew => Key::DepositDecideSeller,
        DepositDecision::Cancelled => Key::DepositDecideCancelled,
    }
}

/// What a step means, before it is signed.
pub(super) const fn step_note(step: SigningStep, role: DepositRole) -> Key {
    match (step, role) {
        (SigningStep::Agree, _) => Key::DepositAboutAgree,
        (SigningStep::Fund, DepositRole::Seller) => Key::DepositAboutBond,
        (SigningStep::Fund, _) => Key::DepositAboutFund,
        (SigningStep::Act(DepositAction::Withdraw), _) => Key::DepositAboutWithdraw,
        (SigningStep::Act(DepositAction::AgreeToCancel), _) => Key::DepositAboutCancel,
        (SigningStep::Act(DepositAction::TakeBackAgreement), _) => Key::DepositAboutTakeBack,
        (SigningStep::Act(DepositAction::Confirm), _) => Key::DepositAboutConfirm,
        (SigningStep::Decide(_), _) => Key::DepositAboutDecide,
    }
}

/// What happened.
pub(super) fn event_text(i18n: I18n, step: DepositStep) -> String {
    let of = |key, role| i18n.fill(key, &[("role", i18n.text(role_key(role)))]);
    let key = match step {
        DepositStep::Proposed => Key::DepositEventProposed,
        DepositStep::Joined => Key::DepositEventJoined,
        DepositStep::Opened => Key::DepositEventOpened,
        DepositStep::Expired => Key::DepositEventExpired,
        DepositStep::Signed(role) => return of(Key::DepositEventSigned, role),
        DepositStep::PaidOut(role) => return of(Key::DepositEventPaidOut, role),
        DepositStep::Funded(DepositRole::Seller) => Key::DepositEventBonded,
        DepositStep::Funded(_) => Key::DepositEventFunded,
        DepositStep::Acted(role, action) => {
            let key = match action {
                DepositAction::Withdraw => Key::DepositEventWithdrew,
                DepositAction::AgreeToCancel => Key::DepositEventAgreed,
                DepositAction::TakeBackAgreement => Key::DepositEventTookBack,
                DepositAction::Confirm => Key::DepositEventConfirmed,
            };
            return of(key, role);
        }
        DepositStep::Decided(decision) => {
            let outcome = i18n.text(outcome_key(decision.outcome()));
            return i18n.fill(Key::DepositEventDecided, &[("outcome", outcome)]);
        }
    };
    i18n.text(key).to_owned()
}
