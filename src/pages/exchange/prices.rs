use key_worker::protocol::AssetView;
use leptos::{prelude::*, task::spawn_local};
use units::Tiyn;

use crate::{
    components::{ChartTable, LineChart, Skeleton},
    i18n::{Key, format_tenge, format_time, use_i18n},
    services::read_prices,
};

/// Rows of the table behind the chart.
const ROWS: usize = 24;

/// What the operator quoted for an asset over time: a line, and the same as a table.
#[component]
pub(super) fn Prices(url: String, asset: AssetView) -> impl IntoView {
    let i18n = use_i18n();
    let points = RwSignal::new(None::<Vec<(u64, Tiyn)>>);
    let id = asset.id;
    spawn_local(async move {
        let read = read_prices(&url, id).await.unwrap_or_default();
        let _ = points.try_set(Some(read));
    });
    let symbol = asset.symbol;
    move || match points.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(points) if points.len() < 2 => ().into_any(),
        Some(points) => {
            let title = i18n.fill(Key::ExchangePrices, &[("symbol", &symbol)]);
            let language = i18n.language();
            let rows = points.iter().rev().take(ROWS);
            let rows = rows
                .map(|(time, price)| [format_time(*time, language), format_tenge(*price, language)])
                .collect();
            view! {
                <section class="card">
                    <h2>{title.clone()}</h2>
                    <LineChart label=title points />
                    <ChartTable head=[i18n.text(Key::ExchangeTime), i18n.text(Key::ExchangeRate)] rows />
                </section>
            }
            .into_any()
        }
    }
}
