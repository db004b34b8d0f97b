use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::{
    layout::{self, Audience},
    parts,
    visit::Visit,
};
use crate::{i18n::Key, merchant::Merchant};

/// Terms of paying here, and the risks, in plain words.
pub(super) async fn show(State(merchant): State<Arc<Merchant>>, visit: Visit) -> Markup {
    let consumer = &merchant.config.consumer;
    let (days, money) = (consumer.return_days.to_string(), consumer.refund_days.to_string());
    let shop = match &consumer.complaints {
        Some(more) => format!("{}, {more}", merchant.certificate.contact),
        None => merchant.certificate.contact.clone(),
    };
    let operators = merchant.registry.with(|registry| {
        let code = visit.language.code();
        let said = |operator: &zone::Operator| {
            format!(
                "{}, {} ({})",
                operator.name.in_language(code),
                operator.contact,
                operator.licence.number
            )
        };
        registry.operators.iter().map(said).collect::<Vec<_>>().join("; ")
    });
    let body = html! {
        section.card.prose {
            h1 { (visit.text(Key::TermsTitle)) }
            p.quiet data-testid="terms-version" { (visit.fill(Key::TermsVersion, &[("version", &consumer.terms_version)])) }
            h2 { (visit.text(Key::TermsPaying)) }
            p { (visit.text(Key::TermsPayingText)) }
            h2 { (visit.text(Key::TermsRisks)) }
            p { (visit.text(Key::TermsRisksText)) }
            h2 { (visit.text(Key::TermsReturns)) }
            p { (visit.fill(Key::ReceiptReturns, &[("days", &days), ("money", &money)])) }
            h2 { (visit.text(Key::TermsComplaints)) }
            p { (visit.fill(Key::ReceiptComplaints, &[("shop", &shop), ("operator", &operators)])) }
            h2 { (visit.text(Key::TermsData)) }
            p { (visit.text(Key::ReceiptData)) }
            @if let Some(url) = &consumer.terms_url {
                p { a href=(url) rel="noreferrer" { (visit.text(Key::TermsOfShop)) } }
            }
        }
        (parts::test_notice(&merchant, &visit))
    };
    layout::page(
        &merchant,
        &visit,
        visit.text(Key::TermsTitle),
        Audience::Customer,
        &body,
    )
}
