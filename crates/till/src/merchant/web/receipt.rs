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
    icons::{Icon, icon},
    layout::{self, Audience},
    parts,
    qr::qr,
    receipt_facts::{self, Facts},
    visit::Visit,
};
use crate::{
    ApiError,
    error::not_found,
    i18n::{self, Key, Language},
    merchant::{Merchant, order_store::StoredOrder, refund, show_order::current, terms},
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// `en`, or Kazakh and Russian.
    #[serde(default)]
    r#in: String,
}

/// A receipt with everything it says.
struct Receipt<'a> {
    merchant: &'a Merchant,
    order: &'a StoredOrder,
    facts: Facts,
    refunded: Vec<checkout::SignedRefundReceipt>,
    terms_version: String,
    /// The languages of every sentence, the first one larger.
    languages: &'static [Language],
}

const BOTH: &[Language] = &[Language::Kazakh, Language::Russian];
const ENGLISH: &[Language] = &[Language::English];

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
    fn main(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::Kazakh)
    }

    /// A sentence in all languages of the receipt.
    fn say(&self, key: Key) -> String {
        self.fill(key, &[])
    }

    fn fill(&self, key: Key, values: &[(&str, &str)]) -> String {
        let all: Vec<String> = self
            .languages
            .iter()
            .map(|language| language.fill(key, values))
            .collect();
        all.join(" / ")
    }

    /// One sentence a line.
    fn paragraphs(&self, key: Key, values: &[(&str, &str)]) -> Markup {
        html! {
            @for language in self.languages { p lang=(language.code()) { (language.fill(key, values)) } }
        }
    }

    fn name(&self, names: &zone::LocalText) -> String {
        let mut all: Vec<&str> = self
            .languages
            .iter()
            .map(|language| names.in_language(language.code()))
            .collect();
        all.dedup();
        all.join(" / ")
    }

    fn markup(&self, visit: &Visit) -> Markup {
        let id = self.order.id();
        let english = self.languages == ENGLISH;
        html! {
            div.row.no-print {
                button.button.small type="button" data-print data-testid="print" hidden { (icon(Icon::Print)) (visit.text(Key::ReceiptPrint)) }
                a.button.quiet.small href={ "/receipt/" (id) "/file" } data-testid="receipt-file" { (icon(Icon::Download)) (visit.text(Key::ReceiptFile)) }
                a.button.plain.small href=(if english { format!("/receipt/{id}") } else { format!("/receipt/{id}?in=en") }) data-testid="receipt-language" {
                    (if english { "Қазақша / Русский" } else { "In English" })
                }
            }
            article.card.receipt data-testid="receipt-page" data-transaction=(self.facts.receipt.transaction) {
                (self.heading())
                (self.sold())
                (self.paid())
                (self.given_back())
                (self.consumer())
            }
        }
    }

    fn heading(&self) -> Markup {
        let certificate = &self.merchant.certificate;
        html! {
            header.receipt-head {
                div {
                    h1 { (self.say(Key::ReceiptTitle)) }
                    p.receipt-kind { strong { (self.say(Key::ReceiptKind)) } }
                    p { strong { (self.name(&certificate.names)) } }
                    p { (self.say(Key::ReceiptBin)) " " (certificate.bin) }
                    @if let Some(address) = &self.merchant.config.consumer.address { p { (address) } }
                    p { (self.say(Key::ReceiptOrder)) " " (parts::short(self.order.id())) " · " (i18n::time(self.facts.receipt.issued_at, self.main())) }
                }
                @if certificate.test { span.badge { (self.say(Key::PageTest)) } }
            }
        }
    }

    fn sold(&self) -> Markup {
        let (language, terms) = (self.main(), &self.order.signed.order);
        html! {
            table.lines {
                thead { tr {
                    th { (self.say(Key::LinesName)) }
                    th.number { (self.say(Key::LinesQuantity)) }
                    th.number { (self.say(Key::LinesPrice)) }
                    th.number { (self.say(Key::LinesVat)) }
                    th.number { (self.say(Key::LinesTotal)) }
                } }
                tbody { @for line in &terms.lines {
                    tr {
                        td { (line.name) }
                        td.number { (parts::quantity(line, language)) }
                        td.number { (i18n::tenge(line.unit_tiyn, language)) }
                        td.number { @if line.vat_bps.get() == 0 { "—" } @else { (i18n::tenge(line.vat_tiyn, language)) " (" (i18n::percent(line.vat_bps, language)) ")" } }
                        td.number { (i18n::tenge(line.total_tiyn, language)) }
                    }
                } }
                tfoot {
                    tr.total { th scope="row" colspan="4" { (self.say(Key::LinesSum)) } td.number data-testid="total" { (i18n::tenge(terms.total_tiyn, language)) } }
                    tr { th scope="row" colspan="4" { (self.say(Key::LinesVat)) } td.number { (i18n::tenge(terms.vat_tiyn, language)) } }
                }
            }
        }
    }

    fn paid(&self) -> Markup {
        let (language, facts) = (self.main(), &self.facts);
        let hash = self
            .merchant
            .registry
            .with(|registry| facts.receipt.digest(registry.home_chain).to_b256());
        let address = format!("{}/receipt/{}#{hash}", self.merchant.public_url, self.order.id());
        html! {
            div.receipt-paid {
                dl.facts {
                    dt { (self.say(Key::ReceiptAmount)) } dd { (facts.amount(language)) }
                    dt { (self.say(Key::ReceiptRate)) } dd { (facts.rate(language)) }
                    dt { (self.say(Key::ReceiptRateSource)) } dd { (facts.quote.rate_source) ", " (i18n::time(facts.quote.rate_time, language)) }
                    dt { (self.say(Key::ReceiptOperator)) } dd { (self.name(&facts.operator.name)) ", " (self.say(Key::ReceiptBin)) " " (facts.operator.bin) }
                    dt { (self.say(Key::ReceiptLicence)) } dd { (facts.operator.licence.number) }
                    dt { (self.say(Key::ReceiptFee)) } dd { (facts.fee(language)) }
                    dt { (self.say(Key::ReceiptPayer)) } dd.hash { (facts.receipt.payer) }
                    dt { (self.say(Key::ReceiptTransaction)) } dd.hash { (facts.receipt.transaction) }
                    dt { (self.say(Key::ReceiptBlock)) } dd { (facts.receipt.block_number) " (" (facts.receipt.asset.chain) ")" }
                    dt { (self.say(Key::ReceiptPaidAt)) } dd { (i18n::time(facts.receipt.issued_at, language)) " UTC+5" }
                    dt { (self.say(Key::ReceiptRegistry)) } dd { (facts.receipt.registry_version) }
                }
                div.receipt-code {
                    @if let Some(square) = qr(&address, &self.say(Key::ReceiptCheck)) { (square) }
                    p { (self.say(Key::ReceiptCheck)) }
                    p.hash { (hash) }
                }
            }
            @if !facts.receipt.order_bound { (self.paragraphs(Key::ReceiptUnbound, &[])) }
            @if let Some(url) = &self.order.fiscal_url {
                p data-testid="fiscal-link" { strong { (self.say(Key::ReceiptFiscal)) } " " a href=(url) rel="noreferrer" { (url) } }
            }
        }
    }

    fn given_back(&self) -> Markup {
        let language = self.main();
        html! {
            @if !self.refunded.is_empty() {
                dl.facts data-testid="receipt-refunds" {
                    @for refund in &self.refunded {
                        dt { (self.say(Key::ReceiptRefund)) ", " (i18n::time(refund.receipt.issued_at, language)) }
                        dd { (i18n::tenge(refund.receipt.tiyn, language)) }
                    }
                }
            }
        }
    }

    /// What the law on consumer protection wants said.
    fn consumer(&self) -> Markup {
        let consumer = &self.merchant.config.consumer;
        let shop = match &consumer.complaints {
            Some(more) => format!("{}, {more}", self.merchant.certificate.contact),
            None => self.merchant.certificate.contact.clone(),
        };
        let (days, money) = (consumer.return_days.to_string(), consumer.refund_days.to_string());
        html! {
            footer.receipt-small {
                (self.paragraphs(Key::ReceiptComplaints, &[("shop", &shop), ("operator", &self.facts.operator.contact)]))
                (self.paragraphs(Key::ReceiptReturns, &[("days", &days), ("money", &money)]))
                (self.paragraphs(Key::ReceiptData, &[]))
                (self.paragraphs(Key::ReceiptTerms, &[("version", &self.terms_version)]))
                @for language in self.languages {
                    p lang=(language.code()) { (self.merchant.registry.with(|registry| registry.notice.in_language(language.code()).to_owned())) }
                }
            }
        }
    }
}
