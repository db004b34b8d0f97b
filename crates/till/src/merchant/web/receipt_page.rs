//! What stands on a receipt. Two columns at most: it has to be read on a phone and to fit on one page of paper.

use maud::{Markup, html};

use super::{
    icons::{Icon, icon},
    parts,
    qr::qr,
    receipt::{ENGLISH, Receipt},
    visit::Visit,
};
use crate::i18n::{self, Key};

/// How paper shows so many lines, so that one page holds them all.
const fn density(lines: usize) -> &'static str {
    match lines {
        0..=8 => "",
        9..=24 => "two-columns",
        25..=60 => "three-columns",
        _ => "three-columns small",
    }
}

impl Receipt<'_> {
    pub(super) fn markup(&self, visit: &Visit) -> Markup {
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
            section.receipt-sold {
                ul class={ "receipt-lines " (density(terms.lines.len())) } aria-label=(self.say(Key::LinesName)) { @for line in &terms.lines {
                    li {
                        span { (line.name) }
                        strong.number { (i18n::tenge(line.total_tiyn, language)) }
                        span.how {
                            (parts::quantity(line, language)) " × " (i18n::tenge(line.unit_tiyn, language)) " · "
                            @if line.vat_bps.get() == 0 { (self.say(Key::LinesNoVat)) }
                            @else { (self.fill(Key::LinesVatRate, &[("rate", &i18n::percent(line.vat_bps, language))])) " = " (i18n::tenge(line.vat_tiyn, language)) }
                        }
                    }
                } }
                dl.receipt-sums {
                    dt.total { (self.say(Key::LinesSum)) } dd.total data-testid="total" { (i18n::tenge(terms.total_tiyn, language)) }
                    dt { (self.say(Key::LinesVat)) } dd { (i18n::tenge(terms.vat_tiyn, language)) }
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
