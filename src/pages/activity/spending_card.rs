use activity::{Month, MonthSpending, spending_by_month};
use browser::now_seconds;
use leptos::prelude::*;
use units::Tiyn;

use crate::{
    components::ChartTable,
    i18n::{Key, format_tenge, use_i18n},
    pages::money::{Money, spent_entries},
};

/// Months in the chart.
const MONTHS: usize = 6;
/// The chart's own units: of a month, of its bar, of the tallest bar.
const STEP: usize = 48;
const BAR: usize = 32;
const HEIGHT: u64 = 96;

/// What all accounts of the wallet spent, month by month: bars, and the same as a table. Nothing before anything was spent.
#[component]
pub(super) fn SpendingCard() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let months = Memo::new(move |_| {
        let own = money.own_addresses();
        money
            .entries
            .with(|entries| spending_by_month(spent_entries(entries, &own), now_seconds(), MONTHS))
    });
    move || {
        let months = months.get();
        let this = *months.last()?;
        if months.iter().all(|month| month.total() == Tiyn::ZERO) {
            return None;
        }
        let language = i18n.language();
        let tenge = move |amount| format_tenge(amount, language);
        let kinds = [
            (Key::ActivitySpendingPurchases, this.purchases),
            (Key::ActivitySpendingDeposits, this.deposits),
            (Key::ActivitySpendingTransfers, this.transfers),
        ];
        let facts = kinds
            .into_iter()
            .filter(|(_, amount)| *amount != Tiyn::ZERO)
            .map(|(name, amount)| view! { <dt>{i18n.text(name)}</dt><dd>{tenge(amount)}</dd> });
        let rows = months.iter().rev();
        let rows = rows
            .map(|month| [name_of(month.month), tenge(month.total())])
            .collect();
        let bars = bar_heights(&months)
            .into_iter()
            .enumerate()
            .map(|(place, height)| {
                view! {
                    <rect
                        x=(place * STEP + (STEP - BAR) / 2).to_string()
                        y=(HEIGHT - height).to_string()
                        width=BAR.to_string()
                        height=height.to_string()
                        rx="3"
                    />
                }
            });
        let names = months
            .iter()
            .map(|month| view! { <span>{short_name_of(month.month)}</span> });
        Some(view! {
            <section class="card" data-testid="spending">
                <h2>{i18n.text(Key::ActivitySpending)}</h2>
                <p class="quiet">{i18n.text(Key::ActivitySpendingThis)}</p>
                <p class="amount">{tenge(this.total())}</p>
                <dl class="facts">{facts.collect_view()}</dl>
                <div class="bars" aria-hidden="true">
                    <svg class="chart" viewBox=format!("0 0 {} {HEIGHT}", STEP * MONTHS) preserveAspectRatio="none">
                        {bars.collect_view()}
                    </svg>
                    <p class="bar-names">{names.collect_view()}</p>
                </div>
                <ChartTable
                    head=[i18n.text(Key::ActivitySpendingMonth), i18n.text(Key::ActivitySpendingTotal)]
                    rows
                />
                <p class="hint">{i18n.text(Key::ActivitySpendingNote)}</p>
            </section>
        })
    }
}

/// Numbers alone: names of months have other endings beside a year in each language.
fn name_of(Month { year, month }: Month) -> String {
    format!("{month:02}.{year}")
}

/// Short enough for a sixth of a phone.
fn short_name_of(Month { year, month }: Month) -> String {
    format!("{month:02}.{:02}", year % 100)
}

/// The tallest bar is the month in which most was spent; whatever was spent is seen.
fn bar_heights(months: &[MonthSpending]) -> Vec<u64> {
    let totals: Vec<u64> = months.iter().map(|month| month.total().get()).collect();
    let most = totals.iter().copied().max().unwrap_or_default().max(1);
    let height = |total: u64| {
        let part = u128::from(total) * u128::from(HEIGHT) / u128::from(most);
        u64::try_from(part)
            .unwrap_or(HEIGHT)
            .max(u64::from(total > 0) * 2)
    };
    totals.into_iter().map(height).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_spending_month_is_as_tall_as_the_chart_and_a_little_one_is_still_seen() {
        let month = |tiyn| MonthSpending {
            month: Month {
                year: 2026,
                month: 11,
            },
            purchases: Tiyn::new(tiyn).unwrap(),
            deposits: Tiyn::ZERO,
            transfers: Tiyn::ZERO,
        };
        assert_eq!(
            bar_heights(&[month(0), month(1), month(5_000), month(10_000)]),
            [0, 2, 48, 96]
        );
        assert_eq!(bar_heights(&[month(0)]), [0]);
    }
}
