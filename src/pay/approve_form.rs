use std::sync::Arc;

use browser::ask_passkey;
use key_worker::protocol::{PasskeyRequest, PaymentView};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};

use crate::{
    components::{Alert, BusyText, WalletPassword, take_password},
    i18n::{Key, format_tenge, use_i18n},
    pay::{
        approve::approve,
        model::{Model, Proof},
        session::would_sign,
        travel_rule::{TravelRule, TravelRuleFields},
        trouble::trouble_text,
    },
    services::known_passkeys,
};

/// How the owner approves the order on screen: with the password, with a passkey, or with neither where another tab signs.
#[component]
pub(super) fn ApproveForm(
    model: Model,
    payment: Arc<PaymentView>,
    travel_rule: TravelRule,
    /// Whether nothing may be approved at the moment.
    waits: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let password = NodeRef::<Input>::new();
    let total = payment.total_tiyn;
    // Whether another tab would sign exactly what is on screen.
    let by_session = RwSignal::new(false);
    spawn_local({
        let payment = payment.clone();
        async move {
            let answer = would_sign(model, &payment).await;
            // The order may have left the screen meanwhile.
            let _ = by_session.try_set(answer);
        }
    });
    let on_submit = {
        let payment = payment.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            if waits.get_untracked() {
                return;
            }
            let proof = if by_session.get_untracked() {
                Proof::Session
            } else {
                let Some(input) = password.get_untracked() else {
                    return;
                };
                Proof::Password(take_password(&input))
            };
            let payment = payment.clone();
            spawn_local(async move {
                if travel_rule.send(model, &payment).await {
                    approve(model, payment, proof).await;
                }
            });
        }
    };
    view! {
        <form class="card approve" on:submit=on_submit>
            <TravelRuleFields model rule=travel_rule payment=payment.clone() />
            {move || {
                if by_session.get() {
                    return view! { <p class="quiet" data-testid="pay-session">{move || i18n.text(Key::PaySession)}</p> }
                        .into_any();
                }
                view! {
                    <WalletPassword node=password id="pay-password" />
                }
                    .into_any()
            }}
            {move || {
                model.trouble.get().map(|trouble| {
                    view! { <Alert text=Signal::derive(move || trouble_text(i18n, &trouble)) /> }
                })
            }}
            {move || {
                model.busy.get().map(|step| {
                    view! { <BusyText text=Signal::derive(move || i18n.text(step).to_owned()) /> }
                })
            }}
            <button type="submit" class="button" data-testid="pay-submit" disabled=waits>
                {move || i18n.fill(Key::PaySubmit, &[("amount", &format_tenge(total, i18n.language()))])}
            </button>
            // With data to be typed, the form's own button is the only one.
            {(!travel_rule.asks()).then(|| view! { <PasskeyButton model payment waits by_session /> })}
        </form>
    }
}

/// Pays with a passkey; nothing where the vault has none or nothing has to be proved.
#[component]
fn PasskeyButton(
    model: Model,
    payment: Arc<PaymentView>,
    waits: Signal<bool>,
    by_session: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let passkeys = known_passkeys(&model.session.get_value()?.passkeys);
    if passkeys.is_empty() {
        return None;
    }
    let on_click = move |_| {
        if waits.get_untracked() {
            return;
        }
        model.trouble.set(None);
        model.busy.set(Some(Key::PayStepPasskey));
        let (payment, passkeys) = (payment.clone(), passkeys.clone());
        spawn_local(async move {
            match ask_passkey(&passkeys).await {
                Ok((credential, output)) => {
                    approve(
                        model,
                        payment,
                        Proof::Passkey(PasskeyRequest { credential }, output),
                    )
                    .await;
                }
                Err(error) => {
                    model.trouble.set(Some(error.into()));
                    model.busy.set(None);
                }
            }
        });
    };
    Some(move || {
        (!by_session.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="button quiet"
                    data-testid="pay-passkey"
                    disabled=waits
                    on:click=on_click.clone()
                >
                    {move || i18n.text(Key::PayPasskey)}
                </button>
            }
        })
    })
}
