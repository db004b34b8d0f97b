use leptos::prelude::*;

use super::demo_tokens::{DemoTokens, Faucet};
use crate::{
    components::Skeleton,
    i18n::{Key, format_amount, format_tenge, use_i18n},
    pages::money::{Holding, Money},
};

/// The permitted assets; small ones stay folded unless there is nothing else.
#[component]
pub(super) fn Assets(faucet: Faucet) -> impl IntoView {
    let i18n = use_i18n();
    let money = Money::expect();
    let all = RwSignal::new(false);
    let holdings = Memo::new(move |_| {
        let registry = money.wallet.registry.get()?;
        money
            .snapshot
            .with(|snapshot| Some(snapshot.as_ref()?.holdings(&registry)))
    });
    let coin = Memo::new(move |_| {
        money
            .snapshot
            .with(|snapshot| snapshot.as_ref().map(|snapshot| snapshot.coin))
            .filter(|coin| !coin.get().is_zero())
    });
    // Not a memo of a memo: the list would then miss the first answer.
    let small = move || {
        holdings.with(|holdings| {
            let holdings = holdings.as_deref().unwrap_or_default();
            let small = holdings.iter().filter(|holding| holding.is_small()).count();
            if small == holdings.len() { 0 } else { small }
        })
    };
    let rows = move || {
        let folded = small() > 0 && !all.get();
        let holdings = holdings.get()?;
        let shown = holdings
            .into_iter()
            .filter(|holding| !(folded && holding.is_small()));
        Some(shown.map(|holding| view! { <AssetRow holding /> }).collect_view())
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::HomeAssets)}</h2>
            {move || match rows() {
                None => view! { <Skeleton lines=2 /> }.into_any(),
                Some(rows) => {
                    view! {
                        <ul class="balances">
                            {rows}
                            {move || {
                                coin.get()
                                    .map(|coin| {
                                        view! {
                                            <li>
                                                <span>{move || i18n.text(Key::SendCoin)}</span>
                                                <span>
                                                    <strong>
                                                        {move || format_amount(coin, 18, &money.coin(), i18n.language())}
                                                    </strong>
                                                </span>
                                            </li>
                                        }
                                    })
                            }}
                        </ul>
                    }
                    .into_any()
                }
            }}
            {move || {
                (small() > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button plain small"
                                data-testid="assets-all"
                                aria-expanded=move || all.get().to_string()
                                on:click=move |_| all.update(|all| *all = !*all)
                            >
                                {move || {
                                    if all.get() {
                                        i18n.text(Key::HomeLess).to_owned()
                                    } else {
                                        i18n.count(Key::HomeSmall, u64::try_from(small()).unwrap_or(u64::MAX))
                                    }
                                }}
                            </button>
                        }
                    })
            }}
            <DemoTokens faucet />
        </section>
    }
}

#[component]
fn AssetRow(holding: Holding) -> impl IntoView {
    let i18n = use_i18n();
    let Holding { asset, amount, worth } = holding;
    let test_id = format!("balance-{}", asset.symbol);
    let name = asset.name.clone();
    view! {
        <li data-testid=test_id>
            <span>{move || i18n.local(&name)}</span>
            <span>
                <strong>
                    {move || match amount {
                        Some(amount) => format_amount(amount, asset.decimals, &asset.symbol, i18n.language()),
                        None => i18n.text(Key::HomeNoAnswer).to_owned(),
                    }}
                </strong>
                {worth.map(|worth| view! { <small>{move || format_tenge(worth, i18n.language())}</small> })}
            </span>
        </li>
    }
}
