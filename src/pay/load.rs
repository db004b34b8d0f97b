use std::sync::Arc;

use browser::{JournalEntry, find_journal, now_seconds};
use key_worker::protocol::{
    CheckSettlementRequest, LockState, OpenRegistryRequest, PaymentView, PreparePaymentRequest, Request,
    Response, SettlementView,
};
use leptos::prelude::*;

use crate::{
    i18n::Key,
    pay::{
        approve::send_journalled,
        model::{ACCOUNT, Model, Screen, Session, Trouble},
        opening::{Opening, await_opening},
    },
    services::{KeyClient, fetch_registry, remember_registry, request_order},
};

/// Finds out what is to be paid and shows it. Called at start and by "try again".
pub(crate) async fn load(model: Model) {
    model.trouble.set(None);
    let opening = match model.opening.get_value() {
        Some(opening) => Some(opening),
        None => await_opening().await,
    };
    let Some(opening) = opening else {
        model.screen.set(Screen::Trouble(Trouble::NoOrder));
        return;
    };
    model.opening.set_value(Some(opening.clone()));
    model.screen.set(Screen::Loading(Key::PayLoading));
    let screen = load_order(model, opening).await.unwrap_or_else(Screen::Trouble);
    model.screen.set(screen);
}

async fn load_order(model: Model, opening: Opening) -> Result<Screen, Trouble> {
    let keys = KeyClient::start()?;
    let registry = fetch_registry().await?;
    let mut session = Session {
        opening,
        keys,
        registry,
        payment_required: String::new(),
    };
    match session.keys.ask(&Request::Status).await? {
        Response::Status(status) if status.lock == LockState::NoVault => return Ok(Screen::NoVault),
        Response::Status(_) => {}
        _ => return Err(Trouble::unexpected_answer()),
    }
    let journalled = find_journal(&session.opening.pay_url)
        .await
        .map_err(|_| Trouble::Journal)?;
    let mut refused = None;
    if let Some((order_hash, entry)) = journalled {
        if entry.settled.is_some() {
            return check_settlement(&session, &entry)
                .await
                .map(|view| Screen::Receipt(Arc::new(view)));
        }
        if entry.refused.is_none() {
            model.screen.set(Screen::Loading(Key::PayResume));
            return send_journalled(&session, &order_hash, entry).await;
        }
        refused = Some(entry).filter(|entry| now_seconds() <= entry.valid_before);
    }
    session.payment_required = request_order(&session.opening.pay_url).await?;
    let mut view = prepare(&session, None).await?;
    let only = refused.and_then(|entry| {
        view.offers
            .iter()
            .find(|offer| offer.asset.id.to_string() == entry.asset)
    });
    if let Some(choice) = only.map(|offer| offer.accept_index) {
        view = prepare(&session, Some(choice)).await?;
    }
    remember_registry(view.registry.version, session.registry.seen_version).await?;
    model.session.set_value(Some(session));
    Ok(Screen::Review(Arc::new(view)))
}

/// Has the key worker verify the order, for one way to pay.
pub(crate) async fn prepare(session: &Session, choice: Option<usize>) -> Result<PaymentView, Trouble> {
    let request = PreparePaymentRequest {
        registry: session.registry.clone(),
        payment_required: session.payment_required.clone(),
        attested_origin: session.opening.attested_origin.clone(),
        choice,
        account: ACCOUNT,
    };
    match session.keys.ask(&Request::PreparePayment(request)).await? {
        Response::Payment(view) => Ok(*view),
        _ => Err(Trouble::unexpected_answer()),
    }
}

/// Has the key worker verify the papers of a settled payment.
pub(crate) async fn check_settlement(
    session: &Session,
    entry: &JournalEntry,
) -> Result<SettlementView, Trouble> {
    let request = CheckSettlementRequest {
        // The rules that hold now do not undo a receipt; an older registry than seen is still refused when paying.
        registry: OpenRegistryRequest {
            seen_version: 0,
            ..session.registry.clone()
        },
        payment_required: entry.payment_required.clone(),
        accept_index: entry.accept_index,
        account: entry.account,
        signed_at: entry.signed_at,
        settled: entry.settled.clone().unwrap_or_default(),
    };
    match session.keys.ask(&Request::CheckSettlement(request)).await? {
        Response::Settlement(view) => Ok(*view),
        _ => Err(Trouble::unexpected_answer()),
    }
}
