use std::sync::Arc;

use browser::{JournalEntry, WebLock, now_seconds, read_journal, write_journal};
use futures_util::future::join3;
use key_worker::protocol::{OfferView, PayRequest, PayResponse, PaymentView, SignPaymentRequest};
use leptos::prelude::*;
use sig::B256;

use crate::{
    i18n::Key,
    pay::{
        load::{check_settlement, prepare},
        model::{Model, Proof, Screen, Session, Trouble, terms},
        payee::remember_payee,
        session::sign_in_session,
    },
    services::{
        PaidAnswer, ReadChainError, TillError, has_code, read_balance, read_domain_separator, request_order,
        send_payment,
    },
};

/// Pays the order on screen: unlock, check the chain, sign, journal, send, verify the receipt.
pub(crate) async fn approve(model: Model, view: Arc<PaymentView>, proof: Proof) {
    let Some(session) = model.session.get_value() else {
        return;
    };
    model.trouble.set(None);
    let paid = pay(model, &session, &view, proof).await;
    // Keys stay open for one payment only; a wrong password opened nothing, and its order stays prepared. A worker that
    // cannot even lock has stopped, and its keys with it.
    if !paid.as_ref().is_err_and(Trouble::is_wrong_password) {
        let _ = session.keys.ask(&PayRequest::Lock).await;
    }
    match paid {
        Ok(screen) => model.screen.set(screen),
        // Without an answer the order on screen is not the question any more.
        Err(Trouble::Unconfirmed) => model.screen.set(Screen::Trouble(Trouble::Unconfirmed)),
        Err(trouble) => {
            // A handle signs once: prepare the same way to pay again, unless only the password was wrong.
            if let Some(session) = model.session.get_value().filter(|_| !trouble.is_wrong_password()) {
                let choice = view.offers.get(view.chosen).map(|offer| offer.accept_index);
                match prepare(&session, choice).await {
                    Ok(view) => model.screen.set(Screen::Review(Arc::new(view))),
                    Err(other) => model.screen.set(Screen::Trouble(other)),
                }
            }
            model.trouble.set(Some(trouble));
        }
    }
    model.busy.set(None);
}

async fn pay(model: Model, session: &Session, view: &PaymentView, proof: Proof) -> Result<Screen, Trouble> {
    let by_session = matches!(proof, Proof::Session);
    model.busy.set(Some(if by_session {
        Key::PayStepCheck
    } else {
        Key::PayStepUnlock
    }));
    let unlock = unlock(session, proof);
    let asked = request_order(&session.opening.pay_url);
    let (unlocked, checked, asked) = join3(unlock, check_chain(view), asked).await;
    unlocked?;
    model.busy.set(Some(Key::PayStepCheck));
    let domain_separator = checked?;
    let order_hash = view.order_hash.to_string();
    let entry = sign_once(model, session, view, domain_separator, asked, by_session).await?;
    remember_payee(view).await;
    model.busy.set(Some(Key::PayStepSend));
    session.opening.tell("authorized");
    send_journalled(session, &order_hash, entry).await
}

async fn unlock(session: &Session, proof: Proof) -> Result<(), Trouble> {
    let (request, secret) = match proof {
        Proof::Password(password) => (PayRequest::Unlock, password),
        Proof::Passkey(passkey, output) => (PayRequest::UnlockWithPasskey(passkey), output),
        Proof::Session => return Ok(()),
    };
    session.keys.ask_with(&request, secret).await?;
    Ok(())
}

/// What to sign: the order on screen, as the till has it at this moment. When it asks for anything else by now, that is
/// kept to be shown, and nothing is signed.
async fn still_asked(
    model: Model,
    session: &Session,
    view: &PaymentView,
    asked: String,
) -> Result<(u32, String), Trouble> {
    if asked == session.payment_required {
        return Ok((view.handle, asked));
    }
    let session = Session {
        payment_required: asked,
        ..session.clone()
    };
    model.session.set_value(Some(session.clone()));
    let choice = view.offers.get(view.chosen).map(|offer| offer.accept_index);
    let now = prepare(&session, choice).await?;
    if terms(&now) == terms(view) {
        Ok((now.handle, session.payment_required))
    } else {
        Err(Trouble::Changed)
    }
}

/// Signs and journals the payment of an order, unless another window has: then its payment is the one to send. The lock
/// spans both steps in all windows.
async fn sign_once(
    model: Model,
    session: &Session,
    view: &PaymentView,
    domain_separator: B256,
    asked: Result<String, TillError>,
    by_session: bool,
) -> Result<JournalEntry, Trouble> {
    let order_hash = &*view.order_hash.to_string();
    let _lock = lock_order(order_hash).await;
    let offer = view.offers.get(view.chosen).ok_or(Trouble::unexpected_answer())?;
    if let Some(entry) = read_journal(order_hash).await.map_err(|_| Trouble::Journal)? {
        if entry.refused.is_none() {
            return Ok(entry);
        }
        // The chain would still take the refused one. Of one account and token the nonce lets only one of them through;
        // of others both could land.
        let same = entry.asset == offer.asset.id.to_string() && entry.account == session.account;
        if !same && now_seconds() <= entry.valid_before {
            let of_entry = |offer: &&OfferView| offer.asset.id.to_string() == entry.asset;
            let symbol = view
                .offers
                .iter()
                .find(of_entry)
                .map(|offer| offer.asset.symbol.clone());
            return Err(Trouble::Bound {
                symbol: symbol.unwrap_or(entry.asset),
            });
        }
    }
    let (handle, payment_required) = still_asked(model, session, view, asked?).await?;
    let signed = if by_session {
        let session = Session {
            payment_required: payment_required.clone(),
            ..session.clone()
        };
        sign_in_session(model, &session, view, domain_separator).await?
    } else {
        let request = PayRequest::SignPayment(SignPaymentRequest {
            handle,
            domain_separator,
        });
        match session.keys.ask(&request).await? {
            PayResponse::Signed(signed) => signed,
            _ => return Err(Trouble::unexpected_answer()),
        }
    };
    let entry = JournalEntry {
        payment_signature: signed.payment_signature,
        accept_index: offer.accept_index,
        asset: offer.asset.id.to_string(),
        payment_required,
        account: session.account,
        signed_at: signed.signed_at,
        valid_before: signed.valid_before,
        refused: None,
        settled: None,
    };
    write_journal(order_hash, &session.opening.pay_url, &entry)
        .await
        .map_err(|_| Trouble::Journal)?;
    Ok(entry)
}

/// Spans reading and writing the journal of one order, in all windows.
async fn lock_order(order_hash: &str) -> WebLock {
    WebLock::acquire(&format!("cryptocity.order {order_hash}")).await
}

/// Reads what the token contract says of itself, whether there is enough of it, and whether the payer's plain signature
/// counts.
async fn check_chain(view: &PaymentView) -> Result<B256, Trouble> {
    let offer = view
        .offers
        .get(view.chosen)
        .ok_or(Trouble::Chain(ReadChainError::Unreachable))?;
    let (separator, balance, delegated) = join3(
        read_domain_separator(&view.rpc, offer.asset.id),
        read_balance(&view.rpc, offer.asset.id, view.payer),
        has_code(&view.rpc, view.payer),
    )
    .await;
    let (separator, balance) = (separator?, balance?);
    if delegated? {
        return Err(Trouble::Delegated);
    }
    if balance < offer.amount {
        return Err(Trouble::Insufficient {
            balance,
            needed: offer.amount,
            decimals: offer.asset.decimals,
            symbol: offer.asset.symbol.clone(),
        });
    }
    Ok(separator)
}

/// Sends a payment that is in the journal, verifies the answer and keeps it. Safe to call again and again: an answer
/// counts only when every signature in it holds.
pub(crate) async fn send_journalled(
    session: &Session,
    order_hash: &str,
    mut entry: JournalEntry,
) -> Result<Screen, Trouble> {
    match send_payment(&session.opening.pay_url, &entry.payment_signature).await {
        Ok(PaidAnswer(settled)) => entry.settled = Some(settled),
        Err(TillError::Unreachable | TillError::Later) => return Err(Trouble::Unconfirmed),
        Err(TillError::InProgress) => return Err(TillError::InProgress.into()),
        Err(refusal) => {
            entry.refused = Some(refusal.to_string());
            keep(session, order_hash, &entry).await?;
            session.opening.tell("failed");
            return Err(refusal.into());
        }
    }
    let receipt = check_settlement(session, &entry).await?;
    keep(session, order_hash, &entry).await?;
    session.opening.tell("settled");
    Ok(receipt)
}

/// Writes an outcome into the journal; a receipt that another window has written stays.
async fn keep(session: &Session, order_hash: &str, entry: &JournalEntry) -> Result<(), Trouble> {
    let _lock = lock_order(order_hash).await;
    let known = read_journal(order_hash).await.map_err(|_| Trouble::Journal)?;
    if known.is_some_and(|known| known.settled.is_some()) {
        return Ok(());
    }
    write_journal(order_hash, &session.opening.pay_url, entry)
        .await
        .map_err(|_| Trouble::Journal)
}
