use browser::read_journal;
use key_worker::protocol::SettlementView;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::Notice,
    components::Tone,
    i18n::{Key, format_amount, format_order, format_tenge, format_time, use_i18n},
    pages::{
        money::{Money, MoneyTrouble},
        sign::Progressing,
    },
};

/// The papers of a payment at a merchant: kept by the pay page, verified again here by the key worker, also without a
/// network.
#[component]
pub(super) fn ReceiptCard(
    /// The order's hash.
    order: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let shown = RwSignal::new(None::<SettlementView>);
    let trouble = RwSignal::new(None::<MoneyTrouble>);
    let busy = RwSignal::new(false);
    let order = StoredValue::new(order);
    let verify = move |_| {
        if busy.get_untracked() {
            return;
        }
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            let checked = async {
                let journalled = read_journal(&order.get_value())
                    .await
                    .map_err(|_| MoneyTrouble::Storage)?;
                money
                    .check_payment(&journalled.ok_or(MoneyTrouble::Storage)?)
                    .await
            };
            match checked.await {
                Ok(view) => shown.set(Some(view)),
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    };
    view! {
        <section class="card receipt" data-testid="entry-receipt">
            <h2>{move || i18n.text(Key::ActivityReceipt)}</h2>
            {move || match shown.get() {
                Some(view) => view! { <Papers view /> }.into_any(),
                None => {
                    view! {
                        <p class="quiet">{move || i18n.text(Key::ActivityReceiptText)}</p>
                        <button
                            type="button"
                            class="button quiet"
                            data-testid="receipt-verify"
                            disabled=move || busy.get()
                            on:click=verify
                        >
                            {move || i18n.text(Key::ActivityVerify)}
                        </button>
                    }
                    .into_any()
                }
            }}
            <Progressing busy trouble />
        </section>
    }
}

#[component]
fn Papers(view: SettlementView) -> impl IntoView {
    let i18n = use_i18n();
    let payment = view.payment;
    let names = payment.merchant.names.clone();
    let offer = payment.offers.get(payment.chosen).cloned();
    let lines = payment
        .lines
        .into_iter()
        .map(|line| {
            view! {
                <dt>{line.name}</dt>
                <dd>{move || format_tenge(line.total_tiyn, i18n.language())}</dd>
            }
        })
        .collect_view();
    let (total, vat) = (payment.total_tiyn, payment.vat_tiyn);
    view! {
        <div data-testid="receipt-verified">
            <Notice text=Signal::derive(move || i18n.text(Key::ActivityVerified).to_owned()) tone=Tone::Good />
        </div>
        <p>
            <strong>{move || i18n.local(&names)}</strong>
            " "
            {move || i18n.fill(Key::ActivityBin, &[("bin", &payment.merchant.bin.to_string())])}
        </p>
        <dl class="facts">
            {lines}
            <dt>{move || i18n.text(Key::ActivityTotal)}</dt>
            <dd>
                <strong>{move || format_tenge(total, i18n.language())}</strong>
            </dd>
            <dt>{move || i18n.text(Key::ActivityVat)}</dt>
            <dd>{move || format_tenge(vat, i18n.language())}</dd>
            {offer
                .map(|offer| {
                    let operator = offer.operator.name.clone();
                    view! {
                        <dt>{move || i18n.text(Key::ReceiptPaid)}</dt>
                        <dd>
                            {move || {
                                format_amount(offer.amount, offer.asset.decimals, &offer.asset.symbol, i18n.language())
                            }}
                        </dd>
                        <dt>{move || i18n.text(Key::ActivityOperator)}</dt>
                        <dd>{move || i18n.local(&operator)}</dd>
                    }
                })}
            <dt>{move || i18n.text(Key::ReceiptOrder)}</dt>
            <dd>{format_order(&payment.order_id)} " " <span class="hash quiet">{payment.order_id}</span></dd>
            <dt>{move || i18n.text(Key::ReceiptBlock)}</dt>
            <dd>{move || format!("{}, {}", view.block_number, format_time(view.issued_at, i18n.language()))}</dd>
        </dl>
        <p class="quiet">{move || i18n.text(Key::ReceiptKind)}</p>
        <button type="button" class="button quiet no-print" on:click=move |_| { let _ = window().print(); }>
            {move || i18n.text(Key::ReceiptPrint)}
        </button>
    }
}
