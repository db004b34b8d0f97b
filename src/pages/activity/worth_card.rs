use activity::{DayWorth, Held, worth_by_day};
use browser::now_seconds;
use leptos::prelude::*;
use units::Tiyn;

use crate::{
    components::{ChartTable, LineChart},
    i18n::{Key, format_date, format_tenge, use_i18n},
    pages::money::Money,
};

/// Days in the chart.
const DAYS: usize = 30;

/// What the account on screen held day by day, at the rates of today: a line, and the same as a table. Nothing before
/// there are two days to show.
#[component]
pub(super) fn WorthCard() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let days = Memo::new(move |_| {
        let held = held(money)?;
        let account = money.wallet.account()?;
        let of_account = |entries: &[activity::Entry]| {
            let mine = entries.iter().filter(|entry| entry.account == account);
            worth_by_day(&held, mine, now_seconds(), DAYS)
        };
        Some(money.entries.with(|entries| of_account(entries)))
    });
    move || {
        let days = days.get().filter(|days| days.len() > 1)?;
        let language = i18n.language();
        let title = i18n.text(Key::ActivityHeld);
        let rows = days.iter().rev();
        let rows = rows
            .map(|day| [format_date(day.time, language), format_tenge(day.worth, language)])
            .collect();
        let points = days
            .iter()
            .map(|DayWorth { time, worth }| (*time, *worth))
            .collect();
        Some(view! {
            <section class="card" data-testid="held">
                <h2>{title}</h2>
                <LineChart label=title points floor=Tiyn::ZERO />
                <ChartTable head=[i18n.text(Key::ActivityHeldDay), i18n.text(Key::ActivityHeldWorth)] rows />
                <p class="hint">{i18n.text(Key::ActivityHeldNote)}</p>
            </section>
        })
    }
}

/// What is held of the permitted assets that have a rate.
fn held(money: Money) -> Option<Vec<Held>> {
    let registry = money.wallet.registry.get()?;
    money.snapshot.with(|snapshot| {
        let snapshot = snapshot.as_ref()?;
        let held = registry.assets.iter().filter_map(|asset| {
            Some(Held {
                asset: asset.id,
                amount: snapshot.amount_of(asset.id)?,
                decimals: asset.decimals,
                rate: snapshot.rate_of(asset.id)?.rate,
            })
        });
        Some(held.collect())
    })
}
