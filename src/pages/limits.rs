use activity::{Meter, MeterKind, Meters};
use browser::now_seconds;
use leptos::prelude::*;
use units::Tiyn;

use crate::{
    components::{Icon, Item, Progress},
    i18n::{Key, format_tenge, format_time, use_i18n},
    pages::money::{Money, count_meters},
};

/// How much of the sandbox's limits is used, as of now. Where the rule comes from, and which rate made it tenge, stands
/// below.
#[component]
pub(crate) fn LimitMeters(
    meters: Meters,
    /// What is about to be added.
    #[prop(optional_no_strip)]
    more: Option<Tiyn>,
) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let (source, uncounted) = (meters.source.clone(), meters.uncounted);
    let bar = move |meter: Meter| {
        let used = more
            .and_then(|more| meter.used.checked_add(more).ok())
            .unwrap_or(meter.used);
        // One payment has no history of its own.
        if meter.kind == MeterKind::Payment && more.is_none() {
            let text = Signal::derive(move || i18n.text(Key::LimitsPayment).to_owned());
            return view! {
                <Item icon=Icon::Shield title=text>
                    <strong>{move || format_tenge(meter.limit, i18n.language())}</strong>
                </Item>
            }
            .into_any();
        }
        let name = match meter.kind {
            MeterKind::Payment => Key::LimitsPayment,
            MeterKind::Day => Key::LimitsDay,
            MeterKind::Month => Key::LimitsMonth,
        };
        let text = Signal::derive(move || {
            let (used, limit) = (
                format_tenge(used, i18n.language()),
                format_tenge(meter.limit, i18n.language()),
            );
            i18n.fill(Key::LimitsOf, &[("used", &used), ("limit", &limit)])
        });
        view! {
            <Progress
                label=Signal::derive(move || i18n.text(name).to_owned())
                value=used.get()
                max=meter.limit.get()
                text
            />
        }
        .into_any()
    };
    let conversion = move || {
        let conversion = money
            .rules
            .with(|rules| rules.as_ref()?.limits.conversion.clone())?;
        let values = [
            (
                "limit",
                format!("{} {}", conversion.per_month, conversion.currency),
            ),
            ("rate", format_tenge(conversion.rate, i18n.language())),
            ("source", conversion.rate_source.clone()),
            ("time", format_time(conversion.rate_time, i18n.language())),
        ];
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        Some(i18n.fill(Key::LimitsConversion, &values))
    };
    view! {
        <div class="stack" data-testid="limits">
            {meters.meters.into_iter().map(bar).collect_view()}
            <p class="hint">
                {move || i18n.fill(Key::LimitsSource, &[("source", &source)])} " " {conversion}
                {(uncounted > 0)
                    .then_some({
                        move || {
                            let number = u64::try_from(uncounted).unwrap_or(u64::MAX);
                            format!(" {}", i18n.count(Key::LimitsUncounted, number))
                        }
                    })}
            </p>
        </div>
    }
}

/// The limits on home.
#[component]
pub(crate) fn LimitsCard() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let meters = Memo::new(move |_| {
        let rules = money.rules.get()?;
        let own = money.own_addresses();
        Some(
            money
                .entries
                .with(|entries| count_meters(&rules.limits, entries, &own, now_seconds())),
        )
    });
    move || {
        meters.get().map(|meters| {
            view! {
                <section class="card">
                    <h2>{move || i18n.text(Key::LimitsTitle)}</h2>
                    <LimitMeters meters />
                </section>
            }
        })
    }
}
