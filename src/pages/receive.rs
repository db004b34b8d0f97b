use chain::PaymentLink;
use key_worker::protocol::RegistryView;
use leptos::prelude::*;
use sig::Address;

use crate::{
    components::{AmountField, CopyButton, Page, Qr, SelectField, ShareButton, TextField},
    i18n::{Key, decimal_mark, use_i18n},
    pages::{
        money::{AmountError, read_amount},
        wallet::Wallet,
    },
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
            read_amount(&typed.get(), asset.decimals, decimal_mark(i18n.language()))
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
                                <CopyButton text=link.clone() />
                                <ShareButton text=link.clone() />
                            </div>
                            <CopyCheck text=link />
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

/// Says whether what lies in the clipboard is what was copied: some programs put another address there.
#[component]
fn CopyCheck(text: String) -> impl IntoView {
    let i18n = use_i18n();
    let pasted = RwSignal::new(String::new());
    let text = StoredValue::new(text);
    let differs = move || {
        let pasted = pasted.get();
        (!pasted.trim().is_empty()).then(|| text.with_value(|text| pasted.trim() != text))
    };
    view! {
        <details>
            <summary>{move || i18n.text(Key::ReceiveCheck)}</summary>
            <TextField
                id="receive-check"
                label=Signal::derive(move || i18n.text(Key::ReceiveCheckPaste).to_owned())
                value=pasted
                hint=Signal::derive(move || {
                    let same = differs() == Some(false);
                    i18n.text(if same { Key::ReceiveCheckSame } else { Key::ReceiveCheckHint }).to_owned()
                })
                error=Signal::derive(move || {
                    (differs() == Some(true)).then(|| i18n.text(Key::ReceiveCheckOther).to_owned())
                })
            />
        </details>
    }
}
