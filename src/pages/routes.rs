use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    path,
};

use crate::pages::{
    app::{FrontPage, Unlocked},
    lazy::{Lazy, part},
    missing::MissingPage,
    more::MorePage,
    settings::SettingsPage,
};

/// Every address of the wallet. What needs an open wallet is wrapped in `Unlocked`.
#[component]
pub(crate) fn WalletRoutes() -> impl IntoView {
    view! {
        <Routes fallback=MissingPage>
            <Route path=path!("/") view=FrontPage />
            <Route path=path!("/create") view=|| view! { <Lazy load=part::create /> } />
            <Route path=path!("/restore") view=|| view! { <Lazy load=part::restore /> } />
            <Route path=path!("/activity") view=|| view! { <Unlocked><Lazy load=part::activity /></Unlocked> } />
            <Route path=path!("/activity/:id") view=|| view! { <Unlocked><Lazy load=part::entry /></Unlocked> } />
            <Route path=path!("/scan") view=|| view! { <Unlocked><Lazy load=part::scan /></Unlocked> } />
            <Route path=path!("/send") view=|| view! { <Unlocked><Lazy load=part::send /></Unlocked> } />
            <Route path=path!("/contacts") view=|| view! { <Unlocked><Lazy load=part::contacts /></Unlocked> } />
            <Route path=path!("/sign") view=|| view! { <Unlocked><Lazy load=part::sign /></Unlocked> } />
            <Route path=path!("/prove") view=|| view! { <Unlocked><Lazy load=part::prove /></Unlocked> } />
            <Route path=path!("/receive") view=|| view! { <Unlocked><Lazy load=part::receive /></Unlocked> } />
            <Route path=path!("/places") view=|| view! { <Lazy load=part::places /> } />
            <Route path=path!("/places/:id") view=|| view! { <Lazy load=part::place /> } />
            <Route path=path!("/property") view=|| view! { <Lazy load=part::property /> } />
            <Route path=path!("/property/compare") view=|| view! { <Lazy load=part::compare /> } />
            <Route path=path!("/property/:id") view=|| view! { <Lazy load=part::listing /> } />
            <Route path=path!("/deposits") view=|| view! { <Lazy load=part::deposits /> } />
            <Route path=path!("/deposit/new") view=|| view! { <Lazy load=part::new_deposit /> } />
            <Route path=path!("/deposit/:id") view=|| view! { <Lazy load=part::deposit /> } />
            <Route path=path!("/deposit/:id/document") view=|| view! { <Lazy load=part::deposit_document /> } />
            <Route path=path!("/exchange") view=|| view! { <Unlocked><Lazy load=part::exchange /></Unlocked> } />
            <Route path=path!("/bank") view=|| view! { <Unlocked><Lazy load=part::bank /></Unlocked> } />
            <Route
                path=path!("/identification")
                view=|| view! { <Unlocked><Lazy load=part::identification /></Unlocked> }
            />
            <Route path=path!("/invest") view=|| view! { <Lazy load=part::invest /> } />
            <Route path=path!("/invest/:id") view=|| view! { <Lazy load=part::offering /> } />
            <Route path=path!("/more") view=MorePage />
            <Route path=path!("/zone") view=|| view! { <Lazy load=part::zone /> } />
            <Route path=path!("/settings") view=SettingsPage />
            <Route path=path!("/settings/security") view=|| view! { <Lazy load=part::security /> } />
            <Route path=path!("/settings/backup") view=|| view! { <Lazy load=part::backup /> } />
            <Route path=path!("/recovery-sheet") view=|| view! { <Lazy load=part::recovery_sheet /> } />
            <Route path=path!("/settings/accounts") view=|| view! { <Lazy load=part::accounts /> } />
            <Route path=path!("/help") view=|| view! { <Lazy load=part::help /> } />
            <Route path=path!("/x402") view=|| view! { <Unlocked><Lazy load=part::x402 /></Unlocked> } />
        </Routes>
    }
}
