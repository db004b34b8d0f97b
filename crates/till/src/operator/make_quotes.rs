use axum::http::StatusCode;
use chain::RpcError;
use checkout::{
    OrderContext, Quote, QuoteError, QuoteTerms, QuotesRequest, QuotesResponse, SignedQuote,
    VerifyOrderError, lock_seconds, verify_terms,
    x402::{Offer, PaymentRequirements, SignedOffer},
};
use zone::{Use, check_asset};

use super::{
    Operator,
    quote_store::{self, NewQuote, StoredQuote},
    rates::{RateError, whole_fee},
    refusals::{self, NewRefusal},
    screening::{Deal, Screened, screen},
    travel,
};
use crate::{ApiError, storage};

/// Quotes that hold less long than this are replaced, in seconds.
const LEAST_SECONDS: u64 = 60;
/// Longer addresses of a resource are refused.
const MAX_URL_BYTES: usize = 2048;

/// Why no quote is given.
#[derive(Debug, thiserror::Error)]
pub(super) enum MakeQuotesError {
    #[error("the resource is not a web address")]
    ResourceUrl,
    #[error(transparent)]
    Order(#[from] VerifyOrderError),
    #[error("no permitted asset has a rate")]
    NoAsset,
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error(transparent)]
    Screened(#[from] Screened),
    #[error("above this amount the payer's data are needed, and this operator takes none")]
    TravelRule,
    #[error("the amounts cannot be computed: {0}")]
    Amounts(#[from] QuoteError),
    #[error("the node cannot be reached: {0}")]
    Chain(#[from] RpcError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<MakeQuotesError> for ApiError {
    fn from(error: MakeQuotesError) -> Self {
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, error.to_string());
        match &error {
            MakeQuotesError::ResourceUrl => Self::malformed(error.to_string()),
            MakeQuotesError::Order(reason) => refused(reason.reason()),
            MakeQuotesError::NoAsset => refused("no_payable_asset"),
            MakeQuotesError::TravelRule => refused("travel_rule_not_offered"),
            MakeQuotesError::Screened(reason @ Screened::Denied(_)) => refused(reason.name()),
            MakeQuotesError::Screened(reason) => Self::unavailable(reason.name(), error.to_string()),
            MakeQuotesError::Rate(reason) => Self::unavailable(reason.name(), error.to_string()),
            MakeQuotesError::Amounts(_) => refused("amount_out_of_range"),
            MakeQuotesError::Chain(_) => Self::unavailable("chain_unavailable", error.to_string()),
            MakeQuotesError::Storage(cause) => Self::internal(cause),
        }
    }
}

/// Quotes an order in every asset that has a rate and is permitted for retail. The same quotes again while they hold
/// for more than a minute; afterwards new ones, the old ones kept until their end. What a rule forbids is written down for
/// the authority.
pub(super) async fn make_quotes(
    operator: &Operator,
    request: &QuotesRequest,
) -> Result<QuotesResponse, MakeQuotesError> {
    let made = quote(operator, request).await;
    if let Err(error) = &made {
        note_refusal(operator, request, error).await?;
    }
    made
}

/// Rules are checked after signature and certificate, screening after the rules: these are refusals of a genuine order.
async fn note_refusal(
    operator: &Operator,
    request: &QuotesRequest,
    error: &MakeQuotesError,
) -> Result<(), sqlx::Error> {
    let (reason, message) = match error {
        MakeQuotesError::Order(VerifyOrderError::Rule(rule)) => (rule.name(), rule.to_string()),
        MakeQuotesError::Screened(screened) => (screened.name(), screened.to_string()),
        MakeQuotesError::Rate(rate) => (rate.name(), rate.to_string()),
        MakeQuotesError::TravelRule => ("travel_rule_not_offered", error.to_string()),
        _ => return Ok(()),
    };
    let order = &request.order.order;
    let home_chain = operator.registry.with(|registry| registry.home_chain);
    let refusal = NewRefusal {
        stage: "quote",
        reason,
        message: &message,
        order_hash: order.hash(home_chain),
        merchant_id: &order.merchant_id,
        payer: None,
        asset: None,
        tiyn: order.total_tiyn,
    };
    refusals::record(&operator.pool, &refusal, operator.clock.now()).await
}

async fn quote(operator: &Operator, request: &QuotesRequest) -> Result<QuotesResponse, MakeQuotesError> {
    let url = &request.resource_url;
    if url.len() > MAX_URL_BYTES || !(url.starts_with("http://") || url.starts_with("https://")) {
        return Err(MakeQuotesError::ResourceUrl);
    }
    let now = operator.clock.now();
    let context = OrderContext {
        attested_origin: None,
        now,
        purpose: Use::Retail,
    };
    let terms = verify_terms(
        &request.certificate,
        &request.order,
        &operator.registry.verified(),
        context,
    )?;

    let _guard = operator.locks.lock(terms.order_hash).await?;
    let stored = quote_store::current(&operator.pool, terms.order_hash).await?;
    let order_end = request.order.order.expires_at;
    if !stored.is_empty() && stored.iter().all(|quote| holds(quote, order_end, now)) {
        return Ok(answer(
            stored.into_iter().map(|quote| (quote.signed, quote.offer)),
        ));
    }
    let deal = Deal {
        stage: "quote",
        order_hash: terms.order_hash,
        merchant_id: &terms.certificate.id,
        total_tiyn: request.order.order.total_tiyn,
        payer: None,
    };
    if !travel::may_quote(operator, deal.total_tiyn) {
        return Err(MakeQuotesError::TravelRule);
    }
    screen(operator, &deal).await?;
    let issued_block = operator.rpc.block_number().await?;
    let made = sign_quotes(operator, request, now)?;
    let mut transaction = storage::begin(&operator.pool).await?;
    sqlx::query("UPDATE quotes SET replaced = 1 WHERE order_hash = $1")
        .bind(terms.order_hash.to_string())
        .execute(&mut *transaction)
        .await?;
    for (signed, offer, requirement) in &made {
        let new = NewQuote {
            merchant_id: &terms.certificate.id,
            resource_url: url,
            total_tiyn: request.order.order.total_tiyn,
            signed,
            offer,
            requirement,
            issued_block,
        };
        quote_store::insert(&mut transaction, &new).await?;
    }
    transaction.commit().await?;
    tracing::info!(order_hash = %terms.order_hash, quotes = made.len(), "quoted");
    Ok(answer(made.into_iter().map(|(signed, offer, _)| (signed, offer))))
}

/// A quote that ends with its order cannot hold any longer.
fn holds(stored: &StoredQuote, order_end: u64, now: u64) -> bool {
    let end = stored.signed.quote.expires_at;
    end > now.saturating_add(LEAST_SECONDS) || (end == order_end && end > now)
}

fn answer(quotes: impl Iterator<Item = (SignedQuote, SignedOffer)>) -> QuotesResponse {
    let (quotes, offers) = quotes.unzip();
    QuotesResponse { quotes, offers }
}

fn sign_quotes(
    operator: &Operator,
    request: &QuotesRequest,
    now: u64,
) -> Result<Vec<(SignedQuote, SignedOffer, PaymentRequirements)>, MakeQuotesError> {
    let verified = operator.registry.verified();
    let registry = verified.registry();
    let (config, order) = (&operator.config, &request.order.order);
    let mut made = Vec::new();
    let mut no_rate = None;
    for id in operator.rates.assets() {
        let Ok(asset) = check_asset(registry, id, Use::Retail, now) else {
            continue;
        };
        let rate = match operator.rates.current(id, now) {
            Ok(rate) => rate,
            Err(error) => {
                tracing::warn!(%error, "not quoted");
                no_rate = Some(error);
                continue;
            }
        };
        let quote = Quote::new(QuoteTerms {
            order_hash: order.hash(registry.home_chain),
            total_tiyn: order.total_tiyn,
            asset: id,
            decimals: asset.decimals,
            rate: rate.rate,
            rate_source: rate.source,
            rate_time: rate.time,
            fee_bps: whole_fee(config.fee_bps, rate.spread).map_err(QuoteError::from)?,
            pay_to: config.settlement_address,
            issued_at: now,
            expires_at: now.saturating_add(lock_seconds(asset.kind)).min(order.expires_at),
        })?;
        let requirement = PaymentRequirements::for_quote(&quote, asset);
        let offer = Offer::new(&request.resource_url, &requirement, quote.expires_at);
        let offer = offer.sign(made.len(), &config.quote_key);
        made.push((
            quote.sign(registry.home_chain, &config.quote_key),
            offer,
            requirement,
        ));
    }
    match no_rate {
        _ if !made.is_empty() => Ok(made),
        Some(error) => Err(error.into()),
        None => Err(MakeQuotesError::NoAsset),
    }
}
