use deals::{DepositKind, DepositRecord, DepositRole, DepositState, DepositStatus};

use crate::i18n::Key;

/// Where a deposit is, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The seller has not joined.
    Seller,
    /// Not everybody has signed.
    Signatures,
    /// Nobody can sign any more: the time to pay has passed.
    Lapsed,
    /// Not all the money is there.
    Money,
    /// The time to pay has passed; what was paid can be taken back.
    MoneyLate,
    /// The money is held; the sale is to be made.
    Sale,
    /// The day of the sale has passed; the notary decides.
    SaleLate,
    /// It has ended.
    Over(DepositStatus),
}

impl Phase {
    /// `state` is what the contract says, `now` unix seconds.
    pub(super) fn of(record: &DepositRecord, state: &DepositState, now: u64) -> Self {
        let Some(agreement) = &record.agreement else {
            return Self::Seller;
        };
        let late = now >= agreement.funding_deadline;
        match state.status {
            DepositStatus::None if late => Self::Lapsed,
            DepositStatus::None => Self::Signatures,
            DepositStatus::Open if late => Self::MoneyLate,
            DepositStatus::Open => Self::Money,
            DepositStatus::Active if now >= agreement.closing_deadline => Self::SaleLate,
            DepositStatus::Active => Self::Sale,
            over => Self::Over(over),
        }
    }

    /// Its name.
    pub(super) const fn key(self) -> Key {
        match self {
            Self::Seller => Key::DepositPhaseSeller,
            Self::Signatures => Key::DepositPhaseSignatures,
            Self::Lapsed => Key::DepositPhaseLapsed,
            Self::Money => Key::DepositPhaseMoney,
            Self::MoneyLate => Key::DepositPhaseMoneyLate,
            Self::Sale => Key::DepositPhaseActive,
            Self::SaleLate => Key::DepositPhaseSaleLate,
            Self::Over(status) => super::words::outcome_key(status),
        }
    }

    /// Its name for programs.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Signatures => "signatures",
            Self::Lapsed => "lapsed",
            Self::Money => "money",
            Self::MoneyLate => "money-late",
            Self::Sale => "sale",
            Self::SaleLate => "sale-late",
            Self::Over(DepositStatus::Completed) => "completed",
            Self::Over(DepositStatus::BuyerWithdrew) => "buyer-withdrew",
            Self::Over(DepositStatus::SellerWithdrew) => "seller-withdrew",
            Self::Over(_) => "returned",
        }
    }

    /// Class of its badge.
    pub(super) const fn badge(self) -> &'static str {
        match self {
            Self::Over(DepositStatus::Completed) | Self::Sale => "badge good",
            Self::Over(_) | Self::Lapsed => "badge plain",
            Self::MoneyLate | Self::SaleLate => "badge bad",
            Self::Seller | Self::Signatures | Self::Money => "badge",
        }
    }

    /// Place of the step of the timeline that is on.
    pub(super) const fn step(self) -> usize {
        match self {
            Self::Seller => 1,
            Self::Signatures | Self::Lapsed => 2,
            Self::Money | Self::MoneyLate => 3,
            Self::Sale | Self::SaleLate => 4,
            Self::Over(_) => 6,
        }
    }
}

/// The sides that still have to pay.
pub(super) fn unpaid(kind: DepositKind, state: &DepositState) -> Vec<DepositRole> {
    let mut sides = Vec::new();
    if !state.funded {
        sides.push(DepositRole::Buyer);
    }
    if kind == DepositKind::Zadatok && !state.bonded {
        sides.push(DepositRole::Seller);
    }
    sides
}
