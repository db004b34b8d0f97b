//! Current quotes of an order: stored ones while they hold, else new ones of the operator, verified as a wallet would.

use axum::http::StatusCode;
use checkout::{
    OrderContext, QuotesRequest, SignedOrder, VerifyOrderError, verify_order,
    x402::{
        CRYPTOCITY, CryptoCityInfo, Extensions, OFFER_RECEIPT, Offer, PaymentRequired, PaymentRequirements,
        ResourceInfo, VERSION, cryptocity_extension,
    },
};
use serde_json::json;
use zone::Use;

use super::{
    Merchant,
    operator_client::OperatorError,
    quote_store::{self, NewQuote, StoredQuote},
};
use crate::ApiError;

/// Quotes that hold less long than this are replaced, in seconds.
const LEAST_SECONDS: u64 = 60;

/// Why there are no quotes.
#[derive(Debug, thiserror::Error)]
pub(super) enum QuotesError {
    #[error(transparent)]
    Operator(#[from] OperatorError),
    #[error("the operator's quotes do not hold: {0}")]
    NotGood(#[from] VerifyOrderError),
    #[error("the answer cannot be written: {0}")]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<QuotesError> for ApiError {
    fn from(error: QuotesError) -> Self {
        match &error {
            QuotesError::Operator(OperatorError::Unavailable(_)) => {
                Self::unavailable("operator_unavailable", error.to_string())
            }
            QuotesError::Operator(OperatorError::Refused { reason, .. }) => Self::new(
                StatusCode::BAD_GATEWAY,
                "quotes_refused",
                format!("{reason}: {error}"),
            ),
            QuotesError::NotGood(_) => {
                Self::new(StatusCode::BAD_GATEWAY, "quotes_invalid", error.to_string())
            }
            QuotesError::Json(cause) => Self::internal(cause),
            QuotesError::Storage(cause) => Self::internal(cause),
        }
    }
}

/// The quotes an order can be paid by now.
pub(super) async fn current_quotes(
    merchant: &Merchant,
    order: &SignedOrder,
) -> Result<Vec<StoredQuote>, QuotesError> {
    let (id, order_end) = (order.order.id, order.order.expires_at);
    let stored = quote_store::current(&merchant.pool, id).await?;
    let now = merchant.clock.now();
    // A quote that ends with its order cannot hold any longer.
    let holds = |quote: &StoredQuote| {
        let end = quote.expires_at();
        end > now.saturating_add(LEAST_SECONDS) || (end == order_end && end > now)
    };
    if !stored.is_empty() && stored.iter().all(holds) {
        return Ok(stored);
    }
    let new = fetch(merchant, order).await?;
    quote_store::replace(&merchant.pool, id, &new).await?;
    Ok(quote_store::current(&merchant.pool, id).await?)
}

async fn fetch(merchant: &Merchant, order: &SignedOrder) -> Result<Vec<NewQuote>, QuotesError> {
    let resource_url = merchant.pay_url(order.order.id);
    let request = QuotesRequest {
        certificate: merchant.envelope.clone(),
        order: order.clone(),
        resource_url: resource_url.clone(),
    };
    let answer = merchant.operator.quotes(&request).await?;
    let registry = merchant.registry.verified();
    let home_chain = registry.registry().home_chain;
    let mut candidates = Vec::new();
    for (signed, offer) in answer.quotes.into_iter().zip(answer.offers) {
        let Some(asset) = registry.registry().asset(signed.quote.asset) else {
            continue;
        };
        let requirement = PaymentRequirements::for_quote(&signed.quote, asset);
        let expected = Offer::new(&resource_url, &requirement, signed.quote.expires_at);
        if offer.payload == expected
            && offer.signature.recover(&expected.digest()) == signed.signer(home_chain)
        {
            candidates.push(NewQuote {
                signed,
                offer,
                requirement,
            });
        }
    }
    if candidates.is_empty() {
        return Err(VerifyOrderError::QuoteMismatch.into());
    }
    let context = OrderContext {
        attested_origin: None,
        now: merchant.clock.now(),
        purpose: Use::Retail,
    };
    let verified = verify_order(
        &payment_required(merchant, order, &candidates, None)?,
        &registry,
        context,
    )?;
    let good: Vec<usize> = verified.offers.iter().map(|offer| offer.accept_index).collect();
    let mut kept: Vec<NewQuote> = Vec::with_capacity(good.len());
    for index in good {
        let mut quote = candidates[index].clone();
        quote.offer.accept_index = kept.len();
        kept.push(quote);
    }
    Ok(kept)
}

impl From<StoredQuote> for NewQuote {
    fn from(stored: StoredQuote) -> Self {
        Self {
            signed: stored.signed,
            offer: stored.offer,
            requirement: stored.requirement,
        }
    }
}

/// The 402 document of an order.
pub(super) fn payment_required(
    merchant: &Merchant,
    order: &SignedOrder,
    quotes: &[NewQuote],
    error: Option<String>,
) -> Result<PaymentRequired, serde_json::Error> {
    let info = CryptoCityInfo {
        certificate: merchant.envelope.clone(),
        order: order.clone(),
        quotes: quotes.iter().map(|quote| quote.signed.clone()).collect(),
    };
    let offers: Vec<_> = quotes.iter().map(|quote| &quote.offer).collect();
    let extensions = Extensions::from([
        (CRYPTOCITY.into(), cryptocity_extension(&info)?),
        (OFFER_RECEIPT.into(), json!({ "info": { "offers": offers } })),
    ]);
    Ok(PaymentRequired {
        x402_version: VERSION,
        error,
        resource: ResourceInfo {
            url: merchant.pay_url(order.order.id),
            description: Some(format!(
                "{}: {} tiyn",
                merchant.certificate.names.en, order.order.total_tiyn
            )),
            mime_type: Some("application/json".into()),
        },
        accepts: quotes.iter().map(|quote| quote.requirement.clone()).collect(),
        extensions: Some(extensions),
    })
}
