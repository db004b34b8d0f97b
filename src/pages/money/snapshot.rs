use chain::AssetId;
use checkout::AssetRate;
use key_worker::protocol::{AssetView, RegistryView};
use serde::{Deserialize, Serialize};
use units::{AssetAmount, Tiyn};

/// Less than a hundred tenge is "small" in the list of assets, in tiyn.
const SMALL: u64 = 100_00;

/// What an account holds, as read in one call, and the operator's rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Snapshot {
    /// When it was read, unix seconds.
    pub(crate) taken_at: u64,
    /// Native coin, wei.
    pub(crate) coin: AssetAmount,
    /// Base units of each permitted token that answered.
    pub(crate) tokens: Vec<(AssetId, AssetAmount)>,
    /// What the operator takes each asset for.
    pub(crate) rates: Vec<AssetRate>,
    /// When it said so, unix seconds.
    pub(crate) rates_at: Option<u64>,
}

/// One asset of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) asset: AssetView,
    /// `None` where the token does not answer.
    pub(crate) amount: Option<AssetAmount>,
    /// Worth in tenge, where an operator names a rate.
    pub(crate) worth: Option<Tiyn>,
}

impl Holding {
    /// Nothing, or not worth a line of its own.
    pub(crate) fn is_small(&self) -> bool {
        match (self.amount, self.worth) {
            (Some(amount), _) if amount.get().is_zero() => true,
            (_, Some(worth)) => worth.get() < SMALL,
            _ => false,
        }
    }
}

impl Snapshot {
    /// The permitted assets, as the registry lists them.
    pub(crate) fn holdings(&self, registry: &RegistryView) -> Vec<Holding> {
        let holding = |asset: &AssetView| {
            let amount = self.amount_of(asset.id);
            Holding {
                amount,
                worth: amount.and_then(|amount| self.worth_of(asset.id, amount, asset.decimals)),
                asset: asset.clone(),
            }
        };
        registry.assets.iter().map(holding).collect()
    }

    /// The sum of what has a rate; `None` without any rate.
    pub(crate) fn total(&self, registry: &RegistryView) -> Option<Tiyn> {
        if self.rates.is_empty() {
            return None;
        }
        self.holdings(registry)
            .iter()
            .filter_map(|holding| holding.worth)
            .try_fold(Tiyn::ZERO, Tiyn::checked_add)
            .ok()
    }

    /// Base units of a token, `None` where it did not answer.
    pub(crate) fn amount_of(&self, asset: AssetId) -> Option<AssetAmount> {
        self.tokens
            .iter()
            .find(|(id, _)| *id == asset)
            .map(|(_, amount)| *amount)
    }

    /// The operator's rate of an asset.
    pub(crate) fn rate_of(&self, asset: AssetId) -> Option<&AssetRate> {
        self.rates.iter().find(|rate| rate.asset == asset)
    }

    /// What an amount is worth, rounded down.
    pub(crate) fn worth_of(&self, asset: AssetId, amount: AssetAmount, decimals: u8) -> Option<Tiyn> {
        self.rate_of(asset)?.rate.tiyn_for(amount, decimals).ok()
    }
}
