use std::sync::Arc;

use browser::{JournalEntry, WebLock, read_journal, write_journal};
use futures_util::future::join;
use key_worker::protocol::{PaymentView, Request, Response, SignPaymentRequest, SignedPaymentView};
use leptos::prelude::*;
use sig::B256;
use zeroize::Zeroizing;

use crate::{
    i18n::Key,
    pay::{
        load::{check_settlement, prepare},
        model::{ACCOUNT, Model, Screen, Session, Trouble},
    },
    services::{PaidAnswer, ReadChainError, TillError, read_balance, read_domain_separator, send_payment},
};

/// Pays the order on screen: unlock, check the chain, sign, journal, send, verify the receipt.
pub(crate) async fn approve(model: Model, view: Arc<PaymentView>, password: Zeroizing<Vec<u8>>) {
    let Some(session) = model.session.get_value() else {
        return;
    };
    model.trouble.set(None);
    match pay(model, &session, &view, password).await {
        Ok(screen) => model.screen.set(screen),
        // Without an answer the order on screen is not the question any more.
        Err(Trouble::Unconfirmed) => model.screen.set(Screen::Trouble(Trouble::Unconfirmed)),
        Err(trouble) => {
            // A handle signs once: prepare the same way to pay again, unless only the password was wrong.
            if !trouble.is_wrong_password() {
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

async fn pay(
    model: Model,
    session: &Session,
    view: &PaymentView,
    password: Zeroizing<Vec<u8>>,
) -> Result<Screen, Trouble> {
    model.busy.set(Some(Key::PayStepUnlock));
    let unlock = session.keys.ask_with(&Request::Unlock, password);
    let (unlocked, checked) = join(unlock, check_chain(view)).await;
    unlocked?;
    model.busy.set(Some(Key::PayStepCheck));
    let domain_separator = checked?;
    let entry = sign_once(session, view, domain_separator).await?;
    model.busy.set(Some(Key::PayStepSend));
    session.opening.tell("authorized");
    send_journalled(session, entry).await
}

/// Signs and journals the payment of an order, unless another window has: then its payment is the one to send. The lock
/// spans both steps in all windows.
async fn sign_once(
    session: &Session,
    view: &PaymentView,
    domain_separator: B256,
) -> Result<JournalEntry, Trouble> {
    let pay_url = &session.opening.pay_url;
    let _lock = WebLock::acquire(&format!("cryptocity.pay {pay_url}")).await;
    let journalled = read_journal(pay_url).await.map_err(|_| Trouble::Journal)?;
    if let Some(entry) = journalled.filter(|entry| entry.refused.is_none()) {
        return Ok(entry);
    }
    let request = SignPaymentRequest {
        handle: view.handle,
        domain_separator,
    };
    let Response::Signed(signed) = session.keys.ask(&Request::SignPayment(request)).await? else {
        return Err(Trouble::unexpected_answer());
    };
    let entry = journal_entry(session, view, signed);
    write_journal(pay_url, &entry)
        .await
        .map_err(|_| Trouble::Journal)?;
    Ok(entry)
}

/// Reads what the token contract says of itself and whether there is enough of it.
async fn check_chain(view: &PaymentView) -> Result<B256, Trouble> {
    let offer = view
        .offers
        .get(view.chosen)
        .ok_or(Trouble::Chain(ReadChainError::Unreachable))?;
    let (separator, balance) = join(
        read_domain_separator(&view.rpc, offer.asset.id),
        read_balance(&view.rpc, offer.asset.id, view.payer),
    )
    .await;
    let (separator, balance) = (separator?, balance?);
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

fn journal_entry(session: &Session, view: &PaymentView, signed: SignedPaymentView) -> JournalEntry {
    JournalEntry {
        payment_signature: signed.payment_signature,
        accept_index: view
            .offers
            .get(view.chosen)
            .map(|offer| offer.accept_index)
            .unwrap_or_default(),
        payment_required: session.payment_required.clone(),
        account: ACCOUNT,
        signed_at: signed.signed_at,
        valid_before: signed.valid_before,
        refused: None,
        settled: None,
    }
}

/// Sends a payment that is in the journal, keeps the answer there, and verifies it. Safe to call again and again.
pub(crate) async fn send_journalled(session: &Session, mut entry: JournalEntry) -> Result<Screen, Trouble> {
    let pay_url = &session.opening.pay_url;
    match send_payment(pay_url, &entry.payment_signature).await {
        Ok(PaidAnswer(settled)) => entry.settled = Some(settled),
        Err(TillError::Unreachable | TillError::Later) => return Err(Trouble::Unconfirmed),
        Err(refusal) => {
            entry.refused = Some(format!("{refusal:?}"));
            write_journal(pay_url, &entry)
                .await
                .map_err(|_| Trouble::Journal)?;
            session.opening.tell("failed");
            return Err(refusal.into());
        }
    }
    write_journal(pay_url, &entry)
        .await
        .map_err(|_| Trouble::Journal)?;
    session.opening.tell("settled");
    check_settlement(session, &entry)
        .await
        .map(|view| Screen::Receipt(Arc::new(view)))
}
