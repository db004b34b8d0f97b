use clearsign::{Fact, Intent, Label, Statement, Value};
use deals::{ExchangeLeg, ExchangeOfferError, OpenedOffer, open_exchange_offer, receive_digest};
use sig::Address;
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{ExchangeView, Failure, PrepareExchangeRequest, Response},
    use_cases::{
        open_registry::{asset_view, operator_view},
        prepare_signing::{Prepared, PreparedSigning, context, keep},
    },
    worker::{Clock, KeyWorker},
};

/// Verifies an operator's offer and shows it. What `SignPrepared` then signs lets the registered contract take what is given,
/// together with the other leg of this very offer or not at all.
pub(crate) async fn prepare_exchange<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareExchangeRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let (registry, account) = context(worker, &request.registry, request.account).await?;
    let registry = registry.registry();
    if now >= registry.expires_at {
        return Err(Failure::RegistryExpired);
    }
    let opened = open_exchange_offer(&request.offer, registry, account, now)?;
    let domain = opened.sell.domain();
    let digest = receive_digest(&opened.offer.leg(ExchangeLeg::Resident), &domain);
    let mut view = view(&opened, account);
    view.handle = keep(
        worker,
        PreparedSigning {
            needs_owner: false,
            what: Prepared::Message(digest),
            account: request.account,
            signer: account,
            statement: Statement {
                intent: Intent::CityPaper,
                facts: vec![Fact {
                    label: Label::To,
                    value: Value::Address(opened.offer.contract),
                }],
                warnings: Vec::new(),
            },
        },
    );
    Ok(Response::Exchange(Box::new(view)))
}

fn view(opened: &OpenedOffer<'_>, account: Address) -> ExchangeView {
    let offer = &opened.offer;
    ExchangeView {
        handle: 0,
        account,
        operator: operator_view(opened.operator),
        sell: asset_view(opened.sell),
        sell_amount: offer.sell_amount,
        sell_tiyn_per_unit: offer.sell_rate.tiyn_per_unit().unwrap_or_default(),
        buy: asset_view(opened.buy),
        buy_amount: offer.amounts.buy_amount,
        buy_tiyn_per_unit: offer.buy_rate.tiyn_per_unit().unwrap_or_default(),
        worth_tiyn: offer.amounts.worth_tiyn,
        fee_bps: offer.fee_bps,
        fee_tiyn: offer.amounts.fee_tiyn,
        rate_source: offer.rate_source.clone(),
        rate_time: offer.rate_time,
        contract: offer.contract,
        expires_at: offer.expires_at,
    }
}

impl From<ExchangeOfferError> for Failure {
    fn from(error: ExchangeOfferError) -> Self {
        match error {
            ExchangeOfferError::NotLicensed => Self::OperatorNotLicensed,
            ExchangeOfferError::Rule(rule) => rule.into(),
            ExchangeOfferError::OutOfDate => Self::QuoteExpired,
            ExchangeOfferError::Malformed
            | ExchangeOfferError::OtherAccount
            | ExchangeOfferError::Nothing
            | ExchangeOfferError::Sum
            | ExchangeOfferError::OtherContract => Self::QuoteForged,
        }
    }
}
