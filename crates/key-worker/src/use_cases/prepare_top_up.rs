use deals::{BankQuoteError, PaperError, open_top_up};
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, PrepareTopUpRequest, Response, TopUpView},
    use_cases::{
        open_registry::{asset_view, operator_view},
        prepare_signing::context,
    },
    worker::{Clock, KeyWorker},
};

/// Verifies an operator's quote for a top-up and shows it.
pub(crate) async fn prepare_top_up<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: &PrepareTopUpRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let (registry, account) = context(worker, &request.registry, request.account).await?;
    let registry = registry.registry();
    if now >= registry.expires_at {
        return Err(Failure::RegistryExpired);
    }
    let opened = open_top_up(&request.quote, registry, account, now)?;
    let quote = opened.quote;
    Ok(Response::TopUp(Box::new(TopUpView {
        hash: opened.hash,
        operator: operator_view(opened.operator),
        asset: asset_view(opened.asset),
        amount: quote.amount,
        tiyn_per_unit: quote.rate.tiyn_per_unit().unwrap_or_default(),
        paid_tiyn: quote.paid_tiyn,
        fee_bps: quote.fee_bps,
        fee_tiyn: quote.fee_tiyn,
        reference: quote.reference,
        pay_to: quote.pay_to,
        rate_source: quote.rate_source,
        rate_time: quote.rate_time,
        expires_at: quote.expires_at,
    })))
}

impl From<BankQuoteError> for Failure {
    fn from(error: BankQuoteError) -> Self {
        match error {
            BankQuoteError::Paper(PaperError::NotLicensed) => Self::OperatorNotLicensed,
            BankQuoteError::Paper(PaperError::OutOfDate) => Self::QuoteExpired,
            BankQuoteError::Rule(rule) => rule.into(),
            BankQuoteError::Paper(PaperError::Malformed | PaperError::OtherAccount)
            | BankQuoteError::Nothing
            | BankQuoteError::Sum
            | BankQuoteError::OtherIban
            | BankQuoteError::Amount(_) => Self::QuoteForged,
        }
    }
}
