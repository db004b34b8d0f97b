//! Searches and comparisons that this browser remembers. Nobody else learns of them.

use city::protocol::PropertyQuery;
use leptos::prelude::*;

use crate::{
    components::{Glyph, Icon, Toasts},
    i18n::{I18n, Key, format_tenge, use_i18n},
    pages::city::{
        address::with_query,
        words::{home_name, property_key},
    },
};

const SEARCHES: &str = "cryptocity.searches";
const COMPARED: &str = "cryptocity.compared";
/// More searches than these are not remembered; the oldest goes.
const MOST_SEARCHES: usize = 8;
/// More columns than these cannot be read.
pub(crate) const MOST_COMPARED: usize = 4;

fn read(key: &str) -> Vec<String> {
    // Some private windows have no storage.
    let text = window()
        .local_storage()
        .ok()
        .flatten()
        .and_then(|storage| storage.get_item(key).ok().flatten());
    text.and_then(|text| serde_json::from_slice(text.as_bytes()).ok())
        .unwrap_or_default()
}

fn write(key: &str, values: &[String]) {
    let text = serde_json::to_vec(values)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.unwrap_or_default();
    if let Ok(Some(storage)) = window().local_storage() {
        // A full storage remembers nothing and breaks nothing.
        let _ = storage.set_item(key, &text);
    }
}

/// Listings chosen for comparing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compared(RwSignal<Vec<String>>);

impl Compared {
    pub(crate) fn of_browser() -> Self {
        Self(RwSignal::new(read(COMPARED)))
    }

    pub(crate) fn ids(self) -> Vec<String> {
        self.0.get()
    }

    pub(crate) fn has(self, id: &str) -> bool {
        self.0.with(|ids| ids.iter().any(|known| known == id))
    }

    /// Takes a listing in or out; too many are refused with a word.
    pub(crate) fn toggle(self, id: &str, i18n: I18n) {
        let full = self.0.with_untracked(|ids| ids.len() >= MOST_COMPARED);
        if full && !self.has(id) {
            let most = MOST_COMPARED.to_string();
            Toasts::expect().show(i18n.fill(Key::PropertyCompareMost, &[("n", &most)]));
            return;
        }
        self.0
            .update(|ids| match ids.iter().position(|known| known == id) {
                Some(place) => {
                    ids.remove(place);
                }
                None => ids.push(id.to_owned()),
            });
        self.0.with_untracked(|ids| write(COMPARED, ids));
    }

    /// The page that compares them.
    pub(crate) fn address(self) -> String {
        with_query("/property/compare", &[("ids", self.0.get().join(","))])
    }
}

/// Searches kept for another time.
#[component]
pub(crate) fn SavedSearches(query: RwSignal<PropertyQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = Toasts::expect();
    let saved = RwSignal::new(read(SEARCHES));
    let address = move || query.with(|query| with_query("/property", &query.to_address()));
    let worth_saving = move || {
        query.with(|query| *query != PropertyQuery::default())
            && saved.with(|saved| !saved.contains(&address()))
    };
    let keep = move |_| {
        saved.update(|saved| {
            saved.insert(0, address());
            saved.truncate(MOST_SEARCHES);
        });
        saved.with_untracked(|saved| write(SEARCHES, saved));
        toasts.show(i18n.text(Key::PropertySavedDone));
    };
    let forget = move |gone: &str| {
        saved.update(|saved| saved.retain(|known| known != gone));
        saved.with_untracked(|saved| write(SEARCHES, saved));
    };
    let chip = move |address: String| {
        let asked = read_address(&address);
        let name = summary(i18n, &asked);
        let gone = StoredValue::new(address);
        let label = format!("{}: {name}", i18n.text(Key::PropertyForget));
        view! {
            <span class="saved-search">
                <button type="button" class="chip" on:click=move |_| query.set(asked.clone())>
                    <Glyph icon=Icon::Star />
                    {name}
                </button>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=label
                    on:click=move |_| gone.with_value(|gone| forget(gone))
                >
                    <Glyph icon=Icon::Close />
                </button>
            </span>
        }
    };
    move || {
        let all = saved.get();
        let offer = worth_saving();
        (offer || !all.is_empty()).then(|| {
            view! {
                <div class="chips scroll" role="group" aria-label=i18n.text(Key::PropertySaved)>
                    {offer
                        .then(|| {
                            view! {
                                <button type="button" class="chip" data-testid="save-search" on:click=keep>
                                    <Glyph icon=Icon::Star />
                                    {i18n.text(Key::PropertySave)}
                                </button>
                            }
                        })} {all.into_iter().map(chip).collect_view()}
                </div>
            }
        })
    }
}

/// The query of a remembered address.
fn read_address(address: &str) -> PropertyQuery {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let pairs: Vec<(&str, String)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            let decoded = js_sys::decode_uri_component(value).map(String::from);
            (name, decoded.unwrap_or_default())
        })
        .collect();
    PropertyQuery::from_address(|name| {
        pairs
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.clone())
    })
}

/// A search in a few words.
fn summary(i18n: I18n, query: &PropertyQuery) -> String {
    let mut parts = vec![
        i18n.text(if query.rent {
            Key::PropertyRent
        } else {
            Key::PropertySale
        })
        .to_owned(),
    ];
    match (query.property, query.rooms.as_slice()) {
        (Some(property), [rooms]) => parts.push(home_name(i18n, property, Some(*rooms))),
        (Some(property), _) => parts.push(i18n.text(property_key(property)).to_owned()),
        (None, []) => {}
        (None, rooms) => {
            let list: Vec<String> = rooms.iter().map(u8::to_string).collect();
            parts.push(format!("{} {}", i18n.text(Key::PropertyRooms), list.join(", ")));
        }
    }
    parts.extend(query.district.clone());
    if let Some(price) = query
        .price_to
        .and_then(|tenge| units::Tiyn::new(tenge.checked_mul(100)?).ok())
    {
        parts.push(format!("≤ {}", format_tenge(price, i18n.language())));
    }
    if !query.text.is_empty() {
        parts.push(format!("«{}»", query.text));
    }
    let shown = parts.len() + usize::from(query.price_to.is_none());
    let others = query.to_address().len().saturating_sub(shown);
    if others > 0 {
        parts.push(i18n.fill(Key::PropertyFewer, &[("n", &others.to_string())]));
    }
    parts.join(" · ")
}
