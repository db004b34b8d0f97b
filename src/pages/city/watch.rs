use city::protocol::{CityState, Missing, Phase, Request};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    i18n::{I18n, Key, format_date},
    services::{CityError, ask_city, watch_city},
};

/// What stands in the place of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Showing {
    /// Nothing: the status says why.
    Nothing,
    /// Grey shapes: it is coming.
    Coming,
    /// There is nothing of the kind.
    Empty,
    /// What was found.
    Found,
}

/// The state of the catalogue. The worker starts with the first page that looks at it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct City {
    pub(crate) state: RwSignal<CityState>,
    /// The worker does not run.
    pub(crate) stopped: RwSignal<bool>,
    started: StoredValue<bool>,
}

/// Call once above all pages.
pub(crate) fn provide_city() {
    provide_context(City {
        state: RwSignal::new(CityState::default()),
        stopped: RwSignal::new(false),
        started: StoredValue::new(false),
    });
}

impl City {
    /// The city provided by the app, its worker started.
    pub(crate) fn expect() -> Self {
        let city: Self = expect_context();
        if !city.started.get_value() {
            city.started.set_value(true);
            spawn_local(city.watch());
        }
        city
    }

    async fn watch(self) {
        let mut seen = 0;
        loop {
            match watch_city(seen).await {
                Ok(state) => {
                    seen = state.revision;
                    self.state.set(state);
                }
                Err(_) => {
                    self.stopped.set(true);
                    self.started.set_value(false);
                    return;
                }
            }
        }
    }

    /// Fetches again what did not come.
    pub(crate) fn retry(self) {
        if self.stopped.get_untracked() {
            self.stopped.set(false);
            self.started.set_value(true);
            spawn_local(self.watch());
        }
        spawn_local(async {
            // The answer comes through the state.
            let _ = ask_city(&Request::Retry).await;
        });
    }

    /// What stands in the place of results, of which there are `total` so far.
    pub(crate) fn showing(self, total: impl Fn() -> Option<usize> + Send + Sync + 'static) -> Memo<Showing> {
        Memo::new(move |_| {
            let phase = self.state.with(|state| state.phase);
            match (total(), phase) {
                (Some(1..), _) => Showing::Found,
                _ if self.stopped.get() => Showing::Nothing,
                (_, Phase::Failed) => Showing::Nothing,
                (Some(0), Phase::Ready) => Showing::Empty,
                _ => Showing::Coming,
            }
        })
    }

    /// Follows whether there is more or other to search.
    pub(crate) fn content(self) -> impl Fn() + Copy + Send + Sync + 'static {
        let content = Memo::new(move |_| {
            self.state
                .with(|state| (state.version, state.places, state.listings, state.phase))
        });
        move || content.with(|_| ())
    }

    /// Follows which catalogue it is.
    pub(crate) fn version(self) -> impl Fn() + Copy + Send + Sync + 'static {
        let version = Memo::new(move |_| self.state.with(|state| state.version));
        move || version.with(|_| ())
    }
}

/// Shows an answer unless it is shown already: a page that is made anew loses its map, its focus and what it fetched.
pub(crate) fn show_if_new<T: PartialEq + Send + Sync + 'static>(shown: RwSignal<Option<T>>, answer: T) {
    // The page may be gone by then.
    let is_new = shown.try_with_untracked(|shown| shown.as_ref() != Some(&answer));
    if is_new == Some(true) {
        shown.set(Some(answer));
    }
}

/// Why there is no such page.
pub(crate) fn missing_text(i18n: I18n, error: CityError) -> String {
    let key = match error {
        CityError::Missing(Missing::Deleted(at)) => {
            let date = format_date(at, i18n.language());
            return i18n.fill(Key::CityMissingDeleted, &[("date", &date)]);
        }
        CityError::Missing(Missing::Unknown) => Key::CityMissingUnknown,
        CityError::Missing(Missing::Unreachable) => Key::CityMissingUnreachable,
        CityError::Missing(Missing::NotReady) => Key::CityTroubleUnreachable,
        CityError::Worker => Key::CityTroubleWorker,
    };
    i18n.text(key).to_owned()
}
