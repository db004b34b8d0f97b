//! What is known about the payment of an order, put together from its signed papers.

use checkout::{OrderReceipt, Quote, SettledResponse, SignedQuote, SignedRefundReceipt};
use units::Tiyn;
use zone::{Asset, Operator};

use crate::{
    ApiError,
    i18n::{self, Language},
    merchant::{Merchant, order_store::StoredOrder, quote_store, refund::Refund},
};

/// A paid order's papers, and what the registry says about asset and operator.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) receipt: OrderReceipt,
    pub(super) quote: Quote,
    pub(super) signed_quote: SignedQuote,
    pub(super) papers: SettledResponse,
    pub(super) asset: Asset,
    pub(super) operator: Operator,
    pub(super) credited_at: u64,
}

impl Facts {
    pub(super) fn amount(&self, language: Language) -> String {
        i18n::amount(
            self.receipt.amount,
            self.asset.decimals,
            &self.asset.symbol,
            language,
        )
    }

    /// What one whole unit cost.
    pub(super) fn rate(&self, language: Language) -> String {
        let price = self.quote.rate.tiyn_per_unit().unwrap_or(Tiyn::ZERO);
        format!("1 {} = {}", self.asset.symbol, i18n::tenge(price, language))
    }

    pub(super) fn fee(&self, language: Language) -> String {
        let share = i18n::percent(self.quote.fee_bps, language);
        format!("{} ({share})", i18n::tenge(self.receipt.fee_tiyn, language))
    }
}

/// The facts of a paid order; `None` when it is not paid.
pub(super) async fn of(merchant: &Merchant, order: &StoredOrder) -> Result<Option<Facts>, ApiError> {
    let Some((_, papers)) = order.settled.clone() else {
        return Ok(None);
    };
    let receipt = papers.receipt.receipt.clone();
    let quotes = quote_store::all(&merchant.pool, order.id()).await?;
    let paid = order.payment.as_ref().map(|payment| payment.quote_id);
    let fits = |quote: &Quote| {
        quote.asset == receipt.asset && quote.amount == receipt.amount && quote.fee_tiyn == receipt.fee_tiyn
    };
    let quote = quotes
        .iter()
        .find(|quote| Some(quote.id) == paid)
        .or_else(|| quotes.iter().find(|quote| fits(&quote.signed.quote)));
    let signed_quote = quote
        .map(|quote| quote.signed.clone())
        .ok_or_else(|| ApiError::internal(&format!("no quote of the receipt of {}", order.id())))?;
    let quote = signed_quote.quote.clone();
    merchant.registry.with(|registry| {
        let asset = registry.asset(receipt.asset).cloned();
        let mut operators = registry.operators.iter();
        let operator = operators
            .find(|operator| operator.id == receipt.operator_id)
            .cloned();
        let (Some(asset), Some(operator)) = (asset, operator) else {
            return Err(ApiError::internal(
                &"the registry no longer names asset or operator of a receipt",
            ));
        };
        Ok(Some(Facts {
            credited_at: papers.credit.credit.issued_at,
            receipt,
            quote,
            signed_quote,
            papers,
            asset,
            operator,
        }))
    })
}

/// What the operator signed when it gave money back.
pub(super) fn refund_receipt(refund: &Refund) -> Option<SignedRefundReceipt> {
    let answer = refund.answer.clone().filter(|_| refund.state == "paid")?;
    serde_json::from_value(answer).ok()
}
