use vault::{RandomPort, VaultStore};
use zone::{Limits, Operator};

use crate::{
    protocol::{
        ChainView, ConversionView, Failure, LimitsView, OpenRegistryRequest, OperatorRuleView, Response,
        RulesView,
    },
    use_cases::open_registry::verified,
    worker::{Clock, KeyWorker},
};

/// Verifies a registry and shows the rules that the wallet's own transfers are judged by.
pub(crate) fn show_rules<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: &OpenRegistryRequest,
) -> Result<Response, Failure> {
    let verified = verified(worker, request, worker.clock.now_seconds())?;
    let registry = verified.registry();
    let chains = registry.chains.iter().map(|chain| ChainView {
        id: chain.id,
        name: chain.name.clone(),
        coin: chain.coin.clone(),
        finality_depth: chain.finality_depth,
    });
    Ok(Response::Rules(Box::new(RulesView {
        limits: limits_view(&registry.limits),
        chains: chains.collect(),
        operators: registry.operators.iter().map(operator_view).collect(),
    })))
}

fn limits_view(limits: &Limits) -> LimitsView {
    LimitsView {
        per_payment: limits.per_payment_tiyn,
        per_day: limits.per_day_tiyn,
        per_month: limits.per_month_tiyn,
        conversion: limits.conversion.as_ref().map(|conversion| ConversionView {
            currency: conversion.currency.clone(),
            per_month: conversion.per_month,
            rate: conversion.rate_tiyn,
            rate_source: conversion.rate_source.clone(),
            rate_time: conversion.rate_time,
        }),
        source: limits.source.clone(),
    }
}

fn operator_view(operator: &Operator) -> OperatorRuleView {
    OperatorRuleView {
        id: operator.id.clone(),
        name: operator.name.clone(),
        relay: operator.relay.clone(),
        addresses: operator.settlement_addresses.clone(),
    }
}
