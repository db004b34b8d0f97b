use std::sync::Arc;

use key_worker::protocol::PaymentView;
use leptos::prelude::*;

use crate::{
    i18n::{Key, Language, decimal_mark, format_tenge, use_i18n},
    pay::{model::Model, payee::Acquaintance},
};

/// Who is paid.
#[component]
pub(super) fn Payee(payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let merchant = payment.merchant.clone();
    let (bin, test) = (merchant.bin.to_string(), merchant.test);
    view! {
        <div class="payee">
            <h2 data-testid="merchant-name">{move || i18n.local(&merchant.names)}</h2>
            {test.then(|| view! { <span class="badge">{move || i18n.text(Key::PayTest)}</span> })}
            <p class="verified">{move || i18n.text(Key::PayVerified)}</p>
            <p class="quiet" data-testid="merchant-bin">{move || i18n.fill(Key::PayBin, &[("bin", &bin)])}</p>
            {payment.opened_from.clone().map(|origin| {
                view! {
                    <p class="quiet" data-testid="opened-from">
                        {move || i18n.fill(Key::PayOpenedFrom, &[("origin", &origin)])}
                    </p>
                }
            })}
        </div>
    }
}

/// A first payment at a page, or another payee than before: the payer should know.
#[component]
pub(super) fn PayeeNote(model: Model, origin: String) -> impl IntoView {
    let i18n = use_i18n();
    let session = model.session.get_value();
    match session.map_or(Acquaintance::Known, |session| session.acquaintance) {
        Acquaintance::Known => None,
        Acquaintance::First => Some(
            view! {
                <p class="quiet" data-testid="first-payee">
                    {move || i18n.fill(Key::PayFirst, &[("origin", &origin)])}
                </p>
            }
            .into_any(),
        ),
        Acquaintance::Changed { before } => Some(
            view! {
                <p class="alert" role="alert" data-testid="other-payee">
                    {move || i18n.fill(Key::PayOther, &[("origin", &origin), ("bin", &before)])}
                </p>
            }
            .into_any(),
        ),
    }
}

/// What is paid for, and how much in tenge.
#[component]
pub(super) fn Lines(payment: Arc<PaymentView>) -> impl IntoView {
    let i18n = use_i18n();
    let lines = payment.lines.clone();
    let (total, vat) = (payment.total_tiyn, payment.vat_tiyn);
    view! {
        <ul class="lines">
            {lines
                .into_iter()
                .map(|line| {
                    view! {
                        <li>
                            <span>{line.name}<small>{move || quantity_text(line.quantity_milli.get(), i18n.language())}</small></span>
                            <span>{move || format_tenge(line.total_tiyn, i18n.language())}</span>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <p class="total">
            <span>{move || i18n.text(Key::PayTotal)}</span>
            <strong data-testid="order-total">{move || format_tenge(total, i18n.language())}</strong>
        </p>
        <p class="quiet vat" data-testid="vat">
            {move || i18n.fill(Key::PayVat, &[("amount", &format_tenge(vat, i18n.language()))])}
        </p>
    }
}

/// ` × 2`, ` × 0,5`; nothing for one piece.
fn quantity_text(milli: u64, language: Language) -> Option<String> {
    let (whole, rest) = (milli / 1000, milli % 1000);
    let fraction = format!("{rest:03}");
    match (whole, fraction.trim_end_matches('0')) {
        (1, "") => None,
        (whole, "") => Some(format!(" × {whole}")),
        (whole, fraction) => Some(format!(" × {whole}{}{fraction}", decimal_mark(language))),
    }
}
