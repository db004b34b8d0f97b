use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{BusyText, LanguageSwitch},
    i18n::{Key, provide_language, use_title},
    pay::{
        load::load,
        model::{Model, Screen},
        receipt::ReceiptView,
        review::ReviewView,
        trouble::{NoVaultView, PaidElsewhereView, TroubleView},
    },
};

/// The pay page.
#[component]
pub fn PayPage() -> impl IntoView {
    let i18n = provide_language();
    use_title(Signal::derive(move || i18n.text(Key::PayTitle).to_owned()));
    let model = Model::new();
    spawn_local(load(model));
    view! {
        <header class="bar">
            <span class="brand">{move || i18n.text(Key::AppName)}</span>
            <span class="badge">{move || i18n.text(Key::DemoBadge)}</span>
            <LanguageSwitch />
        </header>
        <main class="pay" tabindex="-1">
            <h1 class="visually-hidden">{move || i18n.text(Key::PayTitle)}</h1>
            // What takes the place of "checking" is long: its arrival is said in a few words.
            <p class="visually-hidden" role="status">
                {move || model.screen.with(|screen| matches!(screen, Screen::Review(_))).then(|| i18n.text(Key::PayLoaded))}
            </p>
            {move || match model.screen.get() {
                Screen::Loading(what) => {
                    view! { <div class="card"><BusyText text=Signal::derive(move || i18n.text(what).to_owned()) /></div> }
                        .into_any()
                }
                Screen::Review(view) => view! { <ReviewView model payment=view /> }.into_any(),
                Screen::Receipt(view, papers) => view! { <ReceiptView model settlement=view papers /> }.into_any(),
                Screen::PaidElsewhere => view! { <PaidElsewhereView /> }.into_any(),
                Screen::NoVault => view! { <NoVaultView model /> }.into_any(),
                Screen::Trouble(trouble) => view! { <TroubleView model trouble /> }.into_any(),
            }}
        </main>
    }
}
