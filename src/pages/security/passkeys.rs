use base64::{Engine as _, engine::general_purpose::STANDARD};
use browser::{KnownPasskey, PasskeyError, ask_passkey, make_passkey};
use key_worker::protocol::{AddPasskeyRequest, PasskeyRequest, PasskeyView, PayRequest, Request};
use leptos::prelude::*;
use zeroize::Zeroizing;

use crate::{
    components::{Icon, Item, TextField, Toasts},
    i18n::{Key, use_i18n},
    pages::{
        security::owner::{FormNotes, FormState, OwnerForm, prove_owner},
        wallet::{Wallet, WalletTrouble},
    },
    services::known_passkeys,
};

fn of(wallet: Wallet) -> Vec<PasskeyView> {
    wallet
        .status
        .with(|status| status.as_ref().map(|status| status.passkeys.clone()))
        .unwrap_or_default()
}

/// The passkeys of the wallet: shown, added, taken away.
#[component]
pub(super) fn Passkeys() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let toasts = Toasts::expect();
    let (adding, removing) = (FormState::new(), FormState::new());
    let name = RwSignal::new(i18n.text(Key::KeysPasskeyDefault).to_owned());
    let chosen = RwSignal::new(None::<String>);
    let add = move |password: Zeroizing<Vec<u8>>| {
        let (name, present) = (name.get_untracked(), untrack(move || known_passkeys(&of(wallet))));
        adding.run(async move {
            prove_owner(wallet, password).await?;
            add_passkey(wallet, name, present).await?;
            toasts.show(i18n.text(Key::KeysPasskeyAdded));
            Ok(())
        });
    };
    let remove = move |password: Zeroizing<Vec<u8>>| {
        let Some(credential) = chosen.get_untracked() else {
            return;
        };
        removing.run(async move {
            prove_owner(wallet, password).await?;
            wallet
                .ask(&Request::RemovePasskey(PasskeyRequest { credential }))
                .await?;
            chosen.set(None);
            Ok(())
        });
    };
    view! {
        <section class="card">
            <h2>{move || i18n.text(Key::KeysPasskeyTitle)}</h2>
            <p>{move || i18n.text(Key::KeysPasskeyLead)}</p>
            {move || {
                of(wallet)
                    .into_iter()
                    .map(|passkey| {
                        let credential = passkey.credential;
                        view! {
                            <Item icon=Icon::Lock title=Signal::stored(passkey.name)>
                                <button
                                    type="button"
                                    class="button quiet"
                                    data-testid="passkey-remove"
                                    on:click=move |_| chosen.set(Some(credential.clone()))
                                >
                                    {move || i18n.text(Key::KeysPasskeyRemove)}
                                </button>
                            </Item>
                        }
                    })
                    .collect_view()
            }}
            {move || {
                chosen
                    .with(Option::is_some)
                    .then(|| {
                        view! {
                            <OwnerForm
                                id="passkey-remove-password"
                                submit=Signal::derive(move || i18n.text(Key::KeysPasskeyRemove).to_owned())
                                state=removing
                                work=remove
                            />
                        }
                    })
            }}
            <TextField
                id="passkey-name"
                label=Signal::derive(move || i18n.text(Key::KeysPasskeyName).to_owned())
                value=name
            />
            <OwnerForm
                id="passkey-password"
                submit=Signal::derive(move || i18n.text(Key::KeysPasskeyAdd).to_owned())
                state=adding
                work=add
            />
        </section>
    }
}

/// Makes a passkey, has it answer a second time, and only then adds it.
async fn add_passkey(wallet: Wallet, name: String, present: Vec<KnownPasskey>) -> Result<(), WalletTrouble> {
    let salt = browser::random_bytes::<32>().ok_or(WalletTrouble::Passkey(PasskeyError::Unsupported))?;
    let made = make_passkey(&name, &salt, &present).await?;
    let asked = [KnownPasskey {
        credential: made.credential.clone(),
        salt: salt.to_vec(),
        transports: made.transports.clone(),
    }];
    let first = match made.output {
        Some(output) => output,
        None => ask_passkey(&asked).await?.1,
    };
    let (_, second) = ask_passkey(&asked).await?;
    let mut outputs = Zeroizing::new(Vec::with_capacity(64));
    outputs.extend_from_slice(&first);
    outputs.extend_from_slice(&second);
    let request = AddPasskeyRequest {
        credential: made.credential,
        salt: STANDARD.encode(salt),
        transports: made.transports,
        name,
    };
    wallet.ask_with(&Request::AddPasskey(request), outputs).await?;
    Ok(())
}

/// The button that unlocks with a passkey; nothing where the vault has none.
#[component]
pub(crate) fn PasskeyUnlock() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let unlock = move |_| {
        let present = untrack(move || known_passkeys(&of(wallet)));
        state.run(async move {
            let (credential, output) = ask_passkey(&present).await?;
            let request = Request::Pay(PayRequest::UnlockWithPasskey(PasskeyRequest { credential }));
            wallet.ask_with(&request, output).await?;
            Ok(())
        });
    };
    view! {
        {move || {
            (!of(wallet).is_empty())
                .then(|| {
                    view! {
                        <button type="button" class="button" data-testid="unlock-passkey" on:click=unlock>
                            {move || i18n.text(Key::KeysPasskeyUnlock)}
                        </button>
                        <FormNotes state />
                    }
                })
        }}
    }
}
