use chain::authorization_digest;
use clearsign::{Fact, Intent, Label, Statement, Value};
use deals::open_cash_out;
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{CashOutView, Failure, PrepareCashOutRequest, Response},
    use_cases::{
        open_registry::{asset_view, operator_view},
        prepare_signing::{Prepared, PreparedSigning, context, keep},
    },
    worker::{Clock, KeyWorker},
};

/// Verifies an operator's quote for a cash-out and shows it. What `SignPrepared` then signs lets the operator take what is
/// given, for this very quote and bank account.
pub(crate) async fn prepare_cash_out<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareCashOutRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let (registry, account) = context(worker, &request.registry, request.account).await?;
    let registry = registry.registry();
    if now >= registry.expires_at {
        return Err(Failure::RegistryExpired);
    }
    let opened = open_cash_out(&request.quote, registry, (account, &request.iban), now)?;
    let domain = opened.asset.domain();
    let authorization = opened.quote.authorization(registry.home_chain);
    let digest = authorization_digest(&authorization, &domain);
    let quote = opened.quote;
    let mut view = CashOutView {
        handle: 0,
        hash: opened.hash,
        operator: operator_view(opened.operator),
        asset: asset_view(opened.asset),
        amount: quote.amount,
        tiyn_per_unit: quote.rate.tiyn_per_unit().unwrap_or_default(),
        worth_tiyn: quote.worth_tiyn,
        fee_bps: quote.fee_bps,
        fee_tiyn: quote.fee_tiyn,
        paid_tiyn: quote.paid_tiyn,
        iban: request.iban.masked(),
        simulated: quote.simulated,
        rate_source: quote.rate_source,
        rate_time: quote.rate_time,
        expires_at: quote.expires_at,
    };
    view.handle = keep(
        worker,
        PreparedSigning {
            needs_owner: true,
            what: Prepared::Message(digest),
            account: request.account,
            signer: account,
            statement: Statement {
                intent: Intent::CityPaper,
                facts: vec![Fact {
                    label: Label::To,
                    value: Value::Address(quote.operator),
                }],
                warnings: Vec::new(),
            },
        },
    );
    Ok(Response::CashOut(Box::new(view)))
}
