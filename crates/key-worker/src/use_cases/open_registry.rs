use vault::{RandomPort, VaultStore};
use zone::{Asset, Freshness, Operator, Status, VerifiedRegistry, verify_registry};

use crate::{
    protocol::{AssetView, Failure, OpenRegistryRequest, OperatorView, PayResponse, RegistryView},
    worker::{Clock, KeyWorker},
};

/// Verifies a registry and shows it.
pub(crate) fn open_registry<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: &OpenRegistryRequest,
) -> Result<PayResponse, Failure> {
    let registry = verified(worker, request, worker.clock.now_seconds())?;
    Ok(PayResponse::Registry(Box::new(registry_view(&registry))))
}

/// Verifies a registry as of a time.
pub(crate) fn verified<S, R, C>(
    worker: &KeyWorker<S, R, C>,
    request: &OpenRegistryRequest,
    now: u64,
) -> Result<VerifiedRegistry, Failure> {
    Ok(verify_registry(
        request.registry.as_bytes(),
        &worker.root,
        request.seen_version,
        now,
    )?)
}

pub(crate) fn registry_view(verified: &VerifiedRegistry) -> RegistryView {
    let registry = verified.registry();
    let rpc = registry
        .chain(registry.home_chain)
        .map(|chain| chain.rpc.clone())
        .unwrap_or_default();
    RegistryView {
        version: registry.version,
        edition: verified.edition(),
        demo: registry.status == Status::Demo,
        expired: verified.freshness() == Freshness::Expired,
        home_chain: registry.home_chain,
        rpc,
        assets: registry.assets.iter().map(asset_view).collect(),
        operators: registry.operators.iter().map(operator_view).collect(),
        travel_rule_from: registry.limits.travel_rule_from_tiyn,
        notice: registry.notice.clone(),
    }
}

pub(crate) fn asset_view(asset: &Asset) -> AssetView {
    AssetView {
        id: asset.id,
        symbol: asset.symbol.clone(),
        name: asset.name.clone(),
        decimals: asset.decimals,
    }
}

pub(crate) fn operator_view(operator: &Operator) -> OperatorView {
    OperatorView {
        id: operator.id.clone(),
        name: operator.name.clone(),
        bin: operator.bin,
        licence: operator.licence.number.clone(),
        url: operator.url.clone(),
        contact: operator.contact.clone(),
        exchange_contract: operator.exchange_contract,
        deposit_contract: operator.deposits.as_ref().map(|service| service.contract),
    }
}
