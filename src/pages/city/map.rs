use catalogue::{BoundingBox, GeoPoint};
use city::protocol::{District, MapQuery, Request};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::params::ParamsMap;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{CustomEvent, Element};

use crate::{
    components::{Glyph, Icon},
    i18n::{Key, format_count, use_i18n},
    services::ask_city_text,
};

/// What the map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MapKind {
    Places,
    Property,
}

/// Whether the page's address asks for the map.
pub(crate) fn view_of(map: &ParamsMap) -> Option<&'static str> {
    map.get("view").filter(|view| view == "map").map(|_| "map")
}

/// Opens and closes the map.
#[component]
pub(crate) fn MapToggle(view: RwSignal<Option<&'static str>>) -> impl IntoView {
    let i18n = use_i18n();
    let open = move || view.get().is_some();
    view! {
        <button
            type="button"
            class="button quiet small"
            data-testid="map-toggle"
            aria-pressed=move || open().to_string()
            on:click=move |_| view.update(|view| *view = if view.is_some() { None } else { Some("map") })
        >
            {move || view! { <Glyph icon=if open() { Icon::List } else { Icon::Map } /> }}
            {move || i18n.text(if open() { Key::CityList } else { Key::CityMap })}
        </button>
    }
}

/// Adds the map's script to the page, once.
fn load_script() -> Option<()> {
    let document = document();
    if document.query_selector("script[data-map]").ok()?.is_some() {
        return Some(());
    }
    let address = document
        .query_selector("meta[name=city-map]")
        .ok()??
        .get_attribute("content")?;
    let script = document.create_element("script").ok()?;
    for (name, value) in [("type", "module"), ("src", address.as_str()), ("data-map", "")] {
        script.set_attribute(name, value).ok()?;
    }
    document.head()?.append_child(&script).ok()?;
    Some(())
}

/// Puts the map's element into its place.
fn mount(place: &Element, attributes: &[(&str, String)]) -> Option<Element> {
    load_script()?;
    let map = document().create_element("city-map").ok()?;
    for (name, value) in attributes {
        map.set_attribute(name, value).ok()?;
    }
    place.append_child(&map).ok()?;
    Some(map)
}

/// What was found on a map; the list beside it shows the same. Districts are buttons, too, for whoever does not use a map.
#[component]
pub(crate) fn CityMap(
    kind: MapKind,
    /// Changes with every answer.
    found: RwSignal<u32>,
    /// Told the key of a chosen district.
    district: Callback<String>,
    districts: RwSignal<Vec<District>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Div>::new();
    let sight = RwSignal::new(None::<BoundingBox>);
    let data = RwSignal::new(String::new());
    let element = StoredValue::new_local(None::<Element>);
    Effect::new(move || {
        found.with(|_| ());
        let request = Request::Map(MapQuery {
            places: kind == MapKind::Places,
            bounds: sight.get(),
            language: i18n.language().code().to_owned(),
        });
        spawn_local(async move {
            if let Ok(answer) = ask_city_text(&request).await {
                // The page may be gone by then.
                let _ = data.try_set(answer);
            }
        });
    });
    let moved = StoredValue::new_local(Closure::<dyn FnMut(CustomEvent)>::new(
        move |event: CustomEvent| {
            let bounds = event.detail().as_string();
            let bounds = bounds.and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
            // The event may come while the page goes.
            let _ = sight.try_set(bounds);
        },
    ));
    Effect::new(move || {
        let Some(place) = node.get() else { return };
        if element.with_value(Option::is_some) {
            return;
        }
        let name = match kind {
            MapKind::Places => "places",
            MapKind::Property => "property",
        };
        let map = mount(
            &place,
            &[
                ("kind", name.to_owned()),
                ("lang", i18n.language().code().to_owned()),
                ("label", i18n.text(Key::CityMapLabel).to_owned()),
                ("open", i18n.text(Key::CityMapOpen).to_owned()),
            ],
        );
        if let Some(map) = &map {
            moved.with_value(|moved| {
                let listener = moved.as_ref().unchecked_ref();
                // A plain listener is always taken.
                let _ = map.add_event_listener_with_callback("map-move", listener);
            });
        }
        element.set_value(map);
    });
    Effect::new(move || {
        let _ = node.get();
        let text = data.get();
        element.with_value(|map| {
            if let Some(map) = map {
                let _ = map.set_attribute("data", &text);
            }
        });
    });
    view! {
        <section class="map-panel" aria-label=move || i18n.text(Key::CityMap)>
            <div class="map" node_ref=node data-testid="map"></div>
            <p class="hint">{move || i18n.text(Key::CityMapNote)}</p>
            <div class="chips" role="group" aria-label=move || i18n.text(Key::CityMapDistricts)>
                {move || {
                    districts
                        .get()
                        .into_iter()
                        .map(|entry| {
                            let count = format_count(entry.count.into(), i18n.language());
                            let name = format!("{} · {count}", i18n.local(&entry.name));
                            let key = entry.key;
                            view! {
                                <button type="button" class="chip small" on:click=move |_| district.run(key.clone())>
                                    {name}
                                </button>
                            }
                        })
                        .collect_view()
                }}
            </div>
        </section>
    }
}

/// One point, opened on request: most people know where things are.
#[component]
pub(crate) fn PointMap(at: GeoPoint, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let node = NodeRef::<html::Div>::new();
    let open = RwSignal::new(false);
    Effect::new(move || {
        if let Some(place) = node.get() {
            // Without the script the address above is all there is.
            let _ = mount(
                &place,
                &[
                    (
                        "single",
                        format!("{},{}", at.latitude_micro(), at.longitude_micro()),
                    ),
                    ("name", name.clone()),
                    ("label", i18n.text(Key::CityMapLabel).to_owned()),
                ],
            );
        }
    });
    move || {
        if open.get() {
            view! { <div class="map small-map" node_ref=node></div> }.into_any()
        } else {
            view! {
                <button type="button" class="button quiet small" on:click=move |_| open.set(true)>
                    <Glyph icon=Icon::Map />
                    {move || i18n.text(Key::CityMap)}
                </button>
            }
            .into_any()
        }
    }
}
