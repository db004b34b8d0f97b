use std::sync::Arc;

use browser::{JournalEntry, WebLock, find_journal, now_seconds, write_journal};
use chain::{AssetId, Authorization, PaymentProof};
use checkout::x402::{PaymentPayload, PaymentRequired, decode_header};
use key_worker::protocol::{
    PayRequest, PayResponse, PrepareX402Request, Request, Response, SignX402Request, X402Answer,
    X402OfferView, X402View,
};
use leptos::prelude::*;
use zeroize::Zeroizing;

use crate::{
    i18n::Key,
    pages::{
        wallet::WalletTrouble,
        x402::{
            chain::{check, find_payment},
            model::{Content, Model, Paid, Screen, Trouble},
            server::{Sent, ask_price, send},
        },
    },
    services::{KeyError, fetch_registry, is_payable, request_rates},
};

/// The account that pays.
const ACCOUNT: u32 = 0;
/// Begins the journal's names of payments without an order.
const JOURNAL: &str = "x402 ";

/// Asks the address what is to be paid and shows it. A payment that is still on its way there is finished first.
pub(super) async fn load(model: Model) {
    model.trouble.set(None);
    let address = model.address.get_untracked().trim().to_owned();
    if !is_payable(&address) {
        model.screen.set(Screen::Trouble(Trouble::Address));
        return;
    }
    model.screen.set(Screen::Loading(Key::X402Loading));
    let screen = find(model, &address).await.unwrap_or_else(Screen::Trouble);
    model.screen.set(screen);
}

async fn find(model: Model, address: &str) -> Result<Screen, Trouble> {
    let wallet = model.wallet;
    let journalled = find_journal(address).await.map_err(|_| Trouble::Journal)?;
    if let Some((name, entry)) = journalled.filter(|(name, _)| name.starts_with(JOURNAL)) {
        model.known.set(entry.settled.is_some());
        if entry.settled.is_none() && entry.refused.is_none() {
            model.screen.set(Screen::Loading(Key::PayResume));
            let rpc = wallet
                .registry
                .with_untracked(|registry| registry.as_ref().map(|registry| registry.rpc.clone()));
            let rpc = rpc.unwrap_or_default();
            if now_seconds() <= entry.valid_before {
                return finish(address, &name, entry, &rpc, None).await;
            }
            // Too late for the chain; whether it was in time only the chain knows.
            if let Some(paid) = look(&name, address, &entry, &rpc).await? {
                return Ok(paid);
            }
        }
    }
    let required = ask_price(address).await?;
    model.required.set_value(required);
    prepare(model, None)
        .await
        .map(|view| Screen::Review(Arc::new(view)))
}

/// Has the key worker judge the request on screen, for one way to pay.
pub(super) async fn prepare(model: Model, choice: Option<usize>) -> Result<X402View, Trouble> {
    let wallet = model.wallet;
    let registry = fetch_registry().await.map_err(WalletTrouble::from)?;
    let operator = wallet.registry.with_untracked(|known| {
        known
            .as_ref()?
            .operators
            .first()
            .map(|operator| operator.url.clone())
    });
    let rates = match operator {
        Some(url) => request_rates(&url).await.unwrap_or_default(),
        None => Vec::new(),
    };
    let request = PrepareX402Request {
        registry,
        payment_required: model.required.get_value(),
        rates,
        choice,
        account: ACCOUNT,
    };
    match wallet.ask(&Request::PrepareX402(request)).await? {
        Response::X402(X402Answer::Offered(view)) => Ok(*view),
        Response::X402(X402Answer::Refused(refusal)) => Err(Trouble::Refusal(refusal)),
        _ => Err(WalletTrouble::Keys(KeyError::Worker).into()),
    }
}

/// Pays what is on screen: proves that the owner is here, checks the chain and the request once more, signs, journals, sends.
pub(super) async fn approve(model: Model, view: Arc<X402View>, password: Zeroizing<Vec<u8>>) {
    model.trouble.set(None);
    match pay(model, &view, password).await {
        Ok(screen) => model.screen.set(screen),
        Err(trouble @ (Trouble::Unclear | Trouble::Refused(_))) => model.screen.set(Screen::Trouble(trouble)),
        Err(trouble) => {
            // A handle signs once, and a changed request has to be seen first.
            let choice = view.offers.get(view.chosen).map(|offer| offer.accept_index);
            match prepare(model, choice).await {
                Ok(view) => model.screen.set(Screen::Review(Arc::new(view))),
                Err(other) => model.screen.set(Screen::Trouble(other)),
            }
            model.trouble.set(Some(trouble));
        }
    }
    model.busy.set(None);
}

async fn pay(model: Model, view: &X402View, password: Zeroizing<Vec<u8>>) -> Result<Screen, Trouble> {
    let wallet = model.wallet;
    let offer = view.offers.get(view.chosen).ok_or(Trouble::Changed)?;
    let address = model.address.get_untracked().trim().to_owned();
    model.busy.set(Some(Key::PayStepUnlock));
    wallet.ask_with(&PayRequest::Unlock.into(), password).await?;
    model.busy.set(Some(Key::PayStepCheck));
    let domain_separator = check(view, offer).await?;
    still_asked(model, &address).await?;
    let _lock = WebLock::acquire(&format!("cryptocity.x402 {address}")).await;
    let request = SignX402Request {
        handle: view.handle,
        domain_separator,
    };
    let Response::Pay(PayResponse::Signed(signed)) = wallet.ask(&Request::SignX402(request)).await? else {
        return Err(WalletTrouble::Keys(KeyError::Worker).into());
    };
    let entry = JournalEntry {
        payment_signature: signed.payment_signature,
        accept_index: offer.accept_index,
        asset: offer.asset.id.to_string(),
        payment_required: model.required.get_value(),
        account: ACCOUNT,
        signed_at: signed.signed_at,
        valid_before: signed.valid_before,
        refused: None,
        settled: None,
    };
    let name = match authorization(&entry) {
        Some((_, authorization)) => format!("{JOURNAL}{}", authorization.nonce),
        None => return Err(WalletTrouble::Keys(KeyError::Worker).into()),
    };
    keep(&name, &address, &entry).await?;
    model.busy.set(Some(Key::PayStepSend));
    finish(&address, &name, entry, &view.rpc, Some(offer)).await
}

/// Whether the server asks for the same as on screen; if not, what it asks for now is kept to be shown.
async fn still_asked(model: Model, address: &str) -> Result<(), Trouble> {
    let shown = model.required.get_value();
    let now = ask_price(address).await?;
    let accepts = |header: &str| {
        decode_header::<PaymentRequired>(header)
            .ok()
            .map(|required| required.accepts)
    };
    if now == shown || accepts(&now) == accepts(&shown) {
        return Ok(());
    }
    model.required.set_value(now);
    Err(Trouble::Changed)
}

/// Sends a payment that is in the journal and finds out what became of it. The server's word is one thing, the chain's
/// another: money that has moved is paid, whatever the server says.
async fn finish(
    address: &str,
    name: &str,
    entry: JournalEntry,
    rpc: &[String],
    offer: Option<&X402OfferView>,
) -> Result<Screen, Trouble> {
    let sent = send(address, &entry.payment_signature).await;
    let (content, named, refusal) = match sent {
        Sent::Served(content, named) => (Some(content), named, None),
        Sent::Refused(reason) => (None, None, Some(reason)),
        Sent::Unclear => (None, None, None),
    };
    let proof = match authorization(&entry) {
        Some((asset, authorization)) => find_payment(rpc, asset, &authorization, named).await,
        None => None,
    };
    match (content, proof, refusal) {
        (None, None, None) => Err(Trouble::Unclear),
        (None, None, Some(reason)) => {
            let refused = JournalEntry {
                refused: Some(reason.clone()),
                ..entry
            };
            keep(name, address, &refused).await?;
            Err(Trouble::Refused(reason))
        }
        (content, proof, _) => paid(name, address, &entry, proof, content, offer).await,
    }
}

/// A payment that is too late to be sent again: whether the chain has it.
async fn look(
    name: &str,
    address: &str,
    entry: &JournalEntry,
    rpc: &[String],
) -> Result<Option<Screen>, Trouble> {
    let Some((asset, authorization)) = authorization(entry) else {
        return Ok(None);
    };
    match find_payment(rpc, asset, &authorization, None).await {
        Some(proof) => paid(name, address, entry, Some(proof), None, None)
            .await
            .map(Some),
        None => Ok(None),
    }
}

async fn paid(
    name: &str,
    address: &str,
    entry: &JournalEntry,
    proof: Option<PaymentProof>,
    content: Option<Content>,
    offer: Option<&X402OfferView>,
) -> Result<Screen, Trouble> {
    let transaction = proof.map(|proof| proof.transaction.to_string());
    let settled = JournalEntry {
        settled: Some(transaction.unwrap_or_default()),
        ..entry.clone()
    };
    keep(name, address, &settled).await?;
    Ok(Screen::Paid(Arc::new(Paid {
        proof,
        offer: offer.cloned(),
        content,
    })))
}

async fn keep(name: &str, address: &str, entry: &JournalEntry) -> Result<(), Trouble> {
    write_journal(name, address, entry)
        .await
        .map_err(|_| Trouble::Journal)
}

/// What was signed, from the header it is in.
fn authorization(entry: &JournalEntry) -> Option<(AssetId, Authorization)> {
    let payload: PaymentPayload = decode_header(&entry.payment_signature).ok()?;
    Some((entry.asset.parse().ok()?, (&payload.payload.authorization).into()))
}
