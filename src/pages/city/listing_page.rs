use catalogue::{Deal, DepositKind, Listing};
use checkout::AssetRate;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use crate::{
    components::{Glyph, Icon, Notice, Page, Toasts},
    i18n::{I18n, Key, format_about, format_date, format_tenge, use_i18n},
    pages::{
        city::{
            map::PointMap,
            picture::picture,
            place_page::{missing, report},
            property_page::{metre_text, price_text},
            saved::Compared,
            status::{CityComing, CityStatus},
            watch::{City, show_if_new},
            words::{area_text, building_key, condition_key, floor_text, home_name, seller_key},
        },
        wallet::Wallet,
    },
    services::{CityError, find_listing_and_contact, request_rates},
};

/// One listing with everything that is said of it.
#[component]
pub(crate) fn ListingPage() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let params = use_params_map();
    let found = RwSignal::new(None::<Result<(Listing, Option<String>), CityError>>);
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let version = city.version();
    Effect::new(move || {
        version();
        let id = id.get();
        spawn_local(async move {
            let answer = find_listing_and_contact(&id).await;
            show_if_new(found, answer);
        });
    });
    let title = Signal::derive(move || {
        found.with(|found| match found {
            Some(Ok((listing, _))) => home_name(i18n, listing.property, listing.number_of_rooms),
            _ => i18n.text(Key::PropertyTitle).to_owned(),
        })
    });
    view! {
        <Page title back="/property".to_owned()>
            <CityStatus />
            {move || match found.get() {
                None => view! { <CityComing lines=8 wide=true /> }.into_any(),
                Some(Err(error)) => missing(i18n, error),
                Some(Ok((listing, contact))) => shown(i18n, listing, contact),
            }}
        </Page>
    }
}

fn shown(i18n: I18n, listing: Listing, contact: Option<String>) -> AnyView {
    let photos = photos(i18n, &listing);
    let per_metre = units::Tiyn::new(listing.tiyn_per_square_metre()).unwrap_or(units::Tiyn::MAX);
    let posted = format_date(listing.date_posted, i18n.language());
    let description = i18n.local(&listing.description);
    view! {
        <div class="columns listing-page" data-testid="listing-page">
            <div class="stack">
                {photos}
                <section class="card">
                    <p class="amount" data-testid="listing-price">
                        {price_text(i18n, listing.price_tiyn, listing.business_function)}
                    </p>
                    <p class="quiet number">{metre_text(i18n, per_metre)}</p>
                    <IndicativePrice price=listing.price_tiyn />
                    {actions(i18n, &listing, contact)}
                </section>
                <section class="card">
                    <h2>{i18n.text(Key::PropertyDetails)}</h2>
                    {details(i18n, &listing)}
                </section>
                {(!description.is_empty())
                    .then(|| {
                        view! {
                            <section class="card">
                                <h2>{i18n.text(Key::PropertyAbout)}</h2>
                                <p>{description}</p>
                                <p class="hint">{i18n.fill(Key::PropertyPosted, &[("date", &posted)])}</p>
                            </section>
                        }
                    })}
            </div>
            <div class="stack">
                {deposit(i18n, &listing)}
                <section class="card">
                    <h2>{i18n.text(Key::PropertyAddress)}</h2>
                    <address>
                        <p>{i18n.local(&listing.street_address)}</p>
                        <p class="quiet">{i18n.local(&listing.address_locality)}</p>
                    </address>
                    <PointMap at=listing.geo name=i18n.local(&listing.street_address) />
                </section>
                {seller(i18n, &listing)}
                <p class="notice">{i18n.text(Key::PropertyNoMortgage)}</p>
            </div>
        </div>
    }
    .into_any()
}

/// Photos where there are any, each as large as it will be before it has loaded; otherwise a drawing.
fn photos(i18n: I18n, listing: &Listing) -> AnyView {
    if listing.photos.is_empty() {
        return view! {
            <figure class="listing-photo">
                {picture(
                    &listing.identifier,
                    listing.property,
                    listing.floor_level,
                    listing.floors,
                    listing.off_plan.is_some(),
                )}
                <figcaption class="visually-hidden">{i18n.text(Key::PropertyPicture)}</figcaption>
            </figure>
        }
        .into_any();
    }
    let images = listing.photos.iter().zip(1..).map(|(photo, number): (_, u32)| {
        let label = i18n.fill(Key::PropertyPhoto, &[("n", &number.to_string())]);
        view! {
            <li>
                <img
                    src=photo.url.clone()
                    width=photo.width.to_string()
                    height=photo.height.to_string()
                    alt=label
                    loading="lazy"
                    decoding="async"
                    referrerpolicy="no-referrer"
                />
            </li>
        }
    });
    view! { <ul class="photos">{images.collect_view()}</ul> }.into_any()
}

/// What the price is in a permitted asset at the rate an operator names now. Not a quote.
#[component]
fn IndicativePrice(price: units::Tiyn) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let rates = RwSignal::new(None::<Vec<AssetRate>>);
    Effect::new(move |asked: Option<bool>| {
        if asked == Some(true) {
            return true;
        }
        let Some(url) = wallet.registry.with(|registry| {
            registry
                .as_ref()?
                .operators
                .first()
                .map(|operator| operator.url.clone())
        }) else {
            return false;
        };
        spawn_local(async move {
            // Without a rate the price stands in tenge alone.
            let answer = request_rates(&url).await.unwrap_or_default();
            let _ = rates.try_set(Some(answer));
        });
        true
    });
    move || {
        let registry = wallet.registry.get()?;
        let Some(rates) = rates.get() else {
            // The lines that come have their place: nothing below them jumps.
            let coming = registry
                .assets
                .iter()
                .map(|_| view! { <p class="quiet skeleton line" aria-hidden="true"></p> });
            return Some(coming.collect_view().into_any());
        };
        let lines: Vec<String> = rates
            .iter()
            .filter_map(|rate| {
                let asset = registry.assets.iter().find(|asset| asset.id == rate.asset)?;
                let amount = rate.rate.asset_for(price, asset.decimals).ok()?;
                let amount = format_about(amount, asset.decimals, &asset.symbol, i18n.language());
                Some(i18n.fill(
                    Key::PropertyWorth,
                    &[("amount", &amount), ("source", &rate.source)],
                ))
            })
            .collect();
        Some(
            lines
                .into_iter()
                .map(|line| view! { <p class="quiet" data-testid="listing-worth">{line}</p> })
                .collect_view()
                .into_any(),
        )
    }
}

fn actions(i18n: I18n, listing: &Listing, contact: Option<String>) -> AnyView {
    let toasts = Toasts::expect();
    let compared = Compared::of_browser();
    let id = StoredValue::new(listing.identifier.clone());
    let chosen = move || id.with_value(|id| compared.has(id));
    let report = report(i18n, contact, &listing.identifier);
    let share = move |_| {
        let address = window().location().href().unwrap_or_default();
        let copied = window().navigator().clipboard().write_text(&address);
        let done = i18n.text(Key::CityShared);
        spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(copied).await.is_ok() {
                toasts.show(done);
            }
        });
    };
    view! {
        <div class="row">
            <button
                type="button"
                class="button quiet small"
                aria-pressed=move || chosen().to_string()
                on:click=move |_| id.with_value(|id| compared.toggle(id, i18n))
            >
                <Glyph icon=Icon::Compare />
                {move || i18n.text(if chosen() { Key::PropertyCompareRemove } else { Key::PropertyCompareAdd })}
            </button>
            {move || {
                (!compared.ids().is_empty())
                    .then(|| view! { <a class="button plain small" href=compared.address()>{i18n.text(Key::PropertyCompare)}</a> })
            }}
            <button type="button" class="button plain small" on:click=share>
                <Glyph icon=Icon::Share />
                {i18n.text(Key::CityShare)}
            </button>
            {report}
        </div>
    }
    .into_any()
}

fn details(i18n: I18n, listing: &Listing) -> AnyView {
    let yes_no = |value: bool| {
        i18n.text(if value { Key::PropertyYes } else { Key::PropertyNo })
            .to_owned()
    };
    let rows: Vec<(Key, String)> = [
        Some((Key::PropertyArea, area_text(i18n, listing.floor_size_cm))),
        listing
            .number_of_rooms
            .map(|rooms| (Key::PropertyRooms, rooms.to_string())),
        floor_text(i18n, listing.floor_level, listing.floors).map(|text| (Key::PropertyFloor, text)),
        listing
            .year_built
            .map(|year| (Key::PropertyYear, year.to_string())),
        listing.building.map(|building| {
            (
                Key::PropertyBuilding,
                i18n.text(building_key(building)).to_owned(),
            )
        }),
        listing.condition.map(|condition| {
            (
                Key::PropertyCondition,
                i18n.text(condition_key(condition)).to_owned(),
            )
        }),
        listing
            .complex
            .as_ref()
            .map(|complex| (Key::PropertyComplex, i18n.local(complex))),
        listing
            .floor_level
            .map(|_| (Key::PropertyBalcony, yes_no(listing.balcony))),
        Some((Key::PropertyFurnished, yes_no(listing.furnished))),
        Some((Key::PropertyPledged, yes_no(listing.pledged))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let cadastre = listing.cadastral_number.clone();
    view! {
        <dl class="facts">
            {rows
                .into_iter()
                .map(|(name, value)| {
                    view! {
                        <dt>{i18n.text(name)}</dt>
                        <dd>{value}</dd>
                    }
                })
                .collect_view()}
            <dt>{i18n.text(Key::PropertyCadastre)}</dt>
            <dd translate="no">
                {match cadastre.clone() {
                    Some(number) => view! { <span class="number">{number}</span> }.into_any(),
                    None => i18n.text(Key::PropertyCadastreNone).into_any(),
                }}
            </dd>
        </dl>
        {cadastre.is_some().then(|| view! { <p class="hint">{i18n.text(Key::PropertyCadastreNote)}</p> })}
        {listing.pledged.then(|| view! { <Notice text=i18n.text(Key::PropertyPledgedNote).to_owned() /> })}
    }
    .into_any()
}

fn deposit(i18n: I18n, listing: &Listing) -> AnyView {
    if let Some(off_plan) = &listing.off_plan {
        return view! {
            <section class="card" data-testid="off-plan">
                <h2>{i18n.text(Key::PropertyOffPlan)}</h2>
                <Notice text=i18n.text(Key::PropertyOffPlanNote).to_owned() />
                <dl class="facts">
                    <dt>{i18n.text(Key::PropertyPermit)}</dt>
                    <dd>{off_plan.permit.clone()}</dd>
                    <dt>{i18n.text(Key::PropertyDeveloperBin)}</dt>
                    <dd class="number">{off_plan.developer_bin.to_string()}</dd>
                </dl>
            </section>
        }
        .into_any();
    }
    if listing.business_function == Deal::LeaseOut {
        return ().into_any();
    }
    let Some(terms) = listing.deposit.clone() else {
        return view! {
            <section class="card">
                <h2>{i18n.text(Key::PropertyDepositTitle)}</h2>
                <p>{i18n.text(Key::PropertyDepositNone)}</p>
            </section>
        }
        .into_any();
    };
    let meaning = match terms.kind {
        DepositKind::Zadatok => Key::PropertyDepositZadatok,
        DepositKind::Avans => Key::PropertyDepositAvans,
    };
    let href = format!("/deposit/new?listing={}", listing.identifier);
    view! {
        <section class="card accent-card">
            <h2>{i18n.text(Key::PropertyDepositTitle)}</h2>
            <p class="listing-price">{format_tenge(terms.amount_tiyn, i18n.language())}</p>
            <p>{i18n.text(meaning)}</p>
            <a class="button" href=href data-testid="make-deposit">
                <Glyph icon=Icon::Deposit />
                {i18n.text(Key::PropertyDepositMake)}
            </a>
        </section>
    }
    .into_any()
}

fn seller(i18n: I18n, listing: &Listing) -> AnyView {
    view! {
        <section class="card">
            <h2>{i18n.text(Key::PropertySeller)}</h2>
            <dl class="facts">
                <dt>{i18n.text(seller_key(listing.seller.kind))}</dt>
                <dd>{i18n.local(&listing.seller.name)}</dd>
                {listing
                    .seller
                    .bin
                    .map(|bin| {
                        view! {
                            <dt>{i18n.text(Key::PlacesBin)}</dt>
                            <dd class="number" translate="no">{bin.to_string()}</dd>
                        }
                    })}
            </dl>
        </section>
    }
    .into_any()
}
