use city::protocol::{CityTrouble, Phase};
use leptos::prelude::*;

use crate::{
    components::{Alert, Glyph, Icon, Notice, Progress, Skeleton},
    i18n::{Key, format_count, format_date, use_i18n},
    pages::city::watch::City,
};

/// What is to be said of the catalogue as a whole: kept, out of date, incomplete, or why there is none.
#[component]
pub(crate) fn CityStatus() -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let retry = move || {
        view! {
            <button type="button" class="button quiet small" data-testid="city-retry" on:click=move |_| city.retry()>
                <Glyph icon=Icon::Refresh />
                {move || i18n.text(Key::ActionRetry)}
            </button>
        }
        .into_any()
    };
    let trouble = Memo::new(move |_| {
        let state = city.state.get();
        let shown = state.trouble.filter(|_| state.phase != Phase::Loading);
        (city.stopped.get(), shown, state.kept, state.broken, state.expired)
    });
    view! {
        <div class="city-status" aria-live="polite">
            {move || {
                let (stopped, shown, kept, broken, expired) = trouble.get();
                let mut parts: Vec<AnyView> = Vec::new();
                if stopped {
                    parts.push(view! { <Alert text=i18n.text(Key::CityTroubleWorker).to_owned() /> }.into_any());
                    parts.push(retry());
                } else if let Some(reason) = shown {
                    let state = city.state.get_untracked();
                    if kept && state.version > 0 {
                        let date = format_date(state.issued_at, i18n.language());
                        let text = i18n.fill(Key::CityKept, &[("date", &date)]);
                        parts.push(view! { <Notice text=text /> }.into_any());
                    } else {
                        parts.push(view! { <Alert text=i18n.text(trouble_key(reason)).to_owned() /> }.into_any());
                    }
                    parts.push(retry());
                }
                if broken > 0 {
                    let text = i18n.count(Key::CityBroken, u64::from(broken));
                    parts.push(view! { <Notice text=text /> }.into_any());
                    if shown.is_none() {
                        parts.push(retry());
                    }
                }
                if expired {
                    parts.push(view! { <Notice text=i18n.text(Key::CityExpired).to_owned() /> }.into_any());
                }
                parts
            }}
        </div>
    }
}

/// Grey lines in the place of what comes from the catalogue, and below them how much of it is here.
#[component]
pub(crate) fn CityComing(
    /// How many.
    lines: usize,
    /// Whether what comes has columns.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let city = City::expect();
    let loading = Memo::new(move |_| {
        city.state
            .with(|state| state.phase == Phase::Loading && state.loaded < state.total)
    });
    view! {
        <Skeleton lines wide />
        {move || {
            loading
                .get()
                .then(|| {
                    let kilobytes = move |bytes: u64| format_count(bytes.div_ceil(1024), i18n.language());
                    view! {
                        <Progress
                            label=Signal::derive(move || i18n.text(Key::CityLoading).to_owned())
                            value=Signal::derive(move || city.state.with(|state| state.loaded))
                            max=Signal::derive(move || city.state.with(|state| state.total))
                            text=Signal::derive(move || {
                                let state = city.state.get();
                                i18n.fill(
                                    Key::CityLoaded,
                                    &[("done", &kilobytes(state.loaded)), ("all", &kilobytes(state.total))],
                                )
                            })
                        />
                    }
                })
        }}
    }
}

const fn trouble_key(trouble: CityTrouble) -> Key {
    match trouble {
        CityTrouble::Unreachable => Key::CityTroubleUnreachable,
        CityTrouble::Registry => Key::CityTroubleRegistry,
        CityTrouble::NoCatalogue => Key::CityTroubleNone,
        CityTrouble::Catalogue => Key::CityTroubleCatalogue,
        CityTrouble::Rollback => Key::CityTroubleRollback,
        CityTrouble::Clock => Key::CityTroubleClock,
    }
}
