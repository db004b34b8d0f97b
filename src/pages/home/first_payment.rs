use activity::{Entry, EntryKind};
use leptos::prelude::*;
use units::Tiyn;

use crate::{
    components::{Step, Stepper},
    i18n::{Key, use_i18n},
    pages::money::Money,
};

/// Where people order: places of the kind that the first step of everybody is.
const CAFES: &str = "/places?type=CafeOrCoffeeShop&open=1";

/// The way to the first payment, until there was one: what is done, and what comes next.
#[component]
pub(super) fn FirstPayment() -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let paid = Memo::new(move |_| {
        let pays = |entry: &Entry| entry.kind == EntryKind::Payment && !entry.state.is_void();
        money.entries.with(|entries| entries.iter().any(pays))
    });
    let has_money = Memo::new(move |_| {
        let total = money.wallet.registry.with(|registry| {
            money
                .snapshot
                .with(|snapshot| snapshot.as_ref()?.total(registry.as_ref()?))
        });
        total.is_some_and(|total| total != Tiyn::ZERO)
    });
    let demo = Memo::new(move |_| {
        money
            .wallet
            .registry
            .with(|registry| registry.as_ref().is_none_or(|registry| registry.demo))
    });
    let steps = Signal::derive(move || {
        let first = if demo.get() {
            (Key::FirstTokens, Key::FirstTokensNote)
        } else {
            (Key::FirstMoney, Key::FirstMoneyNote)
        };
        let rest = [
            (Key::FirstOrder, Key::FirstOrderNote),
            (Key::FirstPay, Key::FirstPayNote),
        ];
        let step = |(title, note)| Step {
            title: i18n.text(title).to_owned(),
            note: i18n.text(note).to_owned(),
        };
        core::iter::once(first).chain(rest).map(step).collect()
    });
    move || {
        (money.loaded.get() && !paid.get()).then(|| {
            view! {
                <section class="card" data-testid="first-payment">
                    <h2>{move || i18n.text(Key::FirstTitle)}</h2>
                    <Stepper steps current=Signal::derive(move || usize::from(has_money.get())) />
                    {move || {
                        if has_money.get() {
                            view! {
                                <a class="button" href=CAFES data-testid="first-cafe">
                                    {move || i18n.text(Key::FirstCafes)}
                                </a>
                            }
                                .into_any()
                        } else {
                            view! {
                                <a class="button quiet" href="/bank" data-testid="first-bank">
                                    {move || i18n.text(Key::BankTitle)}
                                </a>
                            }
                                .into_any()
                        }
                    }}
                </section>
            }
        })
    }
}
