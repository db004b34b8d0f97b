use std::sync::Arc;

use deals::{DepositRecord, JoinDeposit};
use key_worker::protocol::AccountView;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    components::{Alert, BusyText},
    i18n::{Key, use_i18n},
    pages::{
        deposits::{
            deposit_page::Known,
            missing_fields::{MissingFields, tell_missing},
            office::Office,
            person_fields::{Person, PersonFields, signing_accounts},
            review_fields::{Review, ReviewFields},
            trouble::DepositTrouble,
        },
        test_person::TestPerson,
        wallet::Wallet,
    },
    services::{DeskStep, send_deposit_step},
};

/// The seller's form. For the buyer's own wallet it is folded away: another account can play the seller.
#[component]
pub(super) fn Join(
    known: Memo<Arc<Known>>,
    office: Arc<Office>,
    mine: bool,
    done: Callback<DepositRecord>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let others = known.with_untracked(|known| {
        let proposal = &known.record.proposal;
        [proposal.buyer.account, proposal.notary]
    });
    // Another one is there as soon as it is added to the wallet.
    let accounts = Memo::new(move |_| signing_accounts(wallet, &others));
    move || {
        let accounts = accounts.get();
        if accounts.is_empty() {
            return None;
        }
        let form = view! { <JoinForm known=known.get_untracked() office=office.clone() accounts done /> };
        Some(if mine {
            view! {
                <details class="card" data-testid="deposit-join-here">
                    <summary>{move || i18n.text(Key::DepositJoinHere)}</summary>
                    {form}
                </details>
            }
            .into_any()
        } else {
            view! { <section class="card">{form}</section> }.into_any()
        })
    }
}

#[component]
fn JoinForm(
    known: Arc<Known>,
    office: Arc<Office>,
    accounts: Vec<AccountView>,
    done: Callback<DepositRecord>,
) -> impl IntoView {
    let i18n = use_i18n();
    let person = Person::new();
    let review = Review::new();
    let threshold = office.desk.aml_threshold_tiyn;
    let reviewed = known.record.proposal.home.price_tiyn >= threshold;
    let trouble = RwSignal::new(None::<DepositTrouble>);
    let missing = RwSignal::new(Vec::new());
    let busy = RwSignal::new(false);
    let (id, url) = (known.record.id.clone(), office.url.clone());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (seller, answers) = untrack(move || (person.identity(), review.answers()));
        let asked = reviewed.then_some(review);
        let found = untrack(move || {
            let answers = asked.into_iter().flat_map(Review::missing);
            person.missing().chain(answers).collect()
        });
        tell_missing(missing, found);
        let Some(seller) = seller.filter(|_| !reviewed || answers.is_some()) else {
            return;
        };
        let step = DeskStep::Join(JoinDeposit {
            seller,
            review: answers.filter(|_| reviewed),
        });
        let (id, url) = (id.clone(), url.clone());
        trouble.set(None);
        busy.set(true);
        spawn_local(async move {
            let sent = send_deposit_step(&url, &id, &step).await;
            let _ = busy.try_set(false);
            match sent {
                Ok(record) => {
                    let _ = done.try_run(record);
                }
                Err(error) => {
                    let _ = trouble.try_set(Some(error.into()));
                }
            }
        });
    };
    view! {
        <form class="stack" on:submit=on_submit>
            <h2>{move || i18n.text(Key::DepositJoinTitle)}</h2>
            <p>{move || i18n.text(Key::DepositJoinLead)}</p>
            <PersonFields person accounts test=TestPerson::SECOND />
            {reviewed.then(|| view! { <ReviewFields review threshold /> })}
            <MissingFields missing />
            {move || {
                trouble.get().map(|trouble| view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> })
            }}
            {move || {
                busy.get()
                    .then(|| view! { <BusyText text=Signal::derive(move || i18n.text(Key::DepositSending).to_owned()) /> })
            }}
            <button type="submit" class="button" data-testid="deposit-join" disabled=move || busy.get()>
                {move || i18n.text(Key::DepositJoin)}
            </button>
        </form>
    }
}
