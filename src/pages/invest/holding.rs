use deals::{OfferingPhase, RefundStatus};
use leptos::{prelude::*, task::spawn_local};
use sig::B256;
use units::AssetAmount;

use crate::{
    components::{Alert, BusyText, Notice, Tone},
    i18n::{Key, format_amount, format_tenge, use_i18n},
    pages::invest::{
        part::Part,
        sentences::{Failed, failed_text},
    },
    services::{OfferingOnChain, RegistrarError, ask_refund, ask_until},
};

/// What a refund is doing.
#[derive(Debug, Clone, PartialEq)]
enum Refunding {
    Idle,
    Busy,
    Paid(Option<B256>),
    Pending,
    Failed(String),
}

/// The units that the account holds, worth how much at the offering's price, with the papers. When the offering failed, the
/// way to the money.
#[component]
pub(super) fn Holding(part: Part) -> impl IntoView {
    let i18n = use_i18n();
    let refunding = RwSignal::new(Refunding::Idle);
    let mine = Memo::new(move |_| {
        part.on_chain()
            .filter(|chain| chain.held > 0 || chain.owed > AssetAmount::ZERO)
    });
    view! {
        {move || mine.get().map(|chain| held(part, chain, refunding))}
        {move || match refunding.get() {
            Refunding::Idle => ().into_any(),
            Refunding::Busy => {
                view! { <BusyText text=Signal::derive(move || i18n.text(Key::SubscribeRefunding).to_owned()) /> }
                    .into_any()
            }
            Refunding::Failed(text) => view! { <Alert text=Signal::stored(text) /> }.into_any(),
            Refunding::Pending => notice(Tone::Warn, Key::SubscribeRefundPending, None),
            Refunding::Paid(transaction) => notice(Tone::Good, Key::SubscribeRefunded, transaction),
        }}
    }
}

fn notice(tone: Tone, key: Key, transaction: Option<B256>) -> AnyView {
    let i18n = use_i18n();
    view! {
        <div role="status">
            <Notice tone text=Signal::derive(move || i18n.text(key).to_owned()) />
        </div>
        {transaction
            .map(|hash| {
                view! { <p class="hash" translate="no" data-testid="refund-transaction">{hash.to_string()}</p> }
            })}
    }
    .into_any()
}

fn held(part: Part, chain: OfferingOnChain, refunding: RwSignal<Refunding>) -> AnyView {
    let i18n = use_i18n();
    let language = i18n.language();
    let worth = part.offered.with_value(|offered| offered.worth(chain.held));
    let failed = chain.phase == OfferingPhase::Failed;
    let owed = part
        .asset
        .with_value(|asset| format_amount(chain.owed, asset.decimals, &asset.symbol, language));
    let documents = part.offered.with_value(|offered| offered.documents.clone());
    let locked = match chain.phase {
        OfferingPhase::Announced | OfferingPhase::Open => Some(Key::HoldingLocked),
        OfferingPhase::Succeeded => Some(Key::HoldingFree),
        OfferingPhase::Failed => Some(Key::HoldingFailed),
    };
    view! {
        <article class="card" data-testid="holding">
            <h2>{i18n.text(Key::HoldingTitle)}</h2>
            <dl class="facts">
                <dt>{i18n.text(Key::SubscribeUnits)}</dt>
                <dd class="number">{i18n.count(Key::SubscribeUnitsCount, chain.held)}</dd>
                <dt>{i18n.text(Key::HoldingWorth)}</dt>
                <dd class="number">{format_tenge(worth, language)}</dd>
                {(chain.owed > AssetAmount::ZERO)
                    .then(|| {
                        view! {
                            <dt>{i18n.text(Key::HoldingOwed)}</dt>
                            <dd class="number">{owed}</dd>
                        }
                    })}
                <dt>{i18n.text(Key::InvestDocuments)}</dt>
                <dd>
                    {documents
                        .into_iter()
                        .map(|document| {
                            view! {
                                <a href=document.url target="_blank" rel="noopener noreferrer">
                                    {i18n.local(&document.name)}
                                </a>
                                " "
                            }
                        })
                        .collect_view()}
                </dd>
            </dl>
            {locked.map(|key| view! { <p class="hint">{i18n.text(key)}</p> })}
            {failed
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button"
                            data-testid="subscribe-refund"
                            disabled=move || refunding.with(|refunding| *refunding == Refunding::Busy)
                            on:click=move |_| refund(part, refunding, i18n)
                        >
                            {i18n.text(Key::SubscribeRefund)}
                        </button>
                    }
                })}
        </article>
    }
    .into_any()
}

fn refund(part: Part, refunding: RwSignal<Refunding>, i18n: crate::i18n::I18n) {
    let url = part.operator.with_value(|operator| operator.url.clone());
    let offering = part.offered.with_value(|offered| offered.terms.offering.clone());
    refunding.set(Refunding::Busy);
    spawn_local(async move {
        // Its steps are done once, however often they are asked for.
        let answer = ask_until(
            || ask_refund(&url, &offering, part.account),
            |answer| match answer {
                Ok(status) => status.paid,
                Err(error) => *error != RegistrarError::Unreachable,
            },
        );
        let state = match answer.await {
            Ok(RefundStatus {
                paid: true,
                transaction,
            }) => Refunding::Paid(transaction),
            Ok(_) => Refunding::Pending,
            Err(error) => Refunding::Failed(failed_text(i18n, &Failed::Registrar(error))),
        };
        let _ = refunding.try_set(state);
        part.refresh();
    });
}
