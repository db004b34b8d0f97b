//! The receipt: a payment confirmation, never a fiscal receipt. In Kazakh and Russian at once, in English on request, on
//! one printed page, and as a file that verifies without a network.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use checkout::{OrderId, RECEIPT_FILE, ReceiptFile};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    layout::{self, Audience},
    receipt_facts::{self, Facts},
    visit::Visit,
};
use crate::{
    ApiError,
    error::not_found,
    i18n::{Key, Language},
    merchant::{Merchant, order_store::StoredOrder, refund, show_order::current, terms},
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// `en`, or Kazakh and Russian.
    #[serde(default)]
    r#in: String,
}

/// A receipt with everything it says.
pub(super) struct Receipt<'a> {
    pub(super) merchant: &'a Merchant,
    pub(super) order: &'a StoredOrder,
    pub(super) facts: Facts,
    pub(super) refunded: Vec<checkout::SignedRefundReceipt>,
    pub(super) terms_version: String,
    /// The languages of every sentence, the first one larger.
    pub(super) languages: &'static [Language],
}

const BOTH: &[Language] = &[Language::Kazakh, Language::Russian];
pub(super) const ENGLISH: &[Language] = &[Language::English];

pub(super) async fn show(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
    visit: Visit,
) -> Result<Markup, ApiError> {
    let languages = if wanted.r#in == "en" { ENGLISH } else { BOTH };
    let order = find(&merchant, &id).await?;
    let receipt = read(&merchant, &order, languages).await?;
    let body = receipt.markup(&visit);
    Ok(layout::page(
        &merchant,
        &visit,
        &receipt.say(Key::ReceiptTitle),
        Audience::Customer,
        &body,
    ))
}

/// The same as a file: certificate, order, quote, papers, refunds and registry, all of them signed.
pub(super) async fn file(
    State(merchant): State<Arc<Merchant>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let order = find(&merchant, &id).await?;
    let receipt = read(&merchant, &order, BOTH).await?;
    let file = ReceiptFile {
        kind: RECEIPT_FILE.into(),
        certificate: merchant.envelope.clone(),
        order: order.signed.clone(),
        quote: receipt.facts.signed_quote,
        settled: receipt.facts.papers,
        refunds: receipt.refunded,
        terms_version: Some(receipt.terms_version),
        fiscal_url: order.fiscal_url.clone(),
        registry: Some((*merchant.registry.file()).clone()),
    };
    let name = format!("attachment; filename=\"receipt-{}.json\"", order.id());
    let headers = [
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".into()),
    ];
    Ok((headers, Json(file)).into_response())
}

async fn find(merchant: &Merchant, id: &str) -> Result<StoredOrder, ApiError> {
    let id: OrderId = id.parse().map_err(|_| not_found())?;
    current(merchant, id)
        .await?
        .filter(|order| order.settled.is_some())
        .ok_or_else(not_found)
}

async fn read<'a>(
    merchant: &'a Merchant,
    order: &'a StoredOrder,
    languages: &'static [Language],
) -> Result<Receipt<'a>, ApiError> {
    let facts = receipt_facts::of(merchant, order).await?.ok_or_else(not_found)?;
    let refunds = refund::of_order(merchant, order.id()).await?;
    let version = terms::in_force(&merchant.pool, order.signed.order.created_at).await?;
    Ok(Receipt {
        merchant,
        order,
        facts,
        refunded: refunds.iter().filter_map(receipt_facts::refund_receipt).collect(),
        terms_version: version.unwrap_or_else(|| merchant.config.consumer.terms_version.clone()),
        languages,
    })
}

impl Receipt<'_> {
    pub(super) fn main(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::Kazakh)
    }

    /// A sentence in all languages of the receipt.
    pub(super) fn say(&self, key: Key) -> String {
        self.fill(key, &[])
    }

    pub(super) fn fill(&self, key: Key, values: &[(&str, &str)]) -> String {
        let mut all: Vec<String> = self
            .languages
            .iter()
            .map(|language| language.fill(key, values))
            .collect();
        // Some words are the same in both.
        all.dedup();
        all.join(" / ")
    }

    /// One sentence a line.
    pub(super) fn paragraphs(&self, key: Key, values: &[(&str, &str)]) -> Markup {
        html! {
            @for language in self.languages { p lang=(language.code()) { (language.fill(key, values)) } }
        }
    }

    pub(super) fn name(&self, names: &zone::LocalText) -> String {
        let mut all: Vec<&str> = self
            .languages
            .iter()
            .map(|language| names.in_language(language.code()))
            .collect();
        all.dedup();
        all.join(" / ")
    }
}
