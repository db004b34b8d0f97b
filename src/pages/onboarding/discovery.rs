use key_worker::protocol::{
    AddAccountsRequest, AssetView, PreviewAccountsRequest, PreviewView, RegistryView, Request, Response,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    components::BusyText,
    i18n::{Key, use_i18n},
    pages::{
        security::{FormNotes, FormState},
        wallet::{Wallet, WalletTrouble},
    },
    services::{ReadChainError, find_used_accounts},
};

/// So many unused accounts in a row end the search
/// ([BIP-44](https://github.com/bitcoin/bips/blob/master/bip-0044.mediawiki#account-discovery)).
const GAP: u32 = 20;
/// Where it ends in any case.
const MOST: u32 = 200;

/// How far the search is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Search {
    Looking,
    /// Those that were used and are not in the wallet, with whether each is wanted.
    Found(Vec<(PreviewView, RwSignal<bool>)>),
    /// No account of these words was ever used.
    Nothing,
    /// Used ones are all in the wallet.
    AllHere,
    /// No network; it can be done later.
    Failed,
}

/// Looks for accounts of a phrase that were used, and offers to add them.
#[component]
pub(crate) fn Discovery(
    /// The source in the vault; the words that were read last when absent.
    source: Option<u32>,
    /// Goes on by itself when there is nothing to choose.
    #[prop(optional)]
    quick: bool,
    /// Called when it is over.
    done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let search = RwSignal::new(Search::Looking);
    let state = FormState::new();
    // The registry names the node; it may still be loading.
    Effect::new(move |begun: Option<bool>| {
        if begun == Some(true) {
            return true;
        }
        let Some(registry) = wallet.registry.get() else {
            if wallet.trouble.with(Option::is_some) {
                search.set(Search::Failed);
            }
            return false;
        };
        spawn_local(async move {
            let found = look(wallet, source, &registry).await.unwrap_or(Search::Failed);
            if quick && found == Search::AllHere {
                done.run(());
            } else {
                // The page may have been left meanwhile.
                let _ = search.try_set(found);
            }
        });
        true
    });
    let add = move |_| {
        let Search::Found(found) = search.get_untracked() else {
            return;
        };
        let indices: Vec<u32> = found
            .iter()
            .filter(|(_, wanted)| wanted.get_untracked())
            .map(|(account, _)| account.index)
            .collect();
        state.run(async move {
            if !indices.is_empty() {
                wallet
                    .ask(&Request::AddAccounts(AddAccountsRequest { source, indices }))
                    .await?;
            }
            done.run(());
            Ok(())
        });
    };
    view! {
        <section class="card" data-testid="discovery">
            {move || match search.get() {
                Search::Looking => view! {
                    <BusyText text=Signal::derive(move || i18n.text(Key::DiscoverBusy).to_owned()) />
                }
                    .into_any(),
                Search::Found(found) => view! {
                    <h2>{move || i18n.text(Key::DiscoverTitle)}</h2>
                    <p>{move || i18n.text(Key::DiscoverLead)}</p>
                    <div class="stack">{found.into_iter().map(|(account, wanted)| row(account, wanted)).collect_view()}</div>
                }
                    .into_any(),
                Search::Nothing => view! { <p role="status">{move || i18n.text(Key::DiscoverNothing)}</p> }.into_any(),
                Search::AllHere => view! { <p role="status">{move || i18n.text(Key::DiscoverAllHere)}</p> }.into_any(),
                Search::Failed => view! { <p role="status">{move || i18n.text(Key::DiscoverFailed)}</p> }.into_any(),
            }}
            <FormNotes state />
            <button
                type="button"
                class="button"
                data-testid="discovery-continue"
                disabled=move || state.busy.get()
                on:click=move |event| match search.get_untracked() {
                    Search::Found(_) => add(event),
                    _ => done.run(()),
                }
            >
                {move || {
                    i18n.text(match search.get() {
                        Search::Looking => Key::DiscoverSkip,
                        Search::Found(_) => Key::DiscoverAdd,
                        Search::Nothing | Search::AllHere | Search::Failed => Key::ActionContinue,
                    })
                }}
            </button>
        </section>
    }
}

fn row(account: PreviewView, wanted: RwSignal<bool>) -> impl IntoView {
    let PreviewView { index, address } = account;
    view! {
        <label class="check-row">
            <input
                type="checkbox"
                data-testid=format!("found-{index}")
                prop:checked=move || wanted.get()
                on:change=move |event| wanted.set(event_target_checked(&event))
            />
            <span class="hash" translate="no">{format!("{}. {address}", u64::from(index) + 1)}</span>
        </label>
    }
}

/// Goes through the accounts of the phrase until a long stretch was never used.
async fn look(wallet: Wallet, source: Option<u32>, registry: &RegistryView) -> Result<Search, WalletTrouble> {
    let mut used = Vec::new();
    let mut start = 0;
    loop {
        let request = Request::PreviewAccounts(PreviewAccountsRequest {
            source,
            start,
            count: GAP,
        });
        let Response::Preview(accounts) = wallet.ask(&request).await? else {
            return Ok(Search::Nothing);
        };
        used.extend(used_of(registry, &accounts).await?);
        start += GAP;
        let end = used.last().map_or(0, |account| account.index + 1);
        if start >= end + GAP || start >= MOST || accounts.is_empty() {
            break;
        }
    }
    if used.is_empty() {
        return Ok(Search::Nothing);
    }
    let known = |account: &PreviewView| match source {
        // A draft of words has its first account.
        None => account.index == 0,
        Some(_) => wallet.status.with_untracked(|status| {
            status.as_ref().is_some_and(|status| {
                status
                    .accounts
                    .iter()
                    .any(|known| known.address == account.address)
            })
        }),
    };
    used.retain(|account| !known(account));
    if used.is_empty() {
        return Ok(Search::AllHere);
    }
    Ok(Search::Found(
        used.into_iter()
            .map(|account| (account, RwSignal::new(true)))
            .collect(),
    ))
}

async fn used_of(
    registry: &RegistryView,
    accounts: &[PreviewView],
) -> Result<Vec<PreviewView>, ReadChainError> {
    let addresses: Vec<_> = accounts.iter().map(|account| account.address).collect();
    let on_home = |asset: &&AssetView| asset.id.chain == registry.home_chain;
    let tokens: Vec<_> = registry
        .assets
        .iter()
        .filter(on_home)
        .map(|asset| asset.id.token)
        .collect();
    let used = find_used_accounts(&registry.rpc, &addresses, &tokens).await?;
    Ok(accounts
        .iter()
        .zip(used)
        .filter(|(_, used)| *used)
        .map(|(account, _)| *account)
        .collect())
}
