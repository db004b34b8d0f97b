use deals::{Building, Home, is_cadastral_number};
use leptos::prelude::*;
use units::Tiyn;
use zone::LocalText;

use crate::{
    components::{AmountField, TextField},
    i18n::{I18n, Key, decimal_mark, format_tenge, use_i18n},
    pages::{deposits::missing_fields::MissingField, money::read_tenge},
};

/// A home as the buyer knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct TypedHome {
    pub(super) title: RwSignal<String>,
    pub(super) address: RwSignal<String>,
    pub(super) cadastral: RwSignal<String>,
    pub(super) price: RwSignal<String>,
    pub(super) finished: RwSignal<bool>,
}

impl TypedHome {
    pub(super) fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            title: text(),
            address: text(),
            cadastral: text(),
            price: text(),
            finished: RwSignal::new(false),
        }
    }

    /// Fields that are empty or wrong: identifier and label. Follows changes.
    pub(super) fn missing(self, i18n: I18n) -> impl Iterator<Item = MissingField> {
        let empty = |typed: RwSignal<String>| typed.with(|typed| typed.trim().is_empty());
        [
            (empty(self.title), "home-title", Key::DepositHomeTitle),
            (empty(self.address), "home-address", Key::DepositHomeAddress),
            (
                !self.cadastral.with(|number| is_cadastral_number(number.trim())),
                "home-cadastral",
                Key::DepositCadastral,
            ),
            (
                self.price.with(|price| typed_tenge(price, i18n).is_none()),
                "home-price",
                Key::DepositPrice,
            ),
        ]
        .into_iter()
        .filter_map(|(missing, id, label)| missing.then_some((id, label)))
    }

    /// The home when everything is given; follows changes.
    pub(super) fn home(self, i18n: I18n) -> Option<Home> {
        let text = |typed: RwSignal<String>| {
            let typed = typed.get().trim().to_owned();
            (!typed.is_empty()).then(|| LocalText {
                kk: typed.clone(),
                ru: typed.clone(),
                en: typed,
            })
        };
        let cadastral_number = self.cadastral.get().trim().to_owned();
        is_cadastral_number(&cadastral_number).then_some(())?;
        Some(Home {
            listing: String::new(),
            title: text(self.title)?,
            address: text(self.address)?,
            cadastral_number,
            building: if self.finished.get() {
                Building::Finished
            } else {
                Building::UnderConstruction
            },
            price_tiyn: typed_tenge(&self.price.get(), i18n)?,
        })
    }
}

/// More than nothing, as the reader's language writes it; nothing when it is no amount.
pub(super) fn typed_tenge(typed: &str, i18n: I18n) -> Option<Tiyn> {
    read_tenge(typed, decimal_mark(i18n.language()))
        .ok()
        .flatten()
        .filter(|amount| *amount > Tiyn::ZERO)
}

/// Whole tenge as digits, as a field takes them in every language.
pub(super) fn plain_tenge(amount: Tiyn) -> String {
    amount.split().0.to_string()
}

#[component]
pub(super) fn HomeFacts(home: Home) -> impl IntoView {
    let i18n = use_i18n();
    let Home {
        title,
        address,
        cadastral_number,
        price_tiyn,
        building,
        ..
    } = home;
    let building = match building {
        Building::Finished => Key::DepositFinished,
        Building::UnderConstruction => Key::DepositUnbuilt,
    };
    view! {
        <dl class="facts">
            <dt>{move || i18n.text(Key::DepositHomeTitle)}</dt>
            <dd>{move || i18n.local(&title)}</dd>
            <dt>{move || i18n.text(Key::DepositHomeAddress)}</dt>
            <dd>{move || i18n.local(&address)}</dd>
            <dt>{move || i18n.text(Key::DepositCadastral)}</dt>
            <dd>{cadastral_number}</dd>
            <dt>{move || i18n.text(Key::DepositBuilding)}</dt>
            <dd>{move || i18n.text(building)}</dd>
            <dt>{move || i18n.text(Key::DepositPrice)}</dt>
            <dd class="number">{move || format_tenge(price_tiyn, i18n.language())}</dd>
        </dl>
    }
}

#[component]
pub(super) fn HomeFields(typed: TypedHome) -> impl IntoView {
    let i18n = use_i18n();
    let label = move |key: Key| Signal::derive(move || i18n.text(key).to_owned());
    let cadastral_error = Signal::derive(move || {
        let number = typed.cadastral.get();
        let number = number.trim();
        (number.len() >= 14 && !is_cadastral_number(number))
            .then(|| i18n.text(Key::DepositErrorCadastral).to_owned())
    });
    view! {
        <TextField id="home-title" label=label(Key::DepositHomeTitle) value=typed.title hint=label(Key::DepositHomeTitleHint) required=true />
        <TextField id="home-address" label=label(Key::DepositHomeAddress) value=typed.address required=true />
        <TextField
            id="home-cadastral"
            label=label(Key::DepositCadastral)
            value=typed.cadastral
            hint=label(Key::DepositCadastralHint)
            error=cadastral_error
            required=true
        />
        <AmountField id="home-price" label=label(Key::DepositPrice) value=typed.price unit="₸" required=true />
        <label class="check-row">
            <input
                type="checkbox"
                data-testid="home-finished"
                prop:checked=move || typed.finished.get()
                on:change=move |event| typed.finished.set(event_target_checked(&event))
            />
            <span>{move || i18n.text(Key::DepositFinishedCheck)}</span>
        </label>
    }
}
