use chain::PaymentLink;
use key_worker::protocol::{AssetView, RegistryView};
use leptos::prelude::*;
use sig::Address;
use units::AssetAmount;

use crate::{
    components::{AmountField, CopyButton, Page, Qr, SelectField},
    i18n::{Key, decimal_mark, use_i18n},
    pages::wallet::Wallet,
};

/// The value of the choice "any asset".
const ANY: &str = "any";

/// How others pay here: the address, or a link with asset and amount
/// ([ERC-681](https://eips.ethereum.org/EIPS/eip-681)), as text and as a square.
#[component]
pub(crate) fn ReceivePage() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let ready = Memo::new(move |_| Some((wallet.registry.get()?, wallet.account()?)));
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::ReceiveTitle).to_owned()) back="/".to_owned()>
            {move || ready.get().map(|(registry, account)| view! { <Request registry account /> })}
        </Page>
    }
}

#[component]
fn Request(registry: RegistryView, account: Address) -> impl IntoView {
    let i18n = use_i18n();
    let asset = RwSignal::new(ANY.to_owned());
    let typed = RwSignal::new(String::new());
    let assets = StoredValue::new(registry.assets);
    let chain = registry.home_chain;
    let chosen = Memo::new(move |_| {
        assets.with_value(|assets| assets.iter().find(|known| known.symbol == asset.get()).cloned())
    });
    let amount = Memo::new(move |_| {
        chosen.get().map_or(Ok(None), |asset| {
            read_amount(&typed.get(), &asset, decimal_mark(i18n.language()))
        })
    });
    // A wrong amount is never part of a link.
    let link = Signal::derive(move || match (chosen.get(), amount.get()) {
        (Some(asset), Ok(amount)) => Some(
            PaymentLink {
                chain: Some(chain),
                token: Some(asset.id.token),
                to: account,
                amount,
            }
            .to_link(),
        ),
        (None, _) => Some(account.to_string()),
        (Some(_), Err(_)) => None,
    });
    let options = Signal::derive(move || {
        let any = (ANY.to_owned(), i18n.text(Key::ReceiveAny).to_owned());
        let named = assets.with_value(|assets| {
            assets
                .iter()
                .map(|asset| {
                    (
                        asset.symbol.clone(),
                        format!("{} · {}", asset.symbol, i18n.local(&asset.name)),
                    )
                })
                .collect::<Vec<_>>()
        });
        std::iter::once(any).chain(named).collect::<Vec<_>>()
    });
    view! {
        <div class="columns">
            <section class="card">
                {move || match link.get() {
                    Some(link) => {
                        let label = i18n.text(Key::ReceiveQr).to_owned();
                        view! {
                            <Qr text=link.clone() label />
                            <p class="hash" data-testid="receive-link" translate="no">{link.clone()}</p>
                            <div class="actions">
                                <CopyButton text=link />
                            </div>
                        }
                            .into_any()
                    }
                    None => view! { <p class="hint">{i18n.text(Key::ReceiveWaiting)}</p> }.into_any(),
                }}
            </section>
            <section class="card">
                <SelectField
                    id="receive-asset"
                    label=Signal::derive(move || i18n.text(Key::ReceiveAsset).to_owned())
                    value=asset
                    options
                />
                {move || {
                    chosen
                        .get()
                        .map(|asset| {
                            view! {
                                <AmountField
                                    id="receive-amount"
                                    label=Signal::derive(move || i18n.text(Key::ReceiveAmount).to_owned())
                                    value=typed
                                    unit=asset.symbol
                                    error=Signal::derive(move || {
                                        amount
                                            .get()
                                            .err()
                                            .map(|AmountError { decimals }| {
                                                i18n.fill(
                                                    Key::ReceiveAmountWrong,
                                                    &[("decimals", &decimals.to_string())],
                                                )
                                            })
                                    })
                                />
                            }
                        })
                }}
                <p class="notice">{move || i18n.text(Key::ReceiveNote)}</p>
            </section>
        </div>
    }
}

/// What was typed is no amount of the asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AmountError {
    pub(crate) decimals: u8,
}

/// An amount in whole units as the reader's language writes it; nothing when the field is empty. Surplus decimals, a
/// second mark and anything but digits are refused.
pub(crate) fn read_amount(
    typed: &str,
    asset: &AssetView,
    mark: char,
) -> Result<Option<AssetAmount>, AmountError> {
    let wrong = AmountError {
        decimals: asset.decimals,
    };
    let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(None);
    }
    // The other language's mark would be a thousand times more or less.
    if mark != '.' && text.contains('.') {
        return Err(wrong);
    }
    AssetAmount::parse_whole(&text.replace(mark, "."), asset.decimals)
        .map(Some)
        .map_err(|_| wrong)
}
