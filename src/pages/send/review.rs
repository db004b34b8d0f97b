use activity::{Recipient, judge_recipient};
use leptos::{ev::SubmitEvent, html, prelude::*};
use zeroize::Zeroizing;

use super::recipient_note::RecipientNote;
use crate::{
    components::{Alert, Notice, WalletPassword, focus_when_here, take_password},
    i18n::{Key, format_amount, format_tenge, use_i18n},
    pages::{
        limits::LimitMeters,
        money::{Money, MoneyTrouble, Prepared},
        sign::{Progressing, StatementView},
    },
};

/// What it would do, decoded from the bytes, tried out on the chain; and the decision.
#[component]
pub(super) fn SendReview(
    prepared: Prepared,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<MoneyTrouble>>,
    approve: Callback<Zeroizing<Vec<u8>>>,
    back: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let Prepared {
        draft,
        view,
        fee,
        arrives,
        meters,
        worth,
        ..
    } = prepared;
    let recipient = draft.recipient;
    let judged = untrack(move || {
        money.book.with(|book| {
            money
                .entries
                .with(|entries| judge_recipient(recipient, &book.contacts, entries))
        })
    });
    let own = untrack(move || money.own_addresses()).contains(&recipient);
    let (marked, risky) = match &judged {
        Recipient::LooksLike { differing, .. } => (differing.clone(), true),
        _ => (Vec::new(), false),
    };
    let agreed = RwSignal::new(!risky);
    let (decimals, symbol) = draft.asset.as_ref().map_or_else(
        || (18, untrack(move || money.coin())),
        |asset| (asset.decimals, asset.symbol.clone()),
    );
    let amount = draft.amount;
    let less = arrives.filter(|arrives| *arrives != amount && !own);
    let arrival = move || match arrives {
        Some(arrives) => format_amount(arrives, decimals, &symbol, i18n.language()),
        None => i18n.text(Key::SendArrivesUnknown).to_owned(),
    };
    let coin = move || money.coin();
    let password = NodeRef::<html::Input>::new();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = password.get_untracked()
            && agreed.get_untracked()
        {
            approve.run(take_password(&input));
        }
    };
    let part = NodeRef::<html::Div>::new();
    focus_when_here(part);
    view! {
        <div class="columns" role="group" tabindex="-1" aria-label=move || i18n.text(Key::SendNext) node_ref=part>
            <section class="card">
                {worth.map(|worth| view! { <p class="amount">{move || format_tenge(worth, i18n.language())}</p> })}
                <StatementView statement=view.statement marked />
            </section>
            <form class="card" on:submit=on_submit>
                <RecipientNote address=recipient recipient=judged />
                <dl class="facts">
                    <dt>{move || i18n.text(Key::SendArrives)}</dt>
                    <dd data-testid="send-arrives">{arrival}</dd>
                    <dt>{move || i18n.text(Key::SendFee)}</dt>
                    <dd data-testid="send-fee">
                        {move || match fee {
                            Some(fee) => {
                                let most = format_amount(fee.most, 18, &coin(), i18n.language());
                                i18n.fill(Key::SendFeeMost, &[("amount", &most)])
                            }
                            None => i18n.text(Key::SendFeeNone).to_owned(),
                        }}
                    </dd>
                </dl>
                {less
                    .map(|_| {
                        view! { <Alert text=Signal::derive(move || i18n.text(Key::SendArrivesLess).to_owned()) /> }
                    })}
                {meters.map(|meters| view! { <LimitMeters meters more=worth /> })}
                {risky
                    .then(|| {
                        view! {
                            <label class="check-row">
                                <input
                                    type="checkbox"
                                    data-testid="send-risk"
                                    prop:checked=move || agreed.get()
                                    on:change=move |event| agreed.set(event_target_checked(&event))
                                />
                                <span>{move || i18n.text(Key::SendRisk)}</span>
                            </label>
                        }
                    })}
                <Notice text=Signal::derive(move || i18n.text(Key::SendFinal).to_owned()) />
                <WalletPassword node=password id="send-password" />
                <Progressing busy trouble />
                <div class="actions">
                    <button
                        type="button"
                        class="button quiet"
                        data-testid="send-back"
                        disabled=move || busy.get()
                        on:click=move |_| back.run(())
                    >
                        {move || i18n.text(Key::ActionBack)}
                    </button>
                    <button
                        type="submit"
                        class="button"
                        class:danger=risky
                        data-testid="send-approve"
                        disabled=move || busy.get() || !agreed.get()
                    >
                        {move || i18n.text(Key::SendApprove)}
                    </button>
                </div>
            </form>
        </div>
    }
}
