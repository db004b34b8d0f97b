use std::sync::Arc;

use deals::{DepositRole, DepositStatus};
use leptos::prelude::*;

use crate::{
    components::{Step, Stepper},
    i18n::{Key, format_list, format_time, use_i18n},
    pages::deposits::{
        deposit_page::Known,
        phase::{Phase, unpaid},
        words::{event_text, outcome_key, role_key},
    },
};

/// Where the deposit is on its way.
#[component]
pub(super) fn Timeline(known: Memo<Arc<Known>>, phase: Memo<Phase>) -> impl IntoView {
    let i18n = use_i18n();
    let steps = Signal::derive(move || {
        let language = i18n.language();
        let step = |key: Key, note: String| Step {
            title: i18n.text(key).to_owned(),
            note,
        };
        let roles = |roles: Vec<DepositRole>| {
            let names: Vec<String> = roles
                .into_iter()
                .map(|role| i18n.text(role_key(role)).to_owned())
                .collect();
            match names.as_slice() {
                [] => String::new(),
                names => i18n.fill(Key::DepositDoneBy, &[("roles", &format_list(names, language))]),
            }
        };
        let known = known.get();
        let record = &known.record;
        let agreement = record.agreement.as_ref();
        let mut paid = Vec::new();
        if known.state.funded {
            paid.push(DepositRole::Buyer);
        }
        if known.state.bonded {
            paid.push(DepositRole::Seller);
        }
        let until = |key, at: Option<u64>| {
            at.map(|at| i18n.fill(key, &[("time", &format_time(at, language))]))
                .unwrap_or_default()
        };
        let money = if paid.is_empty() {
            until(
                Key::DepositUntil,
                agreement.map(|agreement| agreement.funding_deadline),
            )
        } else {
            roles(paid)
        };
        let outcome = match phase.get() {
            Phase::Over(status) => i18n.text(outcome_key(status)).to_owned(),
            _ => String::new(),
        };
        let mut steps = vec![
            step(Key::DepositTimelineProposed, record.proposal.buyer.name.clone()),
            step(
                Key::DepositTimelineSeller,
                agreement.map(|a| a.seller.name.clone()).unwrap_or_default(),
            ),
            step(
                Key::DepositTimelineSigned,
                roles(record.signatures.iter().map(|signed| signed.role).collect()),
            ),
        ];
        // What never came is no step of a deposit that has ended.
        let (over, sold) = match phase.get() {
            Phase::Over(status) => (true, status == DepositStatus::Completed),
            _ => (false, false),
        };
        let complete = agreement.is_some_and(|agreement| unpaid(agreement.kind, &known.state).is_empty());
        if !over || complete {
            steps.push(step(Key::DepositTimelineMoney, money));
        }
        if !over || sold {
            steps.push(step(
                Key::DepositTimelineSale,
                until(Key::DepositUntil, agreement.map(|a| a.closing_deadline)),
            ));
        }
        steps.push(step(Key::DepositTimelineEnd, outcome));
        steps
    });
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::DepositTimeline)}</h2>
            <Stepper steps current=Signal::derive(move || phase.get().step()) />
        </section>
    }
}

/// What has happened, with the transaction of what is on the chain.
#[component]
pub(super) fn History(known: Memo<Arc<Known>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::DepositHistory)}</h2>
            <ol class="rows" data-testid="deposit-history">
                {move || {
                    known
                        .get()
                        .record
                        .events
                        .iter()
                        .rev()
                        .map(|event| {
                            view! {
                                <li class="deposit-event">
                                    <strong>{event_text(i18n, event.step)}</strong>
                                    <span class="quiet">{format_time(event.at, i18n.language())}</span>
                                    {event
                                        .transaction
                                        .map(|hash| {
                                            view! {
                                                <span class="hash" translate="no">
                                                    {i18n.fill(Key::DepositTransaction, &[("hash", &hash.to_string())])}
                                                </span>
                                            }
                                        })}
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ol>
        </section>
    }
}
