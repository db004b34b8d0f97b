use std::rc::Rc;

use catalogue::Category;
use city::protocol::{PlaceCard, PlacesQuery, Request, Response, Spot};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::params::ParamsMap;

use crate::{
    components::{CardGrid, Empty, Glyph, Icon, Page, Toasts},
    i18n::{I18n, Key, format_count, format_time, use_i18n, weekday},
    pages::{
        city::{
            address::{in_step, read_now},
            listed::Listed,
            map::{CityMap, MapKind, MapToggle, view_of},
            status::{CityComing, CityStatus},
            watch::{City, Showing},
            words::{category_icon, category_key, category_tone},
        },
        wallet::Wallet,
    },
    services::{ask_city, find_spot},
};

const PATH: &str = "/places";
/// Kinds that stand out as chips; the others are found by name.
const CHIPS: [Category; 10] = [
    Category::Restaurant,
    Category::CafeOrCoffeeShop,
    Category::GroceryStore,
    Category::Bakery,
    Category::Pharmacy,
    Category::ProfessionalService,
    Category::BeautySalon,
    Category::ExerciseGym,
    Category::Hotel,
    Category::BookStore,
];

fn read(map: &ParamsMap) -> PlacesQuery {
    PlacesQuery::from_address(|name| map.get(name))
}

/// Where one can pay.
#[component]
pub(crate) fn PlacesPage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let query = RwSignal::new(read_now(read));
    let view = RwSignal::new(read_now(view_of));
    in_step(PATH, query, read, PlacesQuery::to_address, view);
    let listed = Listed::<PlaceCard>::new();
    let content = city.content();
    Effect::new(move || {
        content();
        let request = Request::Places {
            query: Box::new(query.get()),
            language: i18n.language().code().to_owned(),
        };
        let search = listed.begin();
        spawn_local(async move {
            if let Ok(Response::Places(found)) = ask_city(&request).await
                && listed.is_last(search)
            {
                listed.found(found.total, found.rows, found.districts);
                fetch_rows(listed, i18n);
            }
        });
    });
    let in_sight = Callback::new(move |sight| {
        listed.see(sight);
        fetch_rows(listed, i18n);
    });
    let showing = city.showing(move || listed.total.get());
    let card: Rc<dyn Fn(usize) -> AnyView> = Rc::new(move |place| {
        let card = listed.card(place);
        (move || match card.get() {
            Some(card) => place_card(i18n, &card),
            None => view! { <div class="place-card coming skeleton"></div> }.into_any(),
        })
        .into_any()
    });
    let card = StoredValue::new_local(card);
    let count = Signal::derive(move || listed.total.get().unwrap_or_default());
    let title = Signal::derive(move || i18n.text(Key::PlacesTitle).to_owned());
    view! {
        <Page title actions=ViewFn::from(move || view! { <MapToggle view /> })>
            <p class="quiet lead">{move || i18n.text(Key::PlacesLead)}</p>
            <Filters query listed />
            <CityStatus />
            <div class="results" class:with-map=move || view.get().is_some()>
                {move || {
                    view.get()
                        .map(|_| {
                            view! {
                                <CityMap
                                    kind=MapKind::Places
                                    found=listed.answered
                                    district=Callback::new(move |key| query.update(|query| query.district = Some(key)))
                                    districts=listed.districts
                                />
                            }
                        })
                }}
                <div class="found">
                    {move || match showing.get() {
                        Showing::Nothing => ().into_any(),
                        Showing::Coming => view! { <CityComing lines=6 /> }.into_any(),
                        Showing::Empty => nothing_found(i18n, move || query.set(PlacesQuery::default())),
                        Showing::Found => {
                            view! {
                                <p class="quiet found-count" role="status" data-testid="places-count">
                                    {move || i18n.count(Key::PlacesCount, u64::try_from(count.get()).unwrap_or_default())}
                                </p>
                                <CardGrid
                                    count
                                    card_width=300
                                    card_height=164
                                    label=title
                                    in_sight
                                    class="places"
                                    card=card.get_value()
                                />
                            }
                                .into_any()
                        }
                    }}
                </div>
            </div>
        </Page>
    }
}

fn fetch_rows(listed: Listed<PlaceCard>, i18n: I18n) {
    listed.fetch(i18n, Request::PlaceRows, |response| match response {
        Response::PlaceRows(rows) => Some(rows),
        _ => None,
    });
}

/// Nothing answers the query: what to do about it.
pub(crate) fn nothing_found(i18n: I18n, reset: impl Fn() + Send + 'static) -> AnyView {
    view! {
        <Empty
            icon=Icon::Search
            title=Signal::derive(move || i18n.text(Key::CityEmptyTitle).to_owned())
            text=Signal::derive(move || i18n.text(Key::CityEmptyText).to_owned())
        >
            <button type="button" class="button quiet small" on:click=move |_| reset()>
                {move || i18n.text(Key::CityReset)}
            </button>
        </Empty>
    }
    .into_any()
}

#[component]
fn Filters(query: RwSignal<PlacesQuery>, listed: Listed<PlaceCard>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let near = move |_| {
        if query.with_untracked(|query| query.near.is_some()) {
            query.update(|query| query.near = None);
            return;
        }
        let denied = i18n.text(Key::PlacesNearDenied);
        spawn_local(async move {
            match find_spot().await {
                Some((latitude, longitude)) => {
                    // The page may be gone by then.
                    let _ = query.try_update(|query| {
                        query.near = Some(Spot { latitude, longitude });
                    });
                }
                None => toasts.show(denied),
            }
        });
    };
    let kind = move |category: Option<Category>| {
        let chosen = move || query.with(|query| query.category == category);
        let (icon, name) = match category {
            Some(category) => (category_icon(category), category_key(category)),
            None => (Icon::Places, Key::PlacesAll),
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || chosen().to_string()
                on:click=move |_| query.update(|query| query.category = category)
            >
                <Glyph icon />
                {move || i18n.text(name)}
            </button>
        }
    };
    view! {
        <SearchBox
            id="places-search"
            hint=Signal::derive(move || i18n.text(Key::PlacesSearchHint).to_owned())
            text=Signal::derive(move || query.with(|query| query.text.clone()))
            typed=Callback::new(move |text| query.update(|query| query.text = text))
        />
        <div class="chips scroll" role="group" aria-label=move || i18n.text(Key::PropertyType)>
            {kind(None)}
            {CHIPS.map(|category| kind(Some(category))).into_iter().collect_view()}
        </div>
        <div class="chips" role="group" aria-label=move || i18n.text(Key::CityFilters)>
            <button
                type="button"
                class="chip"
                data-testid="places-open"
                aria-pressed=move || query.with(|query| query.open_now).to_string()
                on:click=move |_| query.update(|query| query.open_now = !query.open_now)
            >
                <Glyph icon=Icon::Clock />
                {move || i18n.text(Key::PlacesOpenNow)}
            </button>
            <button
                type="button"
                class="chip"
                title=move || i18n.text(Key::PlacesNearNote)
                aria-pressed=move || query.with(|query| query.near.is_some()).to_string()
                on:click=near
            >
                <Glyph icon=Icon::Near />
                {move || i18n.text(Key::PlacesNear)}
            </button>
            <select
                class="chip"
                aria-label=move || i18n.text(Key::PlacesAcceptsTitle)
                on:change=move |event| {
                    let value = event_target_value(&event);
                    query.update(|query| query.asset = Some(value).filter(|value| !value.is_empty()));
                }
            >
                <option value="">{move || i18n.text(Key::PlacesAnyAsset)}</option>
                {move || {
                    let chosen = query.with(|query| query.asset.clone());
                    wallet
                        .registry
                        .get()
                        .map(|registry| registry.assets)
                        .unwrap_or_default()
                        .into_iter()
                        .map(|asset| {
                            let name = i18n.fill(Key::PlacesAccepts, &[("asset", &asset.symbol)]);
                            let selected = chosen.as_ref() == Some(&asset.symbol);
                            view! { <option value=asset.symbol selected=selected>{name}</option> }
                        })
                        .collect_view()
                }}
            </select>
            <DistrictSelect
                districts=listed.districts
                chosen=Signal::derive(move || query.with(|query| query.district.clone()))
                choose=Callback::new(move |district| query.update(|query| query.district = district))
            />
        </div>
    }
}

/// One line to search with, its picture inside.
#[component]
pub(crate) fn SearchBox(
    id: &'static str,
    #[prop(into)] hint: Signal<String>,
    #[prop(into)] text: Signal<String>,
    typed: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="search-box" role="search">
            <Glyph icon=Icon::Search />
            <input
                id=id
                data-testid=id
                type="search"
                autocomplete="off"
                spellcheck="false"
                enterkeyhint="search"
                aria-label=move || i18n.text(Key::CitySearch)
                placeholder=move || hint.get()
                prop:value=move || text.get()
                on:input=move |event| typed.run(event_target_value(&event))
            />
        </div>
    }
}

/// One district, or all.
#[component]
pub(crate) fn DistrictSelect(
    districts: RwSignal<Vec<city::protocol::District>>,
    #[prop(into)] chosen: Signal<Option<String>>,
    choose: Callback<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <select
            class="chip"
            data-testid="district"
            aria-label=move || i18n.text(Key::CityDistrict)
            on:change=move |event| {
                choose.run(Some(event_target_value(&event)).filter(|value| !value.is_empty()));
            }
        >
            <option value="" selected=move || chosen.get().is_none()>
                {move || i18n.text(Key::CityAnyDistrict)}
            </option>
            {move || {
                let now = chosen.get();
                districts
                    .get()
                    .into_iter()
                    .map(|district| {
                        let selected = now.as_ref() == Some(&district.key);
                        let count = format_count(district.count.into(), i18n.language());
                        let name = format!("{} · {count}", i18n.local(&district.name));
                        view! { <option value=district.key selected=selected>{name}</option> }
                    })
                    .collect_view()
            }}
        </select>
    }
}

/// Open or closed, and until when.
pub(crate) fn open_text(i18n: I18n, open: bool, until: Option<u64>) -> String {
    let Some(until) = until else {
        return i18n
            .text(if open {
                Key::PlacesAlways
            } else {
                Key::PlacesClosed
            })
            .to_owned();
    };
    let moment = format_time(until, i18n.language());
    let clock = moment.rsplit(' ').next().unwrap_or_default();
    let far = until.saturating_sub(browser::now_seconds()) > 20 * 3600;
    let time = if far {
        let days = i18n.text(Key::PlacesWeekdaysShort);
        let day = days.split(',').nth(weekday(until)).unwrap_or_default();
        format!("{day} {clock}")
    } else {
        clock.to_owned()
    };
    let key = if open {
        Key::PlacesOpenUntil
    } else {
        Key::PlacesClosedUntil
    };
    i18n.fill(key, &[("time", &time)])
}

fn distance_text(i18n: I18n, metres: u32) -> String {
    if metres < 1000 {
        return i18n.fill(Key::PlacesDistanceM, &[("n", &(metres / 10 * 10).to_string())]);
    }
    let mark = crate::i18n::decimal_mark(i18n.language());
    let number = format!("{}{mark}{}", metres / 1000, metres % 1000 / 100);
    i18n.fill(Key::PlacesDistanceKm, &[("n", &number)])
}

fn place_card(i18n: I18n, card: &PlaceCard) -> AnyView {
    let href = format!("{PATH}/{}", card.id);
    let tone = format!("item-icon {}", category_tone(card.category));
    let note = format!("{} · {}", i18n.text(category_key(card.category)), card.district);
    let distance = card.distance.map(|metres| distance_text(i18n, metres));
    view! {
        <a class="place-card" href=href data-testid="place">
            <span class=tone>
                <Glyph icon=category_icon(card.category) />
            </span>
            <span class="item-text">
                <span class="item-title two-lines">{card.name.clone()}</span>
                <span class="item-note one-line">{note}</span>
                <span class="item-note one-line">{card.street.clone()}</span>
                <span class="place-foot">
                    <span class="open-mark" class:is-open=card.open>{open_text(i18n, card.open, card.until)}</span>
                    {distance.map(|distance| view! { <span class="number">{distance}</span> })}
                    {card.test.then(|| view! { <span class="badge">{i18n.text(Key::CityTest)}</span> })}
                </span>
            </span>
        </a>
    }
    .into_any()
}
