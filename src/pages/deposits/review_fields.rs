use deals::ReviewAnswers;
use leptos::prelude::*;
use units::Tiyn;

use crate::{
    components::{Notice, TextField},
    i18n::{Key, format_tenge, use_i18n},
    pages::deposits::missing_fields::MissingField,
};

/// What the operator asks about a deal that is reported to financial monitoring.
#[derive(Debug, Clone, Copy)]
pub(super) struct Review {
    funds: RwSignal<String>,
    phone: RwSignal<String>,
    public_person: RwSignal<bool>,
}

impl Review {
    pub(super) fn new() -> Self {
        Self {
            funds: RwSignal::new(String::new()),
            phone: RwSignal::new(String::new()),
            public_person: RwSignal::new(false),
        }
    }

    /// Fields that are empty or too long. Follows changes.
    pub(super) fn missing(self) -> impl Iterator<Item = MissingField> {
        let missing = |typed: RwSignal<String>| typed.with(|typed| !ReviewAnswers::is_answer(typed));
        [
            missing(self.funds).then_some(("deposit-funds", Key::DepositReviewFunds)),
            missing(self.phone).then_some(("deposit-phone", Key::DepositReviewPhone)),
        ]
        .into_iter()
        .flatten()
    }

    /// The answers when all are given; follows changes.
    pub(super) fn answers(self) -> Option<ReviewAnswers> {
        let answers = ReviewAnswers {
            funds: self.funds.get().trim().to_owned(),
            phone: self.phone.get().trim().to_owned(),
            public_person: self.public_person.get(),
        };
        answers.is_complete().then_some(answers)
    }
}

/// The notice and the questions, above the threshold.
#[component]
pub(super) fn ReviewFields(review: Review, threshold: Tiyn) -> impl IntoView {
    let i18n = use_i18n();
    let label = move |key: Key| Signal::derive(move || i18n.text(key).to_owned());
    view! {
        <section class="card" data-testid="deposit-review">
            <h2>{move || i18n.text(Key::DepositReviewTitle)}</h2>
            <Notice text=Signal::derive(move || {
                let threshold = format_tenge(threshold, i18n.language());
                i18n.fill(Key::DepositReviewLead, &[("threshold", &threshold)])
            }) />
            <TextField
                id="deposit-funds"
                label=label(Key::DepositReviewFunds)
                value=review.funds
                hint=label(Key::DepositReviewFundsHint)
                required=true
            />
            <TextField
                id="deposit-phone"
                label=label(Key::DepositReviewPhone)
                value=review.phone
                kind="tel"
                inputmode="tel"
                autocomplete="tel"
                required=true
            />
            <label class="check-row">
                <input
                    type="checkbox"
                    prop:checked=move || review.public_person.get()
                    on:change=move |event| review.public_person.set(event_target_checked(&event))
                />
                <span>{move || i18n.text(Key::DepositReviewPublic)}</span>
            </label>
            <p class="notice">{move || i18n.text(Key::DepositReviewPrivate)}</p>
        </section>
    }
}
