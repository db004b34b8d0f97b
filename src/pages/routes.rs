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
            <Route path=path!("/activity/:id") view=|| view! { <Unlocked><Lazy load=part::entry wide=true /></Unlocked> } />
            <Route path=path!("/scan") view=|| view! { <Unlocked><Lazy load=part::scan wide=true /></Unlocked> } />
            <Route path=path!("/send") view=|| view! { <Unlocked><Lazy load=part::send wide=true /></Unlocked> } />
            <Route path=path!("/contacts") view=|| view! { <Unlocked><Lazy load=part::contacts /></Unlocked> } />
            <Route path=path!("/sign") view=|| view! { <Unlocked><Lazy load=part::sign /></Unlocked> } />
            <Route path=path!("/prove") view=|| view! { <Unlocked><Lazy load=part::prove /></Unlocked> } />
            <Route path=path!("/receive") view=|| view! { <Unlocked><Lazy load=part::receive wide=true /></Unlocked> } />
            <Route path=path!("/places") view=|| view! { <Lazy load=part::places wide=true /> } />
            <Route path=path!("/places/:id") view=|| view! { <Lazy load=part::place wide=true /> } />
            <Route path=path!("/property") view=|| view! { <Lazy load=part::property wide=true /> } />
            <Route path=path!("/property/compare") view=|| view! { <Lazy load=part::compare wide=true /> } />
            <Route path=path!("/property/:id") view=|| view! { <Lazy load=part::listing wide=true /> } />
            <Route path=path!("/deposits") view=|| view! { <Lazy load=part::deposits /> } />
            <Route path=path!("/deposit/new") view=|| view! { <Lazy load=part::new_deposit wide=true /> } />
            <Route path=path!("/deposit/:id") view=|| view! { <Lazy load=part::deposit wide=true /> } />
            <Route path=path!("/deposit/:id/document") view=|| view! { <Lazy load=part::deposit_document /> } />
            <Route path=path!("/exchange") view=|| view! { <Unlocked><Lazy load=part::exchange wide=true /></Unlocked> } />
            <Route path=path!("/bank") view=|| view! { <Unlocked><Lazy load=part::bank /></Unlocked> } />
            <Route
                path=path!("/identification")
                view=|| view! { <Unlocked><Lazy load=part::identification /></Unlocked> }
            />
            <Route path=path!("/invest") view=|| view! { <Lazy load=part::invest wide=true /> } />
            <Route path=path!("/invest/:id") view=|| view! { <Lazy load=part::offering wide=true /> } />
            <Route path=path!("/more") view=MorePage />
            <Route path=path!("/zone") view=|| view! { <Lazy load=part::zone wide=true /> } />
            <Route path=path!("/settings") view=SettingsPage />
            <Route path=path!("/settings/security") view=|| view! { <Lazy load=part::security /> } />
            <Route path=path!("/settings/backup") view=|| view! { <Lazy load=part::backup /> } />
            <Route path=path!("/recovery-sheet") view=|| view! { <Lazy load=part::recovery_sheet /> } />
            <Route path=path!("/settings/accounts") view=|| view! { <Lazy load=part::accounts /> } />
            <Route path=path!("/help") view=|| view! { <Lazy load=part::help wide=true /> } />
            <Route path=path!("/x402") view=|| view! { <Unlocked><Lazy load=part::x402 /></Unlocked> } />
        </Routes>
    }
}
