use city::protocol::{One, PlaceView, Request, Response};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use crate::{
    components::{Alert, CopyButton, Empty, Glyph, Icon, Notice, Page},
    i18n::{I18n, Key, format_date, use_i18n},
    pages::city::{
        map::PointMap,
        places_page::open_text,
        status::{CityComing, CityStatus},
        watch::{City, missing_text, show_if_new},
        words::{category_icon, category_key, category_tone},
    },
    services::{CityError, ask_entry},
};

/// One place: who it is, where, when, what it takes.
#[component]
pub(crate) fn PlacePage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let params = use_params_map();
    let found = RwSignal::new(None::<Result<PlaceView, CityError>>);
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let version = city.version();
    Effect::new(move || {
        version();
        let request = Request::Place(One {
            id: id.get(),
            language: i18n.language().code().to_owned(),
        });
        spawn_local(async move {
            let answer = match ask_entry(&request).await {
                Ok(Response::Place(view)) => Ok(*view),
                Ok(_) => Err(CityError::Worker),
                Err(error) => Err(error),
            };
            show_if_new(found, answer);
        });
    });
    let title = Signal::derive(move || {
        found.with(|found| match found {
            Some(Ok(view)) => i18n.local(&view.merchant.name),
            _ => i18n.text(Key::PlacesTitle).to_owned(),
        })
    });
    view! {
        <Page title back="/places".to_owned()>
            <CityStatus />
            {move || match found.get() {
                None => view! { <CityComing lines=6 wide=true /> }.into_any(),
                Some(Err(error)) => missing(i18n, error),
                Some(Ok(view)) => place(i18n, view),
            }}
        </Page>
    }
}

/// There is no such page, and why.
pub(crate) fn missing(i18n: I18n, error: CityError) -> AnyView {
    view! {
        <div data-testid="missing">
            <Empty
                icon=Icon::Search
                title=Signal::derive(move || i18n.text(Key::CityMissingTitle).to_owned())
                text=Signal::derive(move || missing_text(i18n, error))
            />
        </div>
    }
    .into_any()
}

fn place(i18n: I18n, view: PlaceView) -> AnyView {
    let merchant = view.merchant.clone();
    let tone = format!("item-icon large {}", category_tone(merchant.category));
    let suspended = view.suspended.clone();
    view! {
        {suspended
            .map(|reason| {
                let text = i18n.fill(Key::PlacesSuspended, &[("reason", &i18n.local(&reason))]);
                view! { <Alert text=text /> }
            })}
        <div class="columns">
            <div class="stack">
                <section class="card">
                    <div class="row place-head">
                        <span class=tone>
                            <Glyph icon=category_icon(merchant.category) />
                        </span>
                        <span class="item-text">
                            <span class="item-title">{i18n.text(category_key(merchant.category))}</span>
                            <span class="open-mark" class:is-open=view.open>{open_text(i18n, view.open, view.until)}</span>
                        </span>
                        {merchant.test.then(|| view! { <span class="badge">{i18n.text(Key::CityTest)}</span> })}
                    </div>
                    {pay(i18n, &view)}
                    {merchant.test.then(|| view! { <p class="hint">{i18n.text(Key::CityTestHint)}</p> })}
                </section>
                <section class="card">
                    <h2>{i18n.text(Key::PlacesAcceptsTitle)}</h2>
                    {if view.assets.is_empty() {
                        view! { <p>{i18n.text(Key::PlacesAcceptsNone)}</p> }.into_any()
                    } else {
                        view! {
                            <ul class="chips">
                                {view
                                    .assets
                                    .iter()
                                    .map(|asset| view! { <li class="badge plain large">{asset.clone()}</li> })
                                    .collect_view()}
                            </ul>
                        }
                            .into_any()
                    }}
                </section>
                {identity(i18n, &view)}
            </div>
            <div class="stack">
                <section class="card">
                    <h2>{i18n.text(Key::PlacesAddress)}</h2>
                    <address>
                        <p>{i18n.local(&merchant.street_address)}</p>
                        <p class="quiet">{i18n.local(&merchant.address_locality)}</p>
                        {merchant
                            .telephone
                            .clone()
                            .map(|phone| {
                                let href = format!("tel:{phone}");
                                let label = format!("{}: {phone}", i18n.text(Key::PlacesPhone));
                                view! {
                                    <a class="item" href=href aria-label=label>
                                        <Glyph icon=Icon::Phone />
                                        <span class="number">{phone}</span>
                                    </a>
                                }
                            })}
                    </address>
                    <PointMap at=merchant.geo name=i18n.local(&merchant.name) />
                </section>
                {hours(i18n, &view)}
                {report(i18n, view.contact, &merchant.identifier)}
            </div>
        </div>
    }
    .into_any()
}

fn pay(i18n: I18n, view: &PlaceView) -> AnyView {
    if view.suspended.is_some() || view.assets.is_empty() {
        return ().into_any();
    }
    match view.merchant.url.clone() {
        Some(url) => view! {
            <div class="actions">
                <a class="button" href=url target="_blank" rel="noopener noreferrer" data-testid="place-pay">
                    <Glyph icon=Icon::External />
                    {i18n.text(Key::PlacesPay)}
                </a>
            </div>
            <p class="hint">{i18n.text(Key::PlacesPayNote)}</p>
        }
        .into_any(),
        None => view! { <Notice text=i18n.text(Key::PlacesPayOnSite).to_owned() /> }.into_any(),
    }
}

fn identity(i18n: I18n, view: &PlaceView) -> AnyView {
    let merchant = &view.merchant;
    let keys = merchant.order_keys.clone();
    let note = if keys.is_empty() {
        Key::PlacesKeysNone
    } else {
        Key::PlacesKeysNote
    };
    let date = format_date(merchant.verified_at, i18n.language());
    view! {
        <section class="card">
            <div class="card-head">
                <h2>{i18n.text(Key::PlacesIdentity)}</h2>
                <Glyph icon=Icon::Shield />
            </div>
            <dl class="facts">
                <dt>{i18n.text(Key::PlacesBin)}</dt>
                <dd class="number" translate="no">{merchant.bin.to_string()}</dd>
            </dl>
            {(!keys.is_empty())
                .then(|| {
                    view! {
                        <p class="field-label">{i18n.text(Key::PlacesKeys)}</p>
                        {keys
                            .iter()
                            .map(|key| view! { <p class="hash" translate="no">{key.to_string()}</p> })
                            .collect_view()}
                    }
                })}
            <p class="hint">{i18n.text(note)}</p>
            <p class="hint">{i18n.fill(Key::CityVerified, &[("date", &date)])}</p>
        </section>
    }
    .into_any()
}

fn hours(i18n: I18n, view: &PlaceView) -> AnyView {
    let names: Vec<&str> = i18n.text(Key::PlacesWeekdays).split(',').collect();
    let today = view.today;
    let rows = view
        .week
        .iter()
        .zip(names)
        .enumerate()
        .map(|(day, (times, name))| {
            let text = if times.is_empty() {
                i18n.text(Key::PlacesDayOff).to_owned()
            } else if times.as_slice() == [(0, 1440)] {
                i18n.text(Key::PlacesAlways).to_owned()
            } else {
                let spans: Vec<String> = times
                    .iter()
                    .map(|(from, until)| format!("{}–{}", clock(*from), clock(*until)))
                    .collect();
                spans.join(", ")
            };
            let current = (day == today).then_some("date");
            view! {
                <div class="row spread" aria-current=current>
                    <dt>{name.to_owned()}</dt>
                    <dd class="number">{text}</dd>
                </div>
            }
        });
    view! {
        <section class="card">
            <h2>{i18n.text(Key::PlacesHours)}</h2>
            <dl class="week">{rows.collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// A letter to whom the zone names, with the entry's identifier in it.
pub(crate) fn report(i18n: I18n, contact: Option<String>, id: &str) -> AnyView {
    let subject = i18n.fill(Key::CityReportSubject, &[("id", id)]);
    let encoded = String::from(js_sys::encode_uri_component(&subject));
    match contact {
        Some(contact) => view! {
            <a class="button plain small" href=format!("mailto:{contact}?subject={encoded}") data-testid="report">
                <Glyph icon=Icon::Flag />
                {i18n.text(Key::CityReport)}
            </a>
        }
        .into_any(),
        None => view! {
            <p class="hint">{i18n.text(Key::CityReportNone)}</p>
            <CopyButton text=subject />
        }
        .into_any(),
    }
}
