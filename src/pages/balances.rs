use checkout::AssetRate;
use futures_util::future::join_all;
use key_worker::protocol::{AssetView, RegistryView};
use sig::Address;
use units::{AssetAmount, Tiyn};

use crate::services::{ReadChainError, read_balance, request_rates};

/// One asset of the wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Balance {
    pub(crate) asset: AssetView,
    pub(crate) amount: AssetAmount,
    /// Worth in tenge, where an operator names a rate.
    pub(crate) worth: Option<Tiyn>,
}

/// All assets of the wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Balances {
    pub(crate) assets: Vec<Balance>,
    /// Sum of what has a rate.
    pub(crate) total: Option<Tiyn>,
    /// Where the rates come from.
    pub(crate) source: Option<String>,
}

/// Reads all balances, and the operator's rates where it answers.
pub(crate) async fn read_balances(
    registry: &RegistryView,
    account: Address,
) -> Result<Balances, ReadChainError> {
    let reads = registry
        .assets
        .iter()
        .map(|asset| read_balance(&registry.rpc, asset.id, account));
    let amounts = join_all(reads).await.into_iter().collect::<Result<Vec<_>, _>>()?;
    let rates = match registry.operators.first() {
        Some(operator) => request_rates(&operator.url).await.unwrap_or_default(),
        None => Vec::new(),
    };
    let assets: Vec<Balance> = registry
        .assets
        .iter()
        .zip(amounts)
        .map(|(asset, amount)| Balance {
            asset: asset.clone(),
            amount,
            worth: worth(&rates, asset, amount),
        })
        .collect();
    let total = assets
        .iter()
        .filter_map(|balance| balance.worth)
        .try_fold(Tiyn::ZERO, Tiyn::checked_add)
        .ok()
        .filter(|_| !rates.is_empty());
    Ok(Balances {
        assets,
        total,
        source: rates.into_iter().next().map(|rate| rate.source),
    })
}

fn worth(rates: &[AssetRate], asset: &AssetView, amount: AssetAmount) -> Option<Tiyn> {
    let rate = rates.iter().find(|rate| rate.asset == asset.id)?;
    rate.rate.tiyn_for(amount, asset.decimals).ok()
}
