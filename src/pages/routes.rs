use leptos::prelude::*;
use leptos_router::{
    components::{Route, Routes},
    path,
};

#[cfg(debug_assertions)]
use crate::pages::gallery::GalleryPage;
use crate::pages::{
    app::{FrontPage, Unlocked},
    city::{
        ComparePage, InvestPage, ListingPage, OfferingPage, PlacePage, PlacesPage, PropertyPage, ZonePage,
    },
    deposits::{DepositDocumentPage, DepositPage, DepositsPage, NewDepositPage},
    exchange::ExchangePage,
    help::HelpPage,
    missing::MissingPage,
    more::MorePage,
    onboarding::{CreatePage, RestorePage},
    receive::ReceivePage,
    security::{AccountsPage, BackupPage, SecurityPage},
    settings::SettingsPage,
    x402::X402Page,
};

/// Every address of the wallet. What needs an open wallet is wrapped in `Unlocked`.
#[component]
pub(crate) fn WalletRoutes() -> impl IntoView {
    view! {
        <Routes fallback=MissingPage>
            <Route path=path!("/") view=FrontPage />
            <Route path=path!("/create") view=CreatePage />
            <Route path=path!("/restore") view=RestorePage />
            <Route path=path!("/receive") view=Receive />
            <Route path=path!("/places") view=PlacesPage />
            <Route path=path!("/places/:id") view=PlacePage />
            <Route path=path!("/property") view=PropertyPage />
            <Route path=path!("/property/compare") view=ComparePage />
            <Route path=path!("/property/:id") view=ListingPage />
            <Route path=path!("/deposits") view=DepositsPage />
            <Route path=path!("/deposit/new") view=NewDepositPage />
            <Route path=path!("/deposit/:id") view=DepositPage />
            <Route path=path!("/deposit/:id/document") view=DepositDocumentPage />
            <Route path=path!("/exchange") view=Exchange />
            <Route path=path!("/invest") view=InvestPage />
            <Route path=path!("/invest/:id") view=OfferingPage />
            <Route path=path!("/more") view=MorePage />
            <Route path=path!("/zone") view=ZonePage />
            <Route path=path!("/settings") view=SettingsPage />
            <Route path=path!("/settings/security") view=SecurityPage />
            <Route path=path!("/settings/backup") view=BackupPage />
            <Route path=path!("/settings/accounts") view=AccountsPage />
            <Route path=path!("/help") view=HelpPage />
            <Route path=path!("/x402") view=X402 />
            <Route path=path!("/gallery") view=Gallery />
        </Routes>
    }
}

#[component]
fn Receive() -> impl IntoView {
    view! {
        <Unlocked>
            <ReceivePage />
        </Unlocked>
    }
}

#[component]
fn Exchange() -> impl IntoView {
    view! {
        <Unlocked>
            <ExchangePage />
        </Unlocked>
    }
}

#[component]
fn X402() -> impl IntoView {
    view! {
        <Unlocked>
            <X402Page />
        </Unlocked>
    }
}

/// The gallery exists in development builds only.
#[component]
fn Gallery() -> impl IntoView {
    #[cfg(debug_assertions)]
    return view! { <GalleryPage /> };
    #[cfg(not(debug_assertions))]
    return view! { <MissingPage /> };
}
