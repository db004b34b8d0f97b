use serde::{Serialize, Serializer};

/// What the operator does for people, as the authority is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

impl Serialize for DealKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
