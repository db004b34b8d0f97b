use deals::{DepositKind, DepositState, DepositStatus, payouts};
use leptos::prelude::*;
use units::{AssetAmount, Tiyn};

use crate::{
    i18n::{Key, format_tenge, use_i18n},
    pages::deposits::words::{outcome_key, outcome_note},
};

const ENDS: [DepositStatus; 5] = [
    DepositStatus::Completed,
    DepositStatus::BuyerWithdrew,
    DepositStatus::SellerWithdrew,
    DepositStatus::Cancelled,
    DepositStatus::Expired,
];

/// Who gets what for each way a deposit can end, by the contract's own rule.
#[component]
pub(super) fn WhatIf(
    kind: Signal<DepositKind>,
    /// The deposit, nothing while it is not known.
    deposit: Signal<Option<Tiyn>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |end: DepositStatus, kind: DepositKind, deposit: Option<Tiyn>| {
        let full = DepositState {
            status: DepositStatus::Active,
            funded: true,
            bonded: kind == DepositKind::Zadatok,
            ..DepositState::unknown()
        };
        let money = |amount: AssetAmount| {
            Tiyn::try_from(amount.get())
                .map(|tiyn| format_tenge(tiyn, i18n.language()))
                .unwrap_or_default()
        };
        let paid = deposit.and_then(|deposit| payouts(kind, end, AssetAmount::new(deposit.into()), &full));
        view! {
            <li>
                <strong>{i18n.text(outcome_key(end))}</strong>
                <p class="quiet">{i18n.text(outcome_note(end, kind))}</p>
                {paid
                    .map(|paid| {
                        view! {
                            <dl class="facts">
                                <dt>{i18n.text(Key::DepositToBuyer)}</dt>
                                <dd class="number">{money(paid.buyer)}</dd>
                                <dt>{i18n.text(Key::DepositToSeller)}</dt>
                                <dd class="number">{money(paid.seller)}</dd>
                            </dl>
                        }
                    })}
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::DepositWhatIf)}</h2>
            <ul class="what-if">
                {move || {
                    let (kind, deposit) = (kind.get(), deposit.get());
                    ENDS.into_iter().map(|end| row(end, kind, deposit)).collect_view()
                }}
            </ul>
            <p class="quiet">{move || i18n.text(Key::DepositWhatIfNote)}</p>
        </section>
    }
}
