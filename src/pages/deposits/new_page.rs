use std::sync::Arc;

use deals::{Building, DepositKind, ProposeDeposit, is_cadastral_number};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::{
    components::{Alert, AmountField, BusyText, Notice, Page, SelectField, Skeleton},
    i18n::{Key, format_tenge, use_i18n},
    pages::{
        app::Unlocked,
        deposits::{
            listed_home::{ListedHome, listed_home},
            missing_fields::{MissingFields, tell_missing},
            office::{Office, WithOffice},
            person_fields::{Person, PersonFields, signing_accounts},
            review_fields::{Review, ReviewFields},
            trouble::DepositTrouble,
            typed_home::{HomeFacts, HomeFields, TypedHome, plain_tenge, typed_tenge},
            what_if::WhatIf,
        },
        test_person::TestPerson,
        wallet::Wallet,
    },
    services::{find_listing, keep_deposit, propose_deposit},
};

/// The choice "another home".
const OTHER: &str = "other";
const MINUTE: u64 = 60;
const DAY: u64 = 86_400;
/// Days to pay in and days to make the sale.
const FUNDING_DAYS: [u64; 3] = [1, 3, 7];
const CLOSING_DAYS: [u64; 4] = [14, 30, 60, 90];
/// In the demo, so that a deposit can be seen to expire.
const DEMO_FUNDING_MINUTES: u64 = 5;

/// A buyer proposes a deposit.
#[component]
pub(crate) fn NewDepositPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let listing = query.with_untracked(|query| query.get("listing"));
    // A home of the zone's catalogue is read from its signed file before the form is shown.
    let found = RwSignal::new(listing.is_none().then_some(None::<ListedHome>));
    if let Some(id) = listing.clone() {
        spawn_local(async move {
            let home = find_listing(&id).await.ok();
            // The page may be gone by then.
            let _ = found.try_set(Some(home.as_ref().map(listed_home)));
        });
    }
    let ready = Callback::new(move |office: Arc<Office>| {
        let listing = listing.clone();
        (move || match found.get() {
            None => view! { <Skeleton lines=6 wide=true /> }.into_any(),
            Some(found) => {
                view! { <NewDeposit office=office.clone() listing=listing.clone() found /> }.into_any()
            }
        })
        .into_any()
    });
    view! {
        <Unlocked>
            <Page title=Signal::derive(move || i18n.text(Key::DepositNew).to_owned()) back="/deposits">
                <WithOffice ready wide=true />
            </Page>
        </Unlocked>
    }
}

#[component]
fn NewDeposit(office: Arc<Office>, listing: Option<String>, found: Option<ListedHome>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let label = move |key: Key| Signal::derive(move || i18n.text(key).to_owned());
    let mut known = office.desk.homes.clone();
    let typed = TypedHome::new();
    let kind = RwSignal::new(DepositKind::Zadatok);
    let amount = RwSignal::new(String::new());
    if let Some(ListedHome { home, terms }) = found {
        if let Some((asked, tiyn)) = terms {
            kind.set(asked);
            amount.set(plain_tenge(tiyn));
        }
        if is_cadastral_number(&home.cadastral_number) {
            known.insert(0, home);
        } else {
            // What the listing lacks is typed from the seller's papers.
            typed.title.set(untrack(|| i18n.local(&home.title)));
            typed.address.set(untrack(|| i18n.local(&home.address)));
            typed.price.set(plain_tenge(home.price_tiyn));
            typed.finished.set(home.building == Building::Finished);
        }
    }
    let choice = RwSignal::new(
        match listing {
            // A listing that is not known is never replaced by another home.
            Some(listing) => {
                Some(listing).filter(|listing| known.iter().any(|home| home.listing == *listing))
            }
            None => known.first().map(|home| home.listing.clone()),
        }
        .unwrap_or_else(|| OTHER.to_owned()),
    );
    let homes = StoredValue::new(known);
    let demo = wallet
        .registry
        .with_untracked(|registry| registry.as_ref().is_some_and(|registry| registry.demo));
    let funding = RwSignal::new((3 * DAY).to_string());
    let closing = RwSignal::new((30 * DAY).to_string());
    let person = Person::new();
    let review = Review::new();
    let notaries = office.rules.notaries.clone();
    let notary = RwSignal::new(
        notaries
            .first()
            .map(|notary| notary.account.to_string())
            .unwrap_or_default(),
    );
    let notary_accounts: Vec<_> = notaries.iter().map(|notary| notary.account).collect();
    let accounts = untrack(move || signing_accounts(wallet, &notary_accounts));

    let home = Memo::new(move |_| {
        let choice = choice.get();
        if choice == OTHER {
            return typed.home(i18n);
        }
        homes.with_value(|homes| homes.iter().find(|home| home.listing == choice).cloned())
    });
    let off_plan = Memo::new(move |_| {
        home.with(|home| {
            home.as_ref()
                .is_some_and(|home| home.building == Building::UnderConstruction)
        })
    });
    let deposit = Memo::new(move |_| typed_tenge(&amount.get(), i18n));
    let (threshold, limit) = (office.desk.aml_threshold_tiyn, office.rules.limit_tiyn);
    let reviewed =
        Memo::new(move |_| home.with(|home| home.as_ref().is_some_and(|home| home.price_tiyn >= threshold)));
    let amount_error = Signal::derive(move || {
        let typed = amount.get();
        let key = match deposit.get() {
            None if typed.trim().is_empty() => return None,
            None => Key::DepositAmountWrong,
            Some(deposit) if deposit > limit => {
                let limit = format_tenge(limit, i18n.language());
                return Some(i18n.fill(Key::DepositErrorLimit, &[("limit", &limit)]));
            }
            Some(deposit)
                if home.with(|home| home.as_ref().is_some_and(|home| deposit > home.price_tiyn)) =>
            {
                Key::DepositAmountOverPrice
            }
            Some(_) => return None,
        };
        Some(i18n.text(key).to_owned())
    });
    let trouble = RwSignal::new(None::<DepositTrouble>);
    let missing = RwSignal::new(Vec::new());
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let url = office.url.clone();
    let proposal = move || {
        let seconds = |choice: RwSignal<String>| choice.get().parse().ok();
        let answers = review.answers();
        if (reviewed.get() && answers.is_none()) || amount_error.get().is_some() || off_plan.get() {
            return None;
        }
        Some(ProposeDeposit {
            home: home.get()?,
            buyer: person.identity()?,
            notary: notary.get().parse().ok()?,
            kind: kind.get(),
            deposit_tiyn: deposit.get()?,
            funding_seconds: seconds(funding)?,
            closing_seconds: seconds(closing)?,
            review: answers.filter(|_| reviewed.get()),
        })
    };
    let find_missing = move || {
        let mut found = Vec::new();
        if choice.get() == OTHER {
            found.extend(typed.missing(i18n));
        }
        if deposit.get().is_none() || amount_error.get().is_some() {
            found.push(("deposit-amount", Key::DepositAmount));
        }
        found.extend(person.missing());
        if reviewed.get() {
            found.extend(review.missing());
        }
        found
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let proposal = untrack(proposal);
        tell_missing(missing, untrack(find_missing));
        let Some(proposal) = proposal else { return };
        trouble.set(None);
        busy.set(true);
        let (navigate, url) = (navigate.clone(), url.clone());
        spawn_local(async move {
            let answer = propose_deposit(&url, &proposal).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(record) => {
                    keep_deposit(&record.id, None);
                    navigate(&format!("/deposit/{}", record.id), Default::default());
                }
                Err(error) => {
                    let _ = trouble.try_set(Some(error.into()));
                }
            }
        });
    };
    let home_options = Signal::derive(move || {
        let other = (OTHER.to_owned(), i18n.text(Key::DepositOtherHome).to_owned());
        let listed = homes.with_value(|homes| {
            homes
                .iter()
                .map(|home| (home.listing.clone(), i18n.local(&home.title)))
                .collect::<Vec<_>>()
        });
        listed.into_iter().chain([other]).collect::<Vec<_>>()
    });
    let days = move |choices: &'static [u64]| {
        choices
            .iter()
            .map(move |days| ((days * DAY).to_string(), i18n.count(Key::TimeDays, *days)))
    };
    let funding_options = Signal::derive(move || {
        let minutes = i18n.count(Key::DepositMinutes, DEMO_FUNDING_MINUTES);
        let short = demo.then(|| ((DEMO_FUNDING_MINUTES * MINUTE).to_string(), minutes));
        days(&FUNDING_DAYS).chain(short).collect::<Vec<_>>()
    });
    let closing_options = Signal::derive(move || days(&CLOSING_DAYS).collect::<Vec<_>>());
    let notary_options = Signal::derive(move || {
        notaries
            .iter()
            .map(|notary| {
                let name = format!("{} · {}", i18n.local(&notary.name), notary.licence);
                (notary.account.to_string(), name)
            })
            .collect::<Vec<_>>()
    });
    let law = StoredValue::new(office.rules.off_plan_law.clone().unwrap_or_default());
    let operator = office.operator.clone();
    view! {
        <form class="columns" on:submit=on_submit>
            <div class="stack">
                <section class="card">
                    <h2>{move || i18n.text(Key::DepositHome)}</h2>
                    <SelectField
                        id="deposit-home"
                        label=label(Key::DepositWhichHome)
                        value=choice
                        options=home_options
                    />
                    {move || (choice.get() == OTHER).then(|| view! { <HomeFields typed /> })}
                    {move || {
                        home.get().filter(|_| choice.get() != OTHER).map(|home| view! { <HomeFacts home /> })
                    }}
                </section>
                {move || {
                    if off_plan.get() {
                        let text = Signal::derive(move || {
                            law.with_value(|law| i18n.fill(Key::DepositOffPlan, &[("law", law)]))
                        });
                        return view! { <Alert text /> }.into_any();
                    }
                    ().into_any()
                }}
                <div class="stack" class:off-plan=move || off_plan.get()>
                    <KindChoice kind />
                    <section class="card">
                        <h2>{move || i18n.text(Key::DepositTerms)}</h2>
                        <AmountField
                            id="deposit-amount"
                            label=label(Key::DepositAmount)
                            value=amount
                            unit="₸"
                            hint=label(Key::DepositAmountHint)
                            error=amount_error
                            required=true
                        />
                        <SelectField
                            id="deposit-funding"
                            label=label(Key::DepositFundingIn)
                            value=funding
                            options=funding_options
                            hint=label(Key::DepositFundingHint)
                        />
                        <SelectField
                            id="deposit-closing"
                            label=label(Key::DepositClosingIn)
                            value=closing
                            options=closing_options
                            hint=label(Key::DepositClosingHint)
                        />
                    </section>
                    <section class="card">
                        <h2>{move || i18n.text(Key::DepositYou)}</h2>
                        <PersonFields person accounts test=TestPerson::FIRST />
                        <SelectField
                            id="deposit-notary"
                            label=label(Key::DepositNotary)
                            value=notary
                            options=notary_options
                            hint=label(Key::DepositNotaryHint)
                        />
                    </section>
                    {move || reviewed.get().then(|| view! { <ReviewFields review threshold /> })}
                    <MissingFields missing />
                    {move || {
                        trouble
                            .get()
                            .map(|trouble| view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> })
                    }}
                    {move || {
                        busy.get()
                            .then(|| {
                                view! { <BusyText text=Signal::derive(move || i18n.text(Key::DepositSending).to_owned()) /> }
                            })
                    }}
                    <button type="submit" class="button" data-testid="deposit-propose" disabled=move || busy.get()>
                        {move || i18n.text(Key::DepositPropose)}
                    </button>
                    <p class="notice">{move || i18n.text(Key::DepositProposeNote)}</p>
                </div>
            </div>
            <div class="stack" class:off-plan=move || off_plan.get()>
                <WhatIf kind=kind.into() deposit=deposit.into() />
                <section class="card">
                    <h2>{move || i18n.text(Key::DepositWhoHolds)}</h2>
                    <p>
                        {move || {
                            i18n.fill(
                                Key::DepositWhoHoldsText,
                                &[("operator", &i18n.local(&operator.name)), ("licence", &operator.licence)],
                            )
                        }}
                    </p>
                    <Notice text=label(Key::DepositNotAudited) />
                    <p class="notice">{move || i18n.text(Key::DepositNotTitle)}</p>
                </section>
            </div>
        </form>
    }
}

/// Задаток or аванс, in plain words.
#[component]
fn KindChoice(kind: RwSignal<DepositKind>) -> impl IntoView {
    let i18n = use_i18n();
    let choice = move |value: DepositKind, name: Key, note: Key, id: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="deposit-kind"
                    data-testid=id
                    prop:checked=move || kind.get() == value
                    on:change=move |_| kind.set(value)
                />
                <span class="item-text">
                    <strong>{move || i18n.text(name)}</strong>
                    <span class="item-note">{move || i18n.text(note)}</span>
                </span>
            </label>
        }
    };
    view! {
        <div class="card" role="radiogroup" aria-labelledby="deposit-kind">
            <h2 id="deposit-kind">{move || i18n.text(Key::DepositKind)}</h2>
            {choice(DepositKind::Zadatok, Key::DepositZadatok, Key::DepositZadatokAbout, "kind-zadatok")}
            {choice(DepositKind::Avans, Key::DepositAvans, Key::DepositAvansAbout, "kind-avans")}
        </div>
    }
}
