use activity::{Entry, EntryKind};
use leptos::prelude::*;
use units::Tiyn;

use super::demo_tokens::{Asked, Faucet};
use crate::{
    components::{Step, Stepper},
    i18n::{Key, use_i18n},
    pages::money::Money,
};

/// Where people order: places of the kind that everybody knows.
const CAFES: &str = "/places?type=cafe";

/// The way to the first payment, until there was one: what is done, and what comes next.
#[component]
pub(super) fn FirstPayment(faucet: Faucet) -> impl IntoView {
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
        // Of a demo's made-up places one has a shop.
        let (first, order) = if demo.get() {
            ((Key::FirstTokens, Key::FirstTokensNote), Key::FirstOrderDemo)
        } else {
            ((Key::FirstMoney, Key::FirstMoneyNote), Key::FirstOrderNote)
        };
        let rest = [(Key::FirstOrder, order), (Key::FirstPay, Key::FirstPayNote)];
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
                                {demo
                                    .get()
                                    .then(|| {
                                        view! {
                                            <button
                                                type="button"
                                                class="button"
                                                data-testid="first-tokens"
                                                aria-disabled=move || (!faucet.is_ready()).to_string()
                                                on:click=move |_| faucet.ask()
                                            >
                                                {move || {
                                                    let sending = faucet.asked.get() == Asked::Sending;
                                                    i18n.text(if sending { Key::HomeFaucetBusy } else { Key::HomeFaucet })
                                                }}
                                            </button>
                                        }
                                    })}
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

#[cfg(test)]
mod tests {
    use catalogue::Category;
    use city::protocol::PlacesQuery;

    use super::CAFES;

    #[test]
    fn the_way_to_the_cafes_shows_cafes() {
        let (_, query) = CAFES.split_once('?').unwrap();
        let (name, value) = query.split_once('=').unwrap();
        let read = PlacesQuery::from_address(|asked| (asked == name).then(|| value.to_owned()));
        assert_eq!(read.category, Some(Category::CafeOrCoffeeShop));
    }
}
