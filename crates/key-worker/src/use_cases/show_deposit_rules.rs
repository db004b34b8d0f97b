use deals::NotaryIdentity;

use crate::{
    protocol::{
        DepositDeskView, DepositRulesView, Failure, NotaryFeeView, Response, ShowDepositRulesRequest,
    },
    use_cases::open_registry::{asset_view, operator_view, verified},
    worker::{Clock, KeyWorker},
};

/// Shows what the registry says about deposits, and opens a desk's statement.
pub(crate) fn show_deposit_rules<S, R, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: &ShowDepositRulesRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let verified = verified(worker, &request.registry, now)?;
    let registry = verified.registry();
    let rules = &registry.real_estate;
    let desks = registry.operators.iter().filter_map(|operator| {
        let service = operator.deposits.as_ref()?;
        Some(DepositDeskView {
            id: operator.id.clone(),
            operator: operator_view(operator),
            url: service.url.clone(),
        })
    });
    let notaries = rules
        .notaries
        .iter()
        .filter(|notary| notary.validity.holds_at(now));
    let fees = rules.notary_fees.iter().filter(|fee| fee.validity.holds_at(now));
    let desk = request.desk.as_ref().and_then(|signed| {
        let (desk, _) = signed.open(registry, now).ok()?;
        let asset = registry.asset(desk.asset)?;
        Some((desk, asset_view(asset)))
    });
    Ok(Response::DepositRules(Box::new(DepositRulesView {
        desks: desks.collect(),
        notaries: notaries
            .map(|notary| NotaryIdentity {
                name: notary.name.clone(),
                licence: notary.licence.clone(),
                account: notary.account,
            })
            .collect(),
        notary_fees: fees
            .map(|fee| NotaryFeeView {
                act: fee.act.clone(),
                fee_tiyn: fee.fee_tiyn,
                source: fee.source.clone(),
            })
            .collect(),
        off_plan_law: (!rules.off_plan_deposits).then(|| rules.source.clone()),
        limit_tiyn: registry.limits.per_payment_tiyn,
        desk,
    })))
}
