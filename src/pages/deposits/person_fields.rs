use deals::PartyIdentity;
use key_worker::protocol::{AccountKind, AccountView};
use leptos::prelude::*;
use sig::Address;
use zone::Bin;

use crate::{
    components::{SelectField, TextField},
    i18n::{Key, use_i18n},
    pages::{
        deposits::missing_fields::MissingField,
        test_person::{TestData, TestPerson},
        wallet::Wallet,
    },
};

/// Who somebody is: what they typed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    pub(super) name: RwSignal<String>,
    pub(super) number: RwSignal<String>,
    pub(super) account: RwSignal<String>,
}

impl Person {
    pub(super) fn new() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            number: RwSignal::new(String::new()),
            account: RwSignal::new(String::new()),
        }
    }

    /// Fields that are empty or wrong. Follows changes.
    pub(super) fn missing(self) -> impl Iterator<Item = MissingField> {
        let name = self.name.with(|name| name.trim().is_empty());
        let number = self.number.with(|number| number.trim().parse::<Bin>().is_err());
        [
            name.then_some(("deposit-name", Key::DepositName)),
            number.then_some(("deposit-number", Key::DepositNumber)),
        ]
        .into_iter()
        .flatten()
    }

    /// The identity when everything is given and the check digit is right; follows changes.
    pub(super) fn identity(self) -> Option<PartyIdentity> {
        let name = self.name.get().trim().to_owned();
        let number: Bin = self.number.get().trim().parse().ok()?;
        let account: Address = self.account.get().parse().ok()?;
        (!name.is_empty()).then_some(PartyIdentity {
            name,
            number,
            account,
        })
    }
}

/// Accounts that can sign, without some.
pub(super) fn signing_accounts(wallet: Wallet, without: &[Address]) -> Vec<AccountView> {
    wallet
        .status
        .with(|status| status.as_ref().map(|status| status.accounts.clone()))
        .unwrap_or_default()
        .into_iter()
        .filter(|account| account.kind != AccountKind::Watch && !account.hidden)
        .filter(|account| !without.contains(&account.address))
        .collect()
}

/// Name, IIN or BIN with its check digit, and the account that signs.
#[component]
pub(super) fn PersonFields(
    person: Person,
    /// Accounts to choose from; the choice is shown when there are several.
    accounts: Vec<AccountView>,
    /// Who may be filled in, in a demo.
    test: TestPerson,
) -> impl IntoView {
    let i18n = use_i18n();
    let label = move |key: Key| Signal::derive(move || i18n.text(key).to_owned());
    if let Some(first) = accounts.first() {
        person.account.set(first.address.to_string());
    }
    let options: Vec<(String, String)> = accounts
        .iter()
        .map(|account| {
            let address = account.address.to_string();
            let name = match &account.name {
                Some(name) => format!("{name} · {address}"),
                None => address.clone(),
            };
            (address, name)
        })
        .collect();
    let number_error = Signal::derive(move || {
        let typed = person.number.get();
        let typed = typed.trim();
        let wrong = typed.len() >= 12 || typed.bytes().any(|byte| !byte.is_ascii_digit());
        (wrong && typed.parse::<Bin>().is_err()).then(|| i18n.text(Key::DepositNumberWrong).to_owned())
    });
    let wallet = Wallet::expect();
    let demo = move || {
        wallet
            .registry
            .with(|registry| registry.as_ref().is_some_and(|registry| registry.demo))
    };
    let fill = Callback::new(move |()| {
        person.name.set(test.name.to_owned());
        person.number.set(test.number.to_owned());
    });
    view! {
        {move || demo().then(|| view! { <TestData text=Key::DepositTest testid="deposit-fill" fill /> })}
        <TextField
            id="deposit-name"
            label=label(Key::DepositName)
            value=person.name
            hint=label(Key::DepositNameHint)
            autocomplete="name"
            required=true
        />
        <TextField
            id="deposit-number"
            label=label(Key::DepositNumber)
            value=person.number
            hint=label(Key::DepositNumberHint)
            error=number_error
            inputmode="numeric"
            required=true
        />
        {(options.len() > 1)
            .then(|| {
                view! {
                    <SelectField
                        id="deposit-account"
                        label=label(Key::DepositAccount)
                        value=person.account
                        options=options.clone()
                    />
                }
            })}
    }
}
