use key_worker::protocol::{Request, Response, SessionPolicyRequest, SessionPolicyView};
use leptos::{prelude::*, task::spawn_local};
use units::Tiyn;
use zeroize::Zeroizing;

use crate::{
    components::{SelectField, Toasts},
    i18n::{Key, format_tenge, use_i18n},
    pages::{
        security::owner::{FormState, OwnerForm, prove_owner},
        wallet::Wallet,
    },
    services::fetch_registry,
};

/// What may be paid without a password, in tiyn; nothing at first.
const CEILINGS: [u64; 6] = [0, 100_000, 200_000, 500_000, 1_000_000, 2_000_000];

/// Whether small payments need no password while the wallet is unlocked.
#[component]
pub(super) fn SessionPolicy() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let state = FormState::new();
    let chosen = RwSignal::new("0".to_owned());
    spawn_local(async move {
        if let Ok(Response::SessionPolicy(SessionPolicyView { ceiling })) =
            wallet.ask(&Request::ShowSessionPolicy).await
        {
            // The page may have been left meanwhile.
            let _ = chosen.try_set(ceiling.map_or(0, Tiyn::get).to_string());
        }
    });
    let choices = Signal::derive(move || {
        CEILINGS
            .map(|tiyn| {
                let name = match Tiyn::new(tiyn) {
                    Ok(amount) if tiyn > 0 => format_tenge(amount, i18n.language()),
                    _ => i18n.text(Key::KeysSessionOff).to_owned(),
                };
                (tiyn.to_string(), name)
            })
            .to_vec()
    });
    let save = move |password: Zeroizing<Vec<u8>>| {
        let ceiling =
            chosen.with_untracked(|chosen| chosen.parse().ok().and_then(|tiyn| Tiyn::new(tiyn).ok()));
        state.run(async move {
            let registry = fetch_registry().await?;
            prove_owner(wallet, password).await?;
            wallet
                .ask(&Request::SetSessionPolicy(SessionPolicyRequest {
                    registry,
                    ceiling,
                }))
                .await?;
            toasts.show(i18n.text(Key::KeysSessionSaved));
            Ok(())
        });
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::KeysSessionTitle)}</h2>
            <p>{move || i18n.text(Key::KeysSessionLead)}</p>
            <SelectField
                id="session-ceiling"
                label=Signal::derive(move || i18n.text(Key::KeysSessionCeiling).to_owned())
                value=chosen
                options=choices
            />
            <OwnerForm
                id="session-password"
                submit=Signal::derive(move || i18n.text(Key::KeysSessionSave).to_owned())
                state
                work=save
            />
        </section>
    }
}
