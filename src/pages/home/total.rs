use browser::now_seconds;
use leptos::prelude::*;

use crate::{
    i18n::{Key, format_relative, format_tenge, format_time, use_i18n},
    pages::money::{Money, Network},
};

/// Older than this, what is shown is marked, in seconds.
const STALE: u64 = 120;

/// The sum in tenge, at whose rate and as of when.
#[component]
pub(super) fn Total() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let total = move || {
        let registry = money.wallet.registry.get()?;
        money
            .snapshot
            .with(|snapshot| snapshot.as_ref()?.total(&registry))
    };
    let hint = move || {
        money.snapshot.with(|snapshot| {
            let snapshot = snapshot.as_ref()?;
            let source = snapshot.rates.first()?.source.clone();
            let time = format_time(snapshot.rates_at?, i18n.language());
            Some(i18n.fill(Key::HomeTotalHint, &[("source", &source), ("time", &time)]))
        })
    };
    let stale = move || {
        let taken_at = money
            .snapshot
            .with(|snapshot| snapshot.as_ref().map(|snapshot| snapshot.taken_at))?;
        let now = now_seconds();
        let old = now.saturating_sub(taken_at) > STALE || money.network.get() == Network::Offline;
        old.then(|| {
            i18n.fill(
                Key::HomeStale,
                &[("age", &format_relative(taken_at, now, i18n.language()))],
            )
        })
    };
    view! {
        <section class="hero total-card">
            <div class="peaks" aria-hidden="true"></div>
            <h2>{move || i18n.text(Key::HomeTotal)}</h2>
            {move || {
                if money.snapshot.with(Option::is_none) {
                    return match money.network.get() {
                        Network::Offline | Network::WrongChain => {
                            view! { <p class="quiet">{move || i18n.text(Key::NetworkNever)}</p> }.into_any()
                        }
                        _ => view! { <p class="amount skeleton" aria-hidden="true">" "</p> }.into_any(),
                    };
                }
                match total() {
                    Some(total) => {
                        view! {
                            <p class="amount" data-testid="total-tenge">{move || format_tenge(total, i18n.language())}</p>
                            <p class="quiet">{move || hint().unwrap_or_default()}</p>
                        }
                        .into_any()
                    }
                    None => view! { <p class="quiet">{move || i18n.text(Key::HomeNoRate)}</p> }.into_any(),
                }
            }}
            {move || stale().map(|text| view! { <p class="quiet" role="status" data-testid="stale">{text}</p> })}
        </section>
    }
}
