//! Payments that a wallet unlocked in another tab signs, as far as its owner has allowed it.

use key_worker::protocol::{Failure, PaymentView, SessionAnswer, SessionAsk, SignedPaymentView};
use leptos::prelude::*;
use sig::B256;

use crate::{
    pay::{
        load::order_request,
        model::{Model, Session, Trouble, terms},
    },
    services::KeyError,
};

/// Whether another tab would sign the payment on screen.
pub(super) async fn would_sign(model: Model, view: &PaymentView) -> bool {
    match model.session.get_value() {
        Some(session) if model.asks_tabs.get_value() => ask(&session, view, None).await.is_some(),
        _ => false,
    }
}

/// Has another tab sign the payment on screen.
pub(super) async fn sign_in_session(
    model: Model,
    session: &Session,
    view: &PaymentView,
    domain_separator: B256,
) -> Result<SignedPaymentView, Trouble> {
    let answer = ask(session, view, Some(domain_separator)).await;
    answer.and_then(|answer| answer.signed).ok_or_else(|| {
        // Locked meanwhile, or ten minutes are over: from now on this window asks for the password.
        model.asks_tabs.set_value(false);
        Trouble::Keys(KeyError::Refused(Failure::Locked))
    })
}

/// An answer about another payment than the one on screen is none.
async fn ask(session: &Session, view: &PaymentView, domain_separator: Option<B256>) -> Option<SessionAnswer> {
    let choice = view.offers.get(view.chosen).map(|offer| offer.accept_index);
    let question = SessionAsk {
        order: order_request(session, choice),
        domain_separator,
    };
    let answer = session.keys.ask_others(&question).await?;
    (terms(&answer.payment) == terms(view)).then_some(answer)
}
