use key_worker::protocol::AssetView;
use leptos::{prelude::*, task::spawn_local};
use units::Tiyn;

use crate::{
    components::{ChartTable, Skeleton},
    i18n::{Key, format_tenge, format_time, use_i18n},
    services::read_prices,
};

/// The chart's own units.
const WIDTH: u64 = 320;
const HEIGHT: u64 = 96;
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
                    <svg
                        class="chart"
                        viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                        role="img"
                        aria-label=title
                        preserveAspectRatio="none"
                    >
                        <polyline points=line(&points) />
                    </svg>
                    <ChartTable head=[i18n.text(Key::ExchangeTime), i18n.text(Key::ExchangeRate)] rows />
                </section>
            }
            .into_any()
        }
    }
}

/// The points of a `polyline`, from the first time to the last, from the lowest price to the highest.
fn line(points: &[(u64, Tiyn)]) -> String {
    let times = points.iter().map(|(time, _)| *time);
    let prices = points.iter().map(|(_, price)| price.get());
    let (first, last) = (times.clone().min().unwrap_or(0), times.max().unwrap_or(0));
    let (low, high) = (prices.clone().min().unwrap_or(0), prices.max().unwrap_or(0));
    let scale = |value: u64, from: u64, to: u64, size: u64| {
        let span = to.saturating_sub(from);
        if span == 0 {
            return size / 2;
        }
        let part = u128::from(value.saturating_sub(from)) * u128::from(size) / u128::from(span);
        u64::try_from(part).unwrap_or(size)
    };
    let pairs: Vec<String> = points
        .iter()
        .map(|(time, price)| {
            let x = scale(*time, first, last, WIDTH);
            let y = HEIGHT - scale(price.get(), low, high, HEIGHT);
            format!("{x},{y}")
        })
        .collect();
    pairs.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_goes_from_corner_to_corner_and_lies_in_the_middle_when_nothing_changes() {
        let tiyn = |value| Tiyn::new(value).unwrap();
        assert_eq!(line(&[(10, tiyn(100)), (20, tiyn(300))]), "0,96 320,0");
        assert_eq!(line(&[(10, tiyn(100)), (20, tiyn(100))]), "0,48 320,48");
    }
}
