use deals::is_iin;
use leptos::{prelude::*, task::spawn_local};

use super::apply::{IdentifyTrouble, Standing, apply};
use crate::{
    components::{Alert, BusyText, TextField},
    i18n::{Key, use_i18n},
    pages::{
        money::Money,
        test_person::{TestData, TestPerson},
    },
    services::{IdentityTerms, PersonData},
};

/// What the operator asks, and who gets it for how long. What was typed is forgotten when it was sent.
#[component]
pub(super) fn IdentityForm(
    url: String,
    /// What the operator is called.
    operator: Signal<String>,
    terms: IdentityTerms,
    standing: RwSignal<Option<Standing>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let (name, iin, document) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<IdentifyTrouble>);
    let test = terms.test;
    let days = terms.keep_days;
    let iin_wrong = Signal::derive(move || {
        let typed = iin.get();
        let typed = typed.trim();
        (typed.len() >= 12 && !is_iin(typed)).then(|| i18n.text(Key::IdentityIinWrong).to_owned())
    });
    let ready = move || {
        !name.with(|text| text.trim().is_empty())
            && !document.with(|text| text.trim().is_empty())
            && iin.with(|text| is_iin(text.trim()))
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || !untrack(ready) {
            return;
        }
        busy.set(true);
        trouble.set(None);
        let (url, terms) = (url.clone(), terms.clone());
        spawn_local(async move {
            let (typed_name, typed_iin, typed_document) = (
                name.get_untracked(),
                iin.get_untracked(),
                document.get_untracked(),
            );
            let person = PersonData {
                name: &typed_name,
                iin: &typed_iin,
                document: &typed_document,
            };
            match apply(money, &url, &terms, person).await {
                Ok(found) => {
                    for field in [name, iin, document] {
                        let _ = field.try_set(String::new());
                    }
                    let _ = standing.try_set(Some(found));
                }
                Err(error) => {
                    let _ = trouble.try_set(Some(error));
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let fill = Callback::new(move |()| {
        name.set(TestPerson::FIRST.name.to_owned());
        iin.set(TestPerson::FIRST.number.to_owned());
        document.set("N00000000".to_owned());
    });
    view! {
        <form class="card" on:submit=send>
            <p>
                {move || {
                    i18n.fill(Key::IdentityText, &[("operator", &operator.get()), ("time", &i18n.span(days))])
                }}
            </p>
            {test.then(|| view! { <TestData text=Key::IdentityTest testid="identify-fill" fill /> })}
            <TextField
                id="identify-name"
                label=Signal::derive(move || i18n.text(Key::IdentityName).to_owned())
                value=name
                autocomplete="name"
                required=true
            />
            <TextField
                id="identify-iin"
                label=Signal::derive(move || i18n.text(Key::IdentityIin).to_owned())
                value=iin
                inputmode="numeric"
                hint=Signal::derive(move || i18n.text(Key::IdentityIinHint).to_owned())
                error=iin_wrong
                required=true
            />
            <TextField
                id="identify-document"
                label=Signal::derive(move || i18n.text(Key::IdentityDocument).to_owned())
                value=document
                required=true
            />
            <p class="hint">{move || i18n.text(Key::IdentityProof)}</p>
            {move || trouble.get().map(|trouble| view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> })}
            {move || {
                busy.get()
                    .then(|| view! { <BusyText text=Signal::derive(move || i18n.text(Key::IdentityBusy).to_owned()) /> })
            }}
            <button type="submit" class="button" data-testid="identify-submit" disabled=move || busy.get() || !ready()>
                {move || i18n.text(Key::IdentitySubmit)}
            </button>
        </form>
    }
}
