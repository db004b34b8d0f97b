use deals::OfferingPhase;
use key_worker::protocol::RegistryView;
use leptos::{prelude::*, task::spawn_local};
use sig::Address;

use crate::{
    components::{Alert, Notice, Progress, Skeleton},
    i18n::{Key, format_count, format_date, use_i18n},
    pages::{
        invest::{
            Offered,
            form::Form,
            holding::Holding,
            outcome::Outcome,
            part::{Asking, Part, Standing},
            review::Review,
        },
        wallet::{Wallet, WalletTrouble},
    },
    services::keep_offerings,
};

/// Subscribing the offering of the page, and what the account on screen holds of it.
#[component]
pub(crate) fn Subscribe() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let offered: Offered = expect_context();
    let known = vec![(offered.terms.contract, offered.terms.offering.clone())];
    spawn_local(async move { keep_offerings(&known).await });
    let ready = Memo::new(move |_| Some((wallet.registry.get()?, wallet.account()?)));
    move || {
        let (registry, account) = ready.get()?;
        Some(match part_of(&registry, offered.clone(), account) {
            Some(part) => view! { <Desk part /> }.into_any(),
            None => view! {
                <Alert text=Signal::derive(move || i18n.text(Key::SubscribeErrorNoRegistrar).to_owned()) />
            }
            .into_any(),
        })
    }
}

/// The part, when the registry knows the registrar and the asset that the catalogue names.
fn part_of(registry: &RegistryView, offered: Offered, account: Address) -> Option<Part> {
    let terms = &offered.terms;
    let operator = registry
        .operators
        .iter()
        .find(|operator| operator.id == terms.registrar)?;
    let asset = registry.assets.iter().find(|asset| asset.id == terms.asset)?;
    let parties = (operator.clone(), asset.clone());
    Some(Part::new(offered, parties, registry.rpc.clone(), account))
}

#[component]
fn Desk(part: Part) -> impl IntoView {
    let i18n = use_i18n();
    let standing = Memo::new(move |_| part.standing());
    // What was typed stays while the registrar is asked, and when it refuses.
    let shown = Memo::new(move |_| match part.asking.get() {
        Asking::Busy | Asking::Failed(..) => Asking::Idle,
        asking => asking,
    });
    view! {
        <Holding part />
        {move || match shown.get() {
            Asking::Done(registered, state, transaction) => {
                view! { <Outcome part registered=*registered state transaction /> }.into_any()
            }
            Asking::Registered(registered) => view! { <Review part registered=*registered /> }.into_any(),
            Asking::Idle | Asking::Busy | Asking::Failed(..) => view! {
                <div class="card">
                    <h2>{move || i18n.text(Key::SubscribeTitle)}</h2>
                    {move || match standing.get() {
                        Standing::Coming => view! { <Skeleton lines=4 /> }.into_any(),
                        Standing::Unreadable(error) => unreadable(part, WalletTrouble::Chain(error)),
                        Standing::Another => view! {
                            <Alert text=Signal::derive(move || i18n.text(Key::SubscribeErrorAnother).to_owned()) />
                        }
                            .into_any(),
                        Standing::At(phase) => at(part, phase),
                    }}
                </div>
            }
                .into_any(),
        }}
    }
}

fn unreadable(part: Part, trouble: WalletTrouble) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Alert text=Signal::derive(move || trouble.text(i18n)) />
        <button type="button" class="button quiet" on:click=move |_| part.refresh()>
            {move || i18n.text(Key::ActionRetry)}
        </button>
    }
    .into_any()
}

fn at(part: Part, phase: OfferingPhase) -> AnyView {
    let i18n = use_i18n();
    let over = match phase {
        OfferingPhase::Open => None,
        OfferingPhase::Announced => Some(Key::SubscribeAnnounced),
        OfferingPhase::Succeeded => Some(Key::SubscribeSucceeded),
        OfferingPhase::Failed => Some(Key::SubscribeFailed),
    };
    view! {
        <Sold part />
        {match over {
            None => view! { <Form part /> }.into_any(),
            Some(key) => {
                view! { <Notice text=Signal::derive(move || i18n.text(key).to_owned()) /> }.into_any()
            }
        }}
    }
    .into_any()
}

/// How much of the offering is sold, from what on it is a success, and until when.
#[component]
fn Sold(part: Part) -> impl IntoView {
    let i18n = use_i18n();
    let units = move |number: u64| format_count(number, i18n.language());
    let text = Signal::derive(move || {
        part.on_chain().map_or(String::new(), |chain| {
            let (sold, most) = (units(chain.sold), units(chain.offer.maximum_units));
            i18n.fill(Key::LimitsOf, &[("used", &sold), ("limit", &most)])
        })
    });
    let rule = move || {
        part.on_chain().map(|chain| {
            let date = format_date(chain.offer.closes_at, i18n.language());
            let values = [("least", units(chain.offer.minimum_units)), ("date", date)];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            i18n.fill(Key::SubscribeRule, &values)
        })
    };
    view! {
        <Progress
            label=Signal::derive(move || i18n.text(Key::SubscribeSold).to_owned())
            value=Signal::derive(move || part.on_chain().map_or(0, |chain| chain.sold))
            max=Signal::derive(move || part.on_chain().map_or(1, |chain| chain.offer.maximum_units))
            text
        />
        <p class="hint">{rule}</p>
    }
}
