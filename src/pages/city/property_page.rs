use std::rc::Rc;

use city::protocol::{ListingCard, PropertyQuery, PropertySort, Request, Response};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::params::ParamsMap;

use crate::{
    components::{CardGrid, Glyph, Icon, Page},
    i18n::{I18n, Key, format_tenge, use_i18n},
    pages::city::{
        address::{in_step, read_now},
        listed::Listed,
        map::{CityMap, MapKind, MapToggle, view_of},
        picture::picture,
        places_page::{SearchBox, nothing_found},
        property_filters::{FilterDialog, QuickFilters},
        saved::{Compared, SavedSearches},
        status::{CityComing, CityStatus},
        watch::{City, Showing},
        words::{area_text, floor_text, home_name, sort_key},
    },
    services::ask_city,
};

const PATH: &str = "/property";

fn read(map: &ParamsMap) -> PropertyQuery {
    PropertyQuery::from_address(|name| map.get(name))
}

/// Homes and rooms for business, to buy and to rent.
#[component]
pub(crate) fn PropertyPage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let query = RwSignal::new(read_now(read));
    let view = RwSignal::new(read_now(view_of));
    in_step(PATH, query, read, PropertyQuery::to_address, view);
    let listed = Listed::<ListingCard>::new();
    let compared = Compared::of_browser();
    let filters = RwSignal::new(false);
    let content = city.content();
    Effect::new(move || {
        content();
        let request = Request::Property {
            query: Box::new(query.get()),
            language: i18n.language().code().to_owned(),
        };
        let search = listed.begin();
        spawn_local(async move {
            if let Ok(Response::Property(found)) = ask_city(&request).await
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
            Some(card) => listing_card(i18n, &card, Some(compared)),
            None => view! { <div class="listing-card coming skeleton"></div> }.into_any(),
        })
        .into_any()
    });
    let card = StoredValue::new_local(card);
    let count = Signal::derive(move || listed.total.get().unwrap_or_default());
    let title = Signal::derive(move || i18n.text(Key::PropertyTitle).to_owned());
    view! {
        <Page title actions=ViewFn::from(move || view! { <MapToggle view /> })>
            <SearchBox
                id="property-search"
                hint=Signal::derive(move || i18n.text(Key::PropertySearchHint).to_owned())
                text=Signal::derive(move || query.with(|query| query.text.clone()))
                typed=Callback::new(move |text| query.update(|query| query.text = text))
            />
            <QuickFilters query districts=listed.districts open=filters />
            <SavedSearches query />
            <CityStatus />
            <div class="results" class:with-map=move || view.get().is_some()>
                {move || {
                    view.get()
                        .map(|_| {
                            view! {
                                <CityMap
                                    kind=MapKind::Property
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
                        Showing::Empty => nothing_found(i18n, move || query.set(PropertyQuery::default())),
                        Showing::Found => {
                            view! {
                                <div class="row spread">
                                    <p class="quiet found-count" role="status" data-testid="property-count">
                                        {move || {
                                            i18n.count(
                                                Key::PropertyCount,
                                                u64::try_from(count.get()).unwrap_or_default(),
                                            )
                                        }}
                                    </p>
                                    <SortSelect query />
                                </div>
                                <CardGrid
                                    count
                                    card_width=260
                                    card_height=356
                                    label=title
                                    in_sight
                                    class="listings"
                                    card=card.get_value()
                                />
                            }
                                .into_any()
                        }
                    }}
                </div>
            </div>
            <CompareBar compared />
            <FilterDialog query open=filters total=listed.total />
        </Page>
    }
}

fn fetch_rows(listed: Listed<ListingCard>, i18n: I18n) {
    listed.fetch(i18n, Request::PropertyRows, |response| match response {
        Response::PropertyRows(rows) => Some(rows),
        _ => None,
    });
}

#[component]
fn SortSelect(query: RwSignal<PropertyQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let choose = move |event| {
        let value = event_target_value(&event);
        if let Some(sort) = PropertySort::ALL.into_iter().find(|sort| sort.name() == value) {
            query.update(|query| query.sort = sort);
        }
    };
    view! {
        <select class="chip" data-testid="property-sort" aria-label=move || i18n.text(Key::PropertySort) on:change=choose>
            {PropertySort::ALL
                .map(|sort| {
                    view! {
                        <option value=sort.name() selected=move || query.with(|query| query.sort == sort)>
                            {move || i18n.text(sort_key(sort))}
                        </option>
                    }
                })
                .into_iter()
                .collect_view()}
        </select>
    }
}

/// Leads to the comparison as soon as there is something to compare.
#[component]
fn CompareBar(compared: Compared) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let ids = compared.ids();
        (!ids.is_empty()).then(|| {
            let text = i18n.fill(Key::PropertyCompareN, &[("n", &ids.len().to_string())]);
            view! {
                <a class="button compare-bar" href=compared.address() data-testid="compare">
                    <Glyph icon=Icon::Compare />
                    {text}
                </a>
            }
        })
    }
}

/// Price, by the month where it is let.
pub(crate) fn price_text(i18n: I18n, price: units::Tiyn, deal: catalogue::Deal) -> String {
    let tenge = format_tenge(price, i18n.language());
    match deal {
        catalogue::Deal::Sell => tenge,
        catalogue::Deal::LeaseOut => i18n.fill(Key::PropertyPerMonth, &[("price", &tenge)]),
    }
}

/// Price of one square metre, whole tenge.
pub(crate) fn metre_text(i18n: I18n, per_metre: units::Tiyn) -> String {
    let whole = units::Tiyn::new(per_metre.get() / 100 * 100).unwrap_or(per_metre);
    let tenge = format_tenge(whole, i18n.language());
    i18n.fill(Key::PropertyPerMetre, &[("price", &tenge)])
}

/// A listing as a card: its drawing, price, what, where.
pub(crate) fn listing_card(i18n: I18n, card: &ListingCard, compared: Option<Compared>) -> AnyView {
    let href = format!("{PATH}/{}", card.id);
    let what = home_name(i18n, card.property, card.rooms);
    let facts: Vec<String> = [
        Some(area_text(i18n, card.area_cm)),
        floor_text(i18n, card.floor, card.floors),
        card.year.map(|year| year.to_string()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let place = match &card.complex {
        Some(complex) => format!("{complex}, {}", card.district),
        None => format!("{}, {}", card.district, card.street),
    };
    let id = StoredValue::new(card.id.clone());
    view! {
        <article class="listing-card" data-testid="listing">
            <a class="listing-link" href=href>
                <div class="listing-picture">
                    {picture(&card.id, card.property, card.floor, card.floors, card.off_plan)}
                    <span class="listing-marks">
                        {card.off_plan.then(|| view! { <span class="badge bad">{i18n.text(Key::PropertyOffPlan)}</span> })}
                        {card.deposit.then(|| view! { <span class="badge good">{i18n.text(Key::PropertyTakesDeposit)}</span> })}
                        {card.pledged.then(|| view! { <span class="badge">{i18n.text(Key::PropertyPledged)}</span> })}
                    </span>
                </div>
                <p class="listing-price">{price_text(i18n, card.price, card.deal)}</p>
                <p class="quiet number">{metre_text(i18n, card.per_metre)}</p>
                <h2 class="listing-what one-line">{what}</h2>
                <p class="one-line">{facts.join(" · ")}</p>
                <p class="quiet one-line">{place}</p>
            </a>
            {compared
                .map(|compared| {
                    let chosen = move || id.with_value(|id| compared.has(id));
                    view! {
                        <button
                            type="button"
                            class="icon-button compare-toggle"
                            aria-pressed=move || chosen().to_string()
                            aria-label=move || {
                                i18n.text(
                                    if chosen() { Key::PropertyCompareRemove } else { Key::PropertyCompareAdd },
                                )
                            }
                            on:click=move |_| id.with_value(|id| compared.toggle(id, i18n))
                        >
                            <Glyph icon=Icon::Compare />
                        </button>
                    }
                })}
        </article>
    }
    .into_any()
}
