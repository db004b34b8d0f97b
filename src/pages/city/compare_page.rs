use city::protocol::{ListingCard, Request, Response};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Empty, Icon, Page},
    i18n::{I18n, Key, use_i18n},
    pages::city::{
        picture::picture,
        property_page::{metre_text, price_text},
        status::{CityComing, CityStatus},
        watch::City,
        words::{area_text, condition_key, floor_text, home_name, seller_key},
    },
    services::ask_city,
};

/// Listings side by side; which ones stands in the address.
#[component]
pub(crate) fn ComparePage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let map = use_query_map();
    let cards = RwSignal::new(None::<Vec<ListingCard>>);
    let content = city.content();
    Effect::new(move || {
        content();
        let ids = map.with(|map| map.get("ids")).unwrap_or_default();
        let request = Request::Cards {
            ids: ids
                .split(',')
                .filter(|id| !id.is_empty())
                .map(Into::into)
                .collect(),
            language: i18n.language().code().to_owned(),
        };
        spawn_local(async move {
            if let Ok(Response::PropertyRows(found)) = ask_city(&request).await {
                // The page may be gone by then.
                let _ = cards.try_set(Some(found));
            }
        });
    });
    view! {
        <Page
            title=Signal::derive(move || i18n.text(Key::PropertyCompareTitle).to_owned())
            back="/property".to_owned()
        >
            <CityStatus />
            {move || match cards.get() {
                None => view! { <CityComing lines=6 wide=true /> }.into_any(),
                Some(cards) if cards.is_empty() => {
                    view! {
                        <Empty
                            icon=Icon::Compare
                            title=Signal::derive(move || i18n.text(Key::PropertyCompareTitle).to_owned())
                            text=Signal::derive(move || i18n.text(Key::PropertyCompareEmpty).to_owned())
                        />
                    }
                        .into_any()
                }
                Some(cards) => table(i18n, &cards),
            }}
        </Page>
    }
}

fn table(i18n: I18n, cards: &[ListingCard]) -> AnyView {
    let row = |name: Key, value: &dyn Fn(&ListingCard) -> String| {
        let values: Vec<String> = cards.iter().map(value).collect();
        // What differs is what one looks for.
        let differs = values.windows(2).any(|pair| pair.first() != pair.last());
        view! {
            <tr class:differs=differs>
                <th scope="row">{i18n.text(name)}</th>
                {values.into_iter().map(|value| view! { <td>{value}</td> }).collect_view()}
            </tr>
        }
        .into_any()
    };
    let none = || "–".to_owned();
    let rows = vec![
        row(Key::PropertyPrice, &|card| {
            price_text(i18n, card.price, card.deal)
        }),
        row(Key::PropertyArea, &|card| area_text(i18n, card.area_cm)),
        row(Key::PropertyFloor, &|card| {
            floor_text(i18n, card.floor, card.floors).unwrap_or_else(none)
        }),
        row(Key::PropertyYear, &|card| {
            card.year.map_or_else(none, |year| year.to_string())
        }),
        row(Key::PropertyCondition, &|card| {
            card.condition
                .map_or_else(none, |condition| i18n.text(condition_key(condition)).to_owned())
        }),
        row(Key::CityDistrict, &|card| card.district.clone()),
        row(Key::PropertyComplex, &|card| {
            card.complex.clone().unwrap_or_else(none)
        }),
        row(Key::PropertySeller, &|card| {
            i18n.text(seller_key(card.seller)).to_owned()
        }),
        row(Key::PropertyTakesDeposit, &|card| {
            i18n.text(if card.deposit {
                Key::PropertyYes
            } else {
                Key::PropertyNo
            })
            .to_owned()
        }),
        row(Key::PropertyPledged, &|card| {
            i18n.text(if card.pledged {
                Key::PropertyYes
            } else {
                Key::PropertyNo
            })
            .to_owned()
        }),
    ];
    let heads = cards.iter().map(|card| {
        let href = format!("/property/{}", card.id);
        view! {
            <th scope="col">
                <a class="compare-head" href=href>
                    {picture(&card.id, card.property, card.floor, card.floors, card.off_plan)}
                    <span>{home_name(i18n, card.property, card.rooms)}</span>
                    <span class="quiet number">{metre_text(i18n, card.per_metre)}</span>
                </a>
            </th>
        }
    });
    view! {
        <div class="card compare-scroll" tabindex="0" role="region" aria-label=i18n.text(Key::PropertyCompareTitle)>
            <table class="compare" data-testid="compare-table">
                <thead>
                    <tr>
                        <td></td>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
