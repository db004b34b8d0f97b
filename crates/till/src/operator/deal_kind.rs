use serde::Serialize;

/// What the operator does for people, as the authority is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum DealKind {
    /// Of an order: the asset came, the merchant is owed tenge.
    Payment,
    /// One asset for another.
    Exchange,
    /// Tenge for an asset.
    TopUp,
    /// An asset for tenge.
    CashOut,
    /// An asset for units of an offering.
    Subscription,
}

impl DealKind {
    /// As it is stored and told.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Exchange => "exchange",
            Self::TopUp => "topUp",
            Self::CashOut => "cashOut",
            Self::Subscription => "subscription",
        }
    }
}
