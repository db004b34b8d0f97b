use leptos::prelude::*;
use units::Tiyn;

/// The chart's own units.
const WIDTH: u64 = 320;
const HEIGHT: u64 = 96;

/// A line of sums over time. What it shows stands in a [`ChartTable`](super::ChartTable) beside it.
#[component]
pub fn LineChart(
    /// What it is of, for screen readers.
    #[prop(into)]
    label: String,
    /// Unix seconds and sum, oldest first.
    points: Vec<(u64, Tiyn)>,
    /// The sum at the lower edge; without it the lowest of the points.
    #[prop(optional)]
    floor: Option<Tiyn>,
) -> impl IntoView {
    view! {
        <svg
            class="chart"
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            role="img"
            aria-label=label
            preserveAspectRatio="none"
        >
            <polyline points=line(&points, floor) />
        </svg>
    }
}

/// The points of a `polyline`, from the first time to the last, from the floor to the highest sum.
fn line(points: &[(u64, Tiyn)], floor: Option<Tiyn>) -> String {
    let times = points.iter().map(|(time, _)| *time);
    let sums = points.iter().map(|(_, sum)| sum.get());
    let (first, last) = (times.clone().min().unwrap_or(0), times.max().unwrap_or(0));
    let (low, high) = (sums.clone().min().unwrap_or(0), sums.max().unwrap_or(0));
    let low = floor.map_or(low, |floor| low.min(floor.get()));
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
        .map(|(time, sum)| {
            let x = scale(*time, first, last, WIDTH);
            let y = HEIGHT - scale(sum.get(), low, high, HEIGHT);
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
        assert_eq!(line(&[(10, tiyn(100)), (20, tiyn(300))], None), "0,96 320,0");
        assert_eq!(line(&[(10, tiyn(100)), (20, tiyn(100))], None), "0,48 320,48");
        assert_eq!(
            line(&[(10, tiyn(150)), (20, tiyn(300))], Some(Tiyn::ZERO)),
            "0,48 320,0"
        );
    }
}
