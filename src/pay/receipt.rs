use std::sync::Arc;

use key_worker::protocol::SettlementView;
use leptos::{html::H2, prelude::*};

use crate::{
    i18n::{Key, format_amount, format_order, format_tenge, format_time, use_i18n},
    pay::model::{Model, Papers},
    services::save_file,
};

/// A verified receipt: a payment confirmation, not a fiscal one.
#[component]
pub(crate) fn ReceiptView(model: Model, settlement: Arc<SettlementView>, papers: Papers) -> impl IntoView {
    let i18n = use_i18n();
    let heading = NodeRef::<H2>::new();
    // The form that was in focus is gone: a screen reader goes on where the news is.
    Effect::new(move |_| heading.get().map(|heading| heading.focus()));
    let file = format!("receipt-{}.json", settlement.payment.order_id);
    let SettlementView {
        transaction,
        block_number,
        issued_at,
        order_bound,
        payment,
    } = (*settlement).clone();
    let offer = payment.offers.get(payment.chosen).cloned();
    let (merchant, notice) = (payment.merchant.clone(), payment.registry.notice.clone());
    let operator_contact = offer
        .as_ref()
        .map(|offer| offer.operator.contact.clone())
        .unwrap_or_default();
    let complaint = move || {
        let values = [
            ("merchant", merchant.contact.as_str()),
            ("operator", operator_contact.as_str()),
        ];
        i18n.fill(Key::ReceiptComplaint, &values)
    };
    let names = payment.merchant.names.clone();
    let total = payment.total_tiyn;
    let transaction = transaction.to_string();
    let shown = transaction.clone();
    let leave = move |_| {
        let opening = model.opening.get_value();
        let back = opening
            .as_ref()
            .and_then(|opening| opening.way_back(&payment.return_origins));
        match back {
            // A browser that cannot go there stays here, which is no harm.
            Some(address) => drop(window().location().assign(address)),
            None => {
                opening.inspect(|opening| opening.tell("done"));
                let _ = window().close();
            }
        }
    };
    view! {
        <section class="card receipt" data-testid="receipt" data-state="settled" data-transaction=transaction>
            <p class="tick" aria-hidden="true">"✓"</p>
            <div role="status">
                <h2 node_ref=heading tabindex="-1">{move || i18n.text(Key::ReceiptTitle)}</h2>
            </div>
            <p class="amount">{move || format_tenge(total, i18n.language())}</p>
            <p>{move || i18n.local(&names)}</p>
            <p class="verified">{move || i18n.text(Key::ReceiptSignatures)}</p>
            <dl class="facts">
                {offer.map(|offer| {
                    view! {
                        <dt>{move || i18n.text(Key::ReceiptPaid)}</dt>
                        <dd>{move || format_amount(offer.amount, offer.asset.decimals, &offer.asset.symbol, i18n.language())}</dd>
                    }
                })}
                <dt>{move || i18n.text(Key::ReceiptOrder)}</dt>
                <dd>{format_order(&payment.order_id)} " " <span class="hash quiet">{payment.order_id}</span></dd>
                <dt>{move || i18n.text(Key::ReceiptTransaction)}</dt>
                <dd class="hash">{shown}</dd>
                <dt>{move || i18n.text(Key::ReceiptBlock)}</dt>
                <dd>{move || format!("{block_number}, {}", format_time(issued_at, i18n.language()))}</dd>
            </dl>
            {(!order_bound).then(|| view! { <p class="quiet">{move || i18n.text(Key::ReceiptUnbound)}</p> })}
            <p class="quiet">{move || i18n.text(Key::ReceiptKind)}</p>
            <p class="quiet">{complaint}</p>
            <p class="notice">{move || i18n.local(&notice)}</p>
            <div class="actions">
                <button type="button" class="button quiet" on:click=move |_| { let _ = window().print(); }>
                    {move || i18n.text(Key::ReceiptPrint)}
                </button>
                <button
                    type="button"
                    class="button quiet"
                    data-testid="save"
                    on:click=move |_| save_file(&file, &papers)
                >
                    {move || i18n.text(Key::ReceiptSave)}
                </button>
                <button type="button" class="button" data-testid="close" on:click=leave>
                    {move || i18n.text(Key::ReceiptClose)}
                </button>
            </div>
        </section>
    }
}
