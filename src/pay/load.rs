use std::sync::Arc;

use browser::{JournalEntry, WebLock, find_journal, held_locks, now_seconds};
use futures_util::future::join;
use key_worker::protocol::{
    AccountKind, AccountView, CheckSettlementRequest, Failure, LockState, OpenRegistryRequest, PayRequest,
    PayResponse, PaymentView, PreparePaymentRequest,
};
use leptos::prelude::*;
use units::AssetAmount;

use crate::{
    i18n::Key,
    pay::{
        approve::send_journalled,
        model::{Model, Papers, Screen, Session, Trouble},
        opening::{Opening, await_opening},
        payee::{Acquaintance, recall_payee},
    },
    services::{
        KeyError, PayKeys, fetch_registry, has_code, random_name, read_balance, remember_registry,
        request_order,
    },
};

/// Finds out what is to be paid and shows it. Called at start and by "try again".
pub(crate) async fn load(model: Model) {
    model.trouble.set(None);
    if !count_in(model).await {
        model.screen.set(Screen::Trouble(Trouble::TooManyWindows));
        return;
    }
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

/// Counts this window among the open ones; whether there is room for it.
async fn count_in(model: Model) -> bool {
    const MOST_WINDOWS: usize = 5;
    const NAME: &str = "cryptocity.window ";
    if model.window.with_value(Option::is_none) {
        let lock = WebLock::acquire(&format!("{NAME}{}", random_name())).await;
        model.window.set_value(Some(lock));
    }
    let room = held_locks(NAME).await <= MOST_WINDOWS;
    if !room {
        model.window.set_value(None);
    }
    room
}

async fn load_order(model: Model, opening: Opening) -> Result<Screen, Trouble> {
    let keys = PayKeys::start()?;
    let registry = fetch_registry().await?;
    let mut session = Session {
        opening,
        keys,
        registry,
        payment_required: String::new(),
        accounts: Arc::default(),
        account: 0,
        passkeys: Arc::default(),
        acquaintance: Acquaintance::First,
    };
    match session.keys.ask(&PayRequest::Status).await? {
        PayResponse::Status(status) if status.lock == LockState::NoVault => return Ok(Screen::NoVault),
        PayResponse::Status(status) => {
            session.accounts = status.accounts.into_iter().filter(can_pay).collect();
            session.passkeys = status.passkeys.into();
        }
        _ => return Err(Trouble::unexpected_answer()),
    }
    let journalled = find_journal(&session.opening.pay_url)
        .await
        .map_err(|_| Trouble::Journal)?;
    let mut refused = None;
    if let Some((order_hash, entry)) = journalled {
        if entry.settled.is_some() {
            return check_settlement(&session, &entry).await;
        }
        if entry.refused.is_none() {
            model.screen.set(Screen::Loading(Key::PayResume));
            return send_journalled(&session, &order_hash, entry).await;
        }
        refused = Some(entry).filter(|entry| now_seconds() <= entry.valid_before);
    }
    // A refused payment could still land: only its account and asset may pay until it cannot.
    let chosen = refused.as_ref().map(|entry| entry.account);
    session.account = chosen
        .or_else(|| model.session.get_value().map(|session| session.account))
        .filter(|chosen| session.accounts.iter().any(|account| account.number == *chosen))
        .or(session.accounts.first().map(|account| account.number))
        .ok_or(KeyError::Refused(Failure::NoAccount))?;
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
    session.acquaintance = recall_payee(&view).await?;
    remember_registry(view.registry.edition, session.registry.seen_version).await?;
    model.session.set_value(Some(session));
    Ok(Screen::Review(Arc::new(view)))
}

/// An account with a key, that its owner wants to see.
fn can_pay(account: &AccountView) -> bool {
    !account.hidden && account.kind != AccountKind::Watch
}

/// Finds out whether tokens would take the payer's signature; until then the pay button waits. Gives the balance, where a
/// node tells it: one that does not answer is asked again, and insisted on, before signing.
pub(crate) async fn clear_payer(view: &PaymentView) -> Result<Option<AssetAmount>, Trouble> {
    let Some(offer) = view.offers.get(view.chosen) else {
        return Ok(None);
    };
    let code = has_code(&view.rpc, view.payer);
    let (delegated, balance) = join(code, read_balance(&view.rpc, offer.asset.id, view.payer)).await;
    match delegated {
        Ok(true) => Err(Trouble::Delegated),
        Ok(false) | Err(_) => Ok(balance.ok()),
    }
}

/// The order, as workers are asked about it.
pub(crate) fn order_request(session: &Session, choice: Option<usize>) -> PreparePaymentRequest {
    PreparePaymentRequest {
        registry: session.registry.clone(),
        payment_required: session.payment_required.clone(),
        attested_origin: session.opening.attested_origin.clone(),
        choice,
        account: session.account,
    }
}

/// Has the key worker verify the order, for one way to pay.
pub(crate) async fn prepare(session: &Session, choice: Option<usize>) -> Result<PaymentView, Trouble> {
    let request = order_request(session, choice);
    match session.keys.ask(&PayRequest::PreparePayment(request)).await? {
        PayResponse::Payment(view) => Ok(*view),
        _ => Err(Trouble::unexpected_answer()),
    }
}

/// Has the key worker verify the papers of a settled payment, and shows its receipt.
pub(crate) async fn check_settlement(session: &Session, entry: &JournalEntry) -> Result<Screen, Trouble> {
    let settled = entry.settled.clone().unwrap_or_default();
    let papers = papers(entry, &settled);
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
        settled,
    };
    match session.keys.ask(&PayRequest::CheckSettlement(request)).await? {
        PayResponse::Settlement(view) => Ok(Screen::Receipt(Arc::from(view), papers)),
        _ => Err(Trouble::unexpected_answer()),
    }
}

/// Headers are base64, the till's answer is JSON: nothing has to be escaped.
fn papers(entry: &JournalEntry, settled: &str) -> Papers {
    let JournalEntry {
        payment_required,
        payment_signature,
        accept_index,
        signed_at,
        ..
    } = entry;
    format!(
        "{{\"type\":\"cryptocity-receipt\",\"version\":1,\"paymentRequired\":\"{payment_required}\",\
         \"paymentSignature\":\"{payment_signature}\",\"acceptIndex\":{accept_index},\"signedAt\":{signed_at},\
         \"settled\":{settled}}}"
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipts_file_is_json_that_holds_every_paper() {
        let entry = JournalEntry {
            payment_signature: "c2lnbmVk".into(),
            accept_index: 1,
            asset: String::new(),
            payment_required: "YXNrZWQ=".into(),
            account: 0,
            signed_at: 1_795_000_000,
            valid_before: 0,
            refused: None,
            settled: None,
        };
        let papers = papers(&entry, r#"{"orderId":"0x01","state":"settled"}"#);
        let json: serde_json::Value = serde_json::from_str(&papers).unwrap();
        assert_eq!(json["paymentRequired"], "YXNrZWQ=");
        assert_eq!(json["settled"]["orderId"], "0x01");
        assert_eq!(
            (&json["acceptIndex"], &json["signedAt"]),
            (&1.into(), &1_795_000_000.into())
        );
    }
}
