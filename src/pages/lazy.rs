//! Pages whose code comes when it is needed. The site's build cuts the wallet's module along `#[wasm_split]` (feature `split`,
//! `docs/adr/0019-code-in-parts.md`); every other build holds all pages in one module and opens them the same way.
#![cfg_attr(
    feature = "split",
    allow(
        unsafe_code,
        reason = "what `#[wasm_split]` writes: the import that stands for a part, and its export"
    )
)]

use std::{future::Future, pin::Pin};

use futures_util::FutureExt as _;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::{Alert, Skeleton},
    i18n::{Key, use_i18n},
};

/// Makes a page. A function and not a view: it is called where its owner and contexts are, each time anew.
pub(crate) type MakePage = fn() -> AnyView;

/// A part on its way, and what it gives.
pub(crate) type Loading<T = MakePage> = Pin<Box<dyn Future<Output = Result<T, PartMissing>>>>;

/// A part of the wallet's code did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of the wallet did not load")]
pub(crate) struct PartMissing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for PartMissing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A function that loads the part it is in and gives a value out of it.
macro_rules! in_part {
    ($part:ident, $name:ident: $type:ty = $value:expr) => {
        pub(crate) fn $name() -> Loading<$type> {
            #[cfg_attr(
                        feature = "split",
                        leptos::wasm_split::wasm_split($part, wasm_split_path = leptos::wasm_split, fallible)
                    )]
            fn $name() -> Result<$type, PartMissing> {
                Ok($value)
            }
            #[cfg(feature = "split")]
            return Box::pin($name());
            #[cfg(not(feature = "split"))]
            return Box::pin(std::future::ready($name()));
        }
    };
}

/// `part { name => Page }`: such functions for what makes pages.
macro_rules! parts {
    ($($part:ident { $($name:ident => $page:ident),+ $(,)? })+) => {
        $($(
            in_part!($part, $name: MakePage = || view! { <$page /> }.into_any());
        )+)+
    };
}

/// The parts of the wallet: what is used together comes together.
pub(crate) mod part {
    use leptos::prelude::*;

    use super::{Loading, MakePage, PartMissing};
    use crate::pages::{
        activity::{ActivityPage, EntryPage},
        bank::BankPage,
        city::{
            ComparePage, InvestPage, ListingPage, OfferingPage, PlacePage, PlacesPage, PropertyPage, ZonePage,
        },
        contacts::ContactsPage,
        deposits::{DepositDocumentPage, DepositPage, DepositsPage, NewDepositPage},
        exchange::ExchangePage,
        help::HelpPage,
        home::HomePage,
        identification::IdentificationPage,
        invest::{Holdings, Subscribe},
        money::{self, Money},
        onboarding::{CreatePage, RestorePage},
        receive::ReceivePage,
        scan::ScanPage,
        security::{AccountsPage, BackupPage, RecoverySheetPage, SecurityPage},
        send::SendPage,
        sign::{ProvePage, SignPage},
        x402::X402Page,
    };

    in_part!(money, keep_up: fn(Money) = money::keep_up);

    parts! {
        keys {
            create => CreatePage,
            restore => RestorePage,
            security => SecurityPage,
            backup => BackupPage,
            recovery_sheet => RecoverySheetPage,
            accounts => AccountsPage,
            help => HelpPage,
        }
        money {
            home => HomePage,
            activity => ActivityPage,
            entry => EntryPage,
            scan => ScanPage,
            send => SendPage,
            contacts => ContactsPage,
            sign => SignPage,
            prove => ProvePage,
            receive => ReceivePage,
            x402 => X402Page,
        }
        bank {
            bank => BankPage,
            identification => IdentificationPage,
        }
        city {
            places => PlacesPage,
            place => PlacePage,
            property => PropertyPage,
            compare => ComparePage,
            listing => ListingPage,
            deposits => DepositsPage,
            new_deposit => NewDepositPage,
            deposit => DepositPage,
            deposit_document => DepositDocumentPage,
            exchange => ExchangePage,
            invest => InvestPage,
            offering => OfferingPage,
            zone => ZonePage,
        }
        invest {
            subscribe => Subscribe,
            holdings => Holdings,
        }
    }
}

/// A page whose part comes first. Once it is here, the page stands at once.
#[component]
pub(crate) fn Lazy(
    /// One of [`part`].
    load: fn() -> Loading,
    /// Whether the page has columns.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let page = RwSignal::new(None::<Result<MakePage, PartMissing>>);
    let start = move || {
        let mut loading = load();
        match (&mut loading).now_or_never() {
            Some(done) => page.set(Some(done)),
            None => {
                page.set(None);
                spawn_local(async move {
                    let done = loading.await;
                    // Whoever has gone elsewhere meanwhile needs it no more.
                    let _ = page.try_set(Some(done));
                });
            }
        }
    };
    start();
    move || match page.get() {
        Some(Ok(make)) => make(),
        Some(Err(PartMissing)) => view! {
            <div class="card">
                <Alert text=Signal::derive(move || i18n.text(Key::AppPartMissing).to_owned()) />
                <button type="button" class="button" data-testid="part-retry" on:click=move |_| start()>
                    {move || i18n.text(Key::ActionRetry)}
                </button>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="card">
                <Skeleton wide />
            </div>
        }
        .into_any(),
    }
}

/// Fetches a part before anybody asks for it; whether it came shows when it is needed.
pub(crate) fn load_ahead(load: fn() -> Loading) {
    spawn_local(async move {
        let _ = load().await;
    });
}
