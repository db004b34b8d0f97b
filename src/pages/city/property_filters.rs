use catalogue::{Condition, PropertyType, SellerKind};
use city::protocol::{District, PropertyQuery};
use leptos::prelude::*;

use crate::{
    components::{Dialog, Glyph, Icon},
    i18n::{I18n, Key, format_count, use_i18n},
    pages::city::{
        places_page::DistrictSelect,
        words::{condition_key, property_key, seller_key},
    },
};

/// The filters used most, always at hand.
#[component]
pub(crate) fn QuickFilters(
    query: RwSignal<PropertyQuery>,
    districts: RwSignal<Vec<District>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let deal = move |rent: bool, name: Key| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || query.with(|query| query.rent == rent).to_string()
                on:click=move |_| query.update(|query| query.rent = rent)
            >
                {move || i18n.text(name)}
            </button>
        }
    };
    let more = Memo::new(move |_| query.with(in_dialog));
    view! {
        <div class="chips scroll" role="group" aria-label=move || i18n.text(Key::CityFilters)>
            <button
                type="button"
                class="chip"
                data-testid="filters"
                aria-pressed=move || (more.get() > 0).to_string()
                on:click=move |_| open.set(true)
            >
                <Glyph icon=Icon::Filter />
                {move || match more.get() {
                    0 => i18n.text(Key::CityFilters).to_owned(),
                    n => i18n.fill(Key::CityFiltersOn, &[("n", &n.to_string())]),
                }}
            </button>
            {deal(false, Key::PropertySale)}
            {deal(true, Key::PropertyRent)}
            <DistrictSelect
                districts
                chosen=Signal::derive(move || query.with(|query| query.district.clone()))
                choose=Callback::new(move |district| query.update(|query| query.district = district))
            />
            {[PropertyType::Apartment, PropertyType::House, PropertyType::Place]
                .map(|property| one_of(query, i18n, property_key(property), Some(property), |query| &mut query.property))
                .into_iter()
                .collect_view()}
        </div>
        <div class="chips scroll" role="group" aria-label=move || i18n.text(Key::PropertyRooms)>
            <span class="quiet">{move || i18n.text(Key::PropertyRooms)}</span>
            {rooms(query)}
        </div>
    }
}

/// How many conditions the dialog holds.
fn in_dialog(query: &PropertyQuery) -> usize {
    [
        query.price_from.is_some() || query.price_to.is_some(),
        query.area_from.is_some() || query.area_to.is_some(),
        query.floor_from.is_some() || query.floor_to.is_some(),
        query.middle_floor,
        query.year_from.is_some(),
        query.condition.is_some(),
        query.seller.is_some(),
        query.finished,
        query.deposit,
    ]
    .into_iter()
    .filter(|set| *set)
    .count()
}

fn rooms(query: RwSignal<PropertyQuery>) -> AnyView {
    (1u8..=5)
        .map(|number| {
            let chosen = move || query.with(|query| query.rooms.contains(&number));
            let name = if number == 5 {
                "5+".to_owned()
            } else {
                number.to_string()
            };
            let toggle = move |_| {
                query.update(
                    |query| match query.rooms.iter().position(|known| *known == number) {
                        Some(place) => {
                            query.rooms.remove(place);
                        }
                        None => {
                            query.rooms.push(number);
                            query.rooms.sort_unstable();
                        }
                    },
                );
            };
            view! {
                <button
                    type="button"
                    class="chip round"
                    data-testid=format!("rooms-{number}")
                    aria-pressed=move || chosen().to_string()
                    on:click=toggle
                >
                    {name}
                </button>
            }
        })
        .collect_view()
        .into_any()
}

/// A chip that sets a field to a value, and to nothing when it is pressed again.
fn one_of<T: Copy + PartialEq + Send + Sync + 'static>(
    query: RwSignal<PropertyQuery>,
    i18n: I18n,
    name: Key,
    value: Option<T>,
    field: fn(&mut PropertyQuery) -> &mut Option<T>,
) -> AnyView {
    let read = move || query.with(|query| *field(&mut query.clone()) == value);
    view! {
        <button
            type="button"
            class="chip"
            aria-pressed=move || read().to_string()
            on:click=move |_| {
                query
                    .update(|query| {
                        let field = field(query);
                        *field = if *field == value { None } else { value };
                    });
            }
        >
            {move || i18n.text(name)}
        </button>
    }
    .into_any()
}

/// Everything else one may ask for.
#[component]
pub(crate) fn FilterDialog(
    query: RwSignal<PropertyQuery>,
    open: RwSignal<bool>,
    total: RwSignal<Option<usize>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open title=Signal::derive(move || i18n.text(Key::CityFilters).to_owned()) sheet=true>
            <div class="stack filter-form">
                {span(query, i18n, "price", Key::PropertyPrice, |q| &mut q.price_from, |q| &mut q.price_to)}
                {span(query, i18n, "area", Key::PropertyArea, |q| &mut q.area_from, |q| &mut q.area_to)}
                {span(query, i18n, "floor", Key::PropertyFloor, |q| &mut q.floor_from, |q| &mut q.floor_to)}
                {check(query, i18n, Key::PropertyMiddleFloor, |q| &mut q.middle_floor)}
                <div class="field">
                    <label for="year-from">{move || i18n.text(Key::PropertyYearFrom)}</label>
                    {number(query, i18n, "year-from".to_owned(), Key::CityFrom, |q| &mut q.year_from)}
                </div>
                <fieldset class="field">
                    <legend class="field-label">{move || i18n.text(Key::PropertyCondition)}</legend>
                    <div class="chips">
                        {[Condition::New, Condition::Good, Condition::NeedsRepair, Condition::Rough]
                            .map(|value| one_of(query, i18n, condition_key(value), Some(value), |q| &mut q.condition))
                            .into_iter()
                            .collect_view()}
                    </div>
                </fieldset>
                <fieldset class="field">
                    <legend class="field-label">{move || i18n.text(Key::PropertySeller)}</legend>
                    <div class="chips">
                        {[SellerKind::Owner, SellerKind::Agent, SellerKind::Developer]
                            .map(|value| one_of(query, i18n, seller_key(value), Some(value), |q| &mut q.seller))
                            .into_iter()
                            .collect_view()}
                    </div>
                </fieldset>
                {check(query, i18n, Key::PropertyFinished, |q| &mut q.finished)}
                {check(query, i18n, Key::PropertyDepositOnly, |q| &mut q.deposit)}
                <div class="actions">
                    <button
                        type="button"
                        class="button quiet"
                        on:click=move |_| {
                            query
                                .update(|query| {
                                    *query = PropertyQuery {
                                        text: query.text.clone(),
                                        rent: query.rent,
                                        sort: query.sort,
                                        ..PropertyQuery::default()
                                    };
                                });
                        }
                    >
                        {move || i18n.text(Key::CityReset)}
                    </button>
                    <button type="button" class="button" data-testid="filters-show" on:click=move |_| open.set(false)>
                        {move || {
                            let count = u64::try_from(total.get().unwrap_or_default()).unwrap_or_default();
                            i18n.fill(Key::CityShowFound, &[("n", &format_count(count, i18n.language()))])
                        }}
                    </button>
                </div>
            </div>
        </Dialog>
    }
}

fn check(
    query: RwSignal<PropertyQuery>,
    i18n: I18n,
    name: Key,
    field: fn(&mut PropertyQuery) -> &mut bool,
) -> AnyView {
    view! {
        <label class="check-row">
            <input
                type="checkbox"
                prop:checked=move || query.with(|query| *field(&mut query.clone()))
                on:change=move |event| {
                    let value = event_target_checked(&event);
                    query.update(|query| *field(query) = value);
                }
            />
            <span>{move || i18n.text(name)}</span>
        </label>
    }
    .into_any()
}

/// From and to, side by side.
fn span<T: Copy + core::str::FromStr + ToString + PartialEq + Send + Sync + 'static>(
    query: RwSignal<PropertyQuery>,
    i18n: I18n,
    id: &str,
    name: Key,
    from: fn(&mut PropertyQuery) -> &mut Option<T>,
    to: fn(&mut PropertyQuery) -> &mut Option<T>,
) -> AnyView {
    view! {
        <fieldset class="field">
            <legend class="field-label">{move || i18n.text(name)}</legend>
            <div class="span-fields">
                {number(query, i18n, format!("{id}-from"), Key::CityFrom, from)}
                {number(query, i18n, format!("{id}-to"), Key::CityTo, to)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// One whole number; what is no number asks for nothing.
fn number<T: Copy + core::str::FromStr + ToString + PartialEq + Send + Sync + 'static>(
    query: RwSignal<PropertyQuery>,
    i18n: I18n,
    id: String,
    name: Key,
    field: fn(&mut PropertyQuery) -> &mut Option<T>,
) -> AnyView {
    let value = move || {
        query
            .with(|query| field(&mut query.clone()).map(|number| number.to_string()))
            .unwrap_or_default()
    };
    let typed = move |event| {
        let digits: String = event_target_value(&event)
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        query.update(|query| *field(query) = digits.parse().ok());
    };
    view! {
        <input
            id=id.clone()
            data-testid=id
            class="input"
            type="text"
            inputmode="numeric"
            autocomplete="off"
            aria-label=move || i18n.text(name)
            placeholder=move || i18n.text(name)
            prop:value=value
            on:change=typed
        />
    }
    .into_any()
}
