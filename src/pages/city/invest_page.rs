use catalogue::OfferingStatus;
use city::protocol::{OfferingView, One, Request, Response};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use crate::{
    components::{Empty, Glyph, Icon, Notice, Page},
    i18n::{I18n, Key, format_date, format_tenge, use_i18n},
    pages::{
        city::{
            place_page::missing,
            status::{CityComing, CityStatus},
            watch::{City, Showing, show_if_new},
        },
        invest::{HoldingsHere, Offered, SubscribeHere},
    },
    services::{CityError, ask_city, ask_entry},
};

/// All offerings of the catalogue.
#[component]
pub(crate) fn InvestPage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let all = RwSignal::new(None::<Vec<OfferingView>>);
    let content = city.content();
    let showing = city.showing(move || all.with(|all| all.as_ref().map(Vec::len)));
    let subscribable = Memo::new(move |_| {
        let named = |view: &OfferingView| Some((view.name.clone(), Offered::of(view)?));
        all.with(|all| all.iter().flatten().filter_map(named).collect::<Vec<_>>())
    });
    Effect::new(move || {
        content();
        let request = Request::Offerings {
            language: i18n.language().code().to_owned(),
        };
        spawn_local(async move {
            if let Ok(Response::Offerings(mut found)) = ask_city(&request).await {
                // What can be subscribed now comes first, what is over last.
                found.sort_by_key(|offering| match offering.status {
                    OfferingStatus::Open => 0,
                    OfferingStatus::Announced => 1,
                    OfferingStatus::Closed => 2,
                });
                // The page may be gone by then.
                let _ = all.try_set(Some(found));
            }
        });
    });
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::InvestTitle).to_owned())>
            <p class="quiet lead">{move || i18n.text(Key::InvestLead)}</p>
            <CityStatus />
            {move || {
                let offered = subscribable.get();
                (!offered.is_empty()).then(|| view! { <HoldingsHere offered /> })
            }}
            {move || match showing.get() {
                Showing::Nothing => ().into_any(),
                Showing::Coming => view! { <CityComing lines=4 wide=true /> }.into_any(),
                Showing::Empty => {
                    view! {
                        <Empty
                            icon=Icon::Invest
                            title=Signal::derive(move || i18n.text(Key::InvestEmpty).to_owned())
                            text=Signal::derive(move || i18n.text(Key::InvestEmptyText).to_owned())
                        />
                    }
                        .into_any()
                }
                Showing::Found => {
                    view! {
                        <ul class="offerings">
                            {move || {
                                all.with(|all| {
                                    all.iter().flatten().map(|view| card(i18n, view)).collect_view()
                                })
                            }}
                        </ul>
                    }
                        .into_any()
                }
            }}
        </Page>
    }
}

fn status_badge(i18n: I18n, status: OfferingStatus) -> AnyView {
    let (class, name) = match status {
        OfferingStatus::Announced => ("badge", Key::InvestAnnounced),
        OfferingStatus::Open => ("badge good", Key::InvestOpen),
        OfferingStatus::Closed => ("badge plain", Key::InvestClosed),
    };
    view! { <span class=class>{i18n.text(name)}</span> }.into_any()
}

fn card(i18n: I18n, offering: &OfferingView) -> AnyView {
    let href = format!("/invest/{}", offering.id);
    view! {
        <li>
            <a class="card offering" href=href data-testid="offering">
                <div class="card-head">
                    <h2>{offering.name.clone()}</h2>
                    {status_badge(i18n, offering.status)}
                </div>
                <p class="quiet">{offering.issuer.clone()}</p>
                <p>{offering.description.clone()}</p>
                <dl class="facts">
                    <dt>{i18n.text(Key::InvestMinimum)}</dt>
                    <dd class="number">{format_tenge(offering.minimum, i18n.language())}</dd>
                    <dt>{i18n.text(Key::InvestPrice)}</dt>
                    <dd class="number">{format_tenge(offering.price, i18n.language())}</dd>
                </dl>
            </a>
        </li>
    }
    .into_any()
}

/// One offering: who, what, what can go wrong, papers.
#[component]
pub(crate) fn OfferingPage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let params = use_params_map();
    let found = RwSignal::new(None::<Result<OfferingView, CityError>>);
    let version = city.version();
    Effect::new(move || {
        version();
        let request = Request::Offering(One {
            id: params.with(|params| params.get("id")).unwrap_or_default(),
            language: i18n.language().code().to_owned(),
        });
        spawn_local(async move {
            let answer = match ask_entry(&request).await {
                Ok(Response::Offering(view)) => Ok(*view),
                Ok(_) => Err(CityError::Worker),
                Err(error) => Err(error),
            };
            show_if_new(found, answer);
        });
    });
    let title = Signal::derive(move || {
        found.with(|found| match found {
            Some(Ok(view)) => view.name.clone(),
            _ => i18n.text(Key::InvestTitle).to_owned(),
        })
    });
    // The same in every language: a subscription that is under way stays when another one is chosen.
    let offered = Memo::new(move |_| {
        found.with(|found| match found {
            Some(Ok(view)) => Offered::of(view),
            _ => None,
        })
    });
    view! {
        <Page title back="/invest".to_owned()>
            <CityStatus />
            {move || match found.get() {
                None => view! { <CityComing lines=6 wide=true /> }.into_any(),
                Some(Err(error)) => missing(i18n, error),
                Some(Ok(view)) => shown(i18n, &view),
            }}
            {move || offered.get().map(|offered| view! { <SubscribeHere offered /> })}
        </Page>
    }
}

fn shown(i18n: I18n, offering: &OfferingView) -> AnyView {
    let language = i18n.language();
    let from = format_date(offering.validity.valid_from, language);
    let dates = match offering.validity.valid_until {
        Some(until) => i18n.fill(
            Key::ZoneValueSpan,
            &[("from", &from), ("until", &format_date(until, language))],
        ),
        None => i18n.fill(Key::ZoneValueOpenEnd, &[("from", &from)]),
    };
    view! {
        <div class="columns">
            <div class="stack">
                <section class="card">
                    <div class="row">
                        {status_badge(i18n, offering.status)}
                        {offering.test.then(|| view! { <span class="badge">{i18n.text(Key::CityTest)}</span> })}
                    </div>
                    <p>{offering.description.clone()}</p>
                    <dl class="facts">
                        <dt>{i18n.text(Key::InvestIssuer)}</dt>
                        <dd>{offering.issuer.clone()}</dd>
                        <dt>{i18n.text(Key::PlacesBin)}</dt>
                        <dd class="number" translate="no">{offering.bin.to_string()}</dd>
                        <dt>{i18n.text(Key::InvestMinimum)}</dt>
                        <dd class="number">{format_tenge(offering.minimum, language)}</dd>
                        <dt>{i18n.text(Key::InvestPrice)}</dt>
                        <dd class="number">{format_tenge(offering.price, language)}</dd>
                        <dt>{i18n.text(Key::InvestUntil)}</dt>
                        <dd>{dates}</dd>
                        {offering
                            .token
                            .clone()
                            .map(|token| {
                                view! {
                                    <dt>{i18n.text(Key::InvestToken)}</dt>
                                    <dd class="hash" translate="no">{token}</dd>
                                }
                            })}
                    </dl>
                </section>
                <section class="card" data-testid="risks">
                    <h2>{i18n.text(Key::InvestRisks)}</h2>
                    <Notice text=offering.risks.clone() />
                    <p class="hint">{i18n.text(Key::InvestRetail)}</p>
                </section>
            </div>
            <section class="card">
                <h2>{i18n.text(Key::InvestDocuments)}</h2>
                <ul class="rows">
                    {offering
                        .documents
                        .iter()
                        .map(|document| {
                            view! {
                                <li>
                                    <a
                                        class="item"
                                        href=document.url.clone()
                                        target="_blank"
                                        rel="noopener noreferrer"
                                        data-testid="document"
                                    >
                                        <span class="item-icon">
                                            <Glyph icon=Icon::Document />
                                        </span>
                                        <span class="item-text">
                                            <span class="item-title">{i18n.local(&document.name)}</span>
                                        </span>
                                        <Glyph icon=Icon::External />
                                    </a>
                                    <p class="hash" translate="no">{document.sha256.to_string()}</p>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
                <p class="hint">{i18n.text(Key::InvestDocumentHash)}</p>
            </section>
        </div>
    }
    .into_any()
}
