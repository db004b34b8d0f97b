use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};

use crate::pages::city::map::view_of;

/// Long enough for a pause in typing: browsers refuse addresses that change with every letter.
const PAUSE: Duration = Duration::from_millis(350);

/// Keeps a query and the page's address in step: what is asked for stands in the address, and going back asks again what was
/// asked before.
pub(crate) fn in_step<Q>(
    path: &'static str,
    query: RwSignal<Q>,
    read: fn(&ParamsMap) -> Q,
    write: fn(&Q) -> Vec<(&'static str, String)>,
    view: RwSignal<Option<&'static str>>,
) where
    Q: Clone + PartialEq + Send + Sync + 'static,
{
    let map = use_query_map();
    let navigate = use_navigate();
    let going: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let seen_as = StoredValue::new(view.get_untracked());
    Effect::new(move |before: Option<String>| {
        let mut pairs = query.with(write);
        pairs.extend(view.get().map(|name| ("view", name.to_owned())));
        let address = with_query(path, &pairs);
        let Some(before) = before else {
            return address;
        };
        if before != address {
            let (navigate, target) = (navigate.clone(), address.clone());
            if let Some(waiting) = going.get_value() {
                waiting.clear();
            }
            // The map is a place of its own: going back leads from it to the list.
            let stays = seen_as.get_value() == view.get_untracked();
            seen_as.set_value(view.get_untracked());
            let options = NavigateOptions {
                replace: stays,
                scroll: false,
                ..NavigateOptions::default()
            };
            let handle = set_timeout_with_handle(move || navigate(&target, options), PAUSE);
            going.set_value(handle.ok());
        }
        address
    });
    // Somebody went back or followed a link to this same page.
    Effect::new(move |seen: Option<ParamsMap>| {
        let now = map.get();
        let came = seen.is_some_and(|seen| seen != now);
        if came {
            let asked = read(&now);
            let other = query.with_untracked(|query| write(query) != write(&asked));
            if going.with_value(Option::is_none) {
                if other {
                    query.set(asked);
                }
                let shown = view_of(&now);
                if view.get_untracked() != shown {
                    seen_as.set_value(shown);
                    view.set(shown);
                }
            }
            going.set_value(None);
        }
        now
    });
    on_cleanup(move || {
        if let Some(waiting) = going.try_get_value().flatten() {
            waiting.clear();
        }
    });
}

/// The query of the page's address now.
pub(crate) fn read_now<Q>(read: fn(&ParamsMap) -> Q) -> Q {
    read(&use_query_map().get_untracked())
}

/// A path with names and values behind it.
pub(crate) fn with_query(path: &str, pairs: &[(&str, String)]) -> String {
    let query: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", String::from(js_sys::encode_uri_component(value))))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}
