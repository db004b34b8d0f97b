use key_worker::protocol::X402Refusal;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

use crate::{
    components::{Alert, TextField},
    i18n::{Key, use_i18n},
    pages::x402::{
        flow::load,
        model::{Model, Screen, Trouble},
    },
};

/// Which address?
#[component]
pub(super) fn AskView(model: Model) -> impl IntoView {
    let i18n = use_i18n();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(load(model));
    };
    view! {
        <form class="card" on:submit=on_submit>
            <p>{move || i18n.text(Key::X402Intro)}</p>
            <TextField
                id="x402-address"
                label=Signal::derive(move || i18n.text(Key::X402Address).to_owned())
                value=model.address
                kind="url"
                inputmode="url"
            />
            <button type="submit" class="button" data-testid="x402-ask">
                {move || i18n.text(Key::X402Ask)}
            </button>
        </form>
    }
}

/// It did not work: what happened, and the way on.
#[component]
pub(super) fn TroubleView(model: Model, trouble: Trouble) -> impl IntoView {
    let i18n = use_i18n();
    let pay_page = (trouble == Trouble::Refusal(X402Refusal::CityOrder)).then(|| {
        let address = model.address.get_untracked();
        let order = String::from(js_sys::encode_uri_component(address.trim()));
        format!("/pay/#order={order}")
    });
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::ErrorTitle)}</h2>
            <Alert text=Signal::derive(move || trouble.text(i18n)) />
            {pay_page
                .map(|address| {
                    view! {
                        <a class="button" href=address rel="external" data-testid="x402-order">
                            {move || i18n.text(Key::X402OpenOrder)}
                        </a>
                    }
                })}
            <button type="button" class="button quiet" data-testid="retry" on:click=move |_| spawn_local(load(model))>
                {move || i18n.text(Key::ActionRetry)}
            </button>
            <button
                type="button"
                class="button quiet"
                on:click=move |_| model.screen.set(Screen::Ask)
            >
                {move || i18n.text(Key::X402Another)}
            </button>
        </section>
    }
}
