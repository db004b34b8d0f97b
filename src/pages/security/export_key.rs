use key_worker::protocol::{AccountRequest, Request};
use leptos::{html::Code, prelude::*};
use sig::Address;
use zeroize::Zeroizing;

use crate::{
    components::Notice,
    i18n::{Key, use_i18n},
    pages::{
        security::{
            owner::{FormState, OwnerForm, prove_owner},
            save_encrypted::SaveEncrypted,
        },
        wallet::Wallet,
    },
};

/// The key of one account, for another wallet: as a file with a password, or as plain digits.
#[component]
pub(super) fn ExportKey(
    /// Its number in the vault.
    account: u32,
    /// Its address.
    address: Address,
) -> impl IntoView {
    view! {
        <ExportFile account address />
        <ShowKey account />
    }
}

#[component]
fn ExportFile(account: u32, address: Address) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="stack">
            <h3>{move || i18n.text(Key::ExportFileTitle)}</h3>
            <p>{move || i18n.text(Key::ExportFileLead)}</p>
            <SaveEncrypted
                owner="keystore-owner"
                password="keystore-password"
                save="keystore-save"
                request=Request::ExportKeystore(AccountRequest { account })
                name=format!("keystore-{address}.json")
            />
        </section>
    }
}

#[component]
fn ShowKey(account: u32) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let place = NodeRef::<Code>::new();
    // The digits go from the transferred buffer straight into the element, which is gone when the dialog closes.
    let show = move |password: Zeroizing<Vec<u8>>| {
        state.run(async move {
            prove_owner(wallet, password).await?;
            let request = Request::ExportPrivateKey(AccountRequest { account });
            let (_, digits) = wallet.ask_with(&request, Zeroizing::default()).await?;
            if let Some(place) = place.get_untracked() {
                place.set_text_content(std::str::from_utf8(&digits).ok());
            }
            Ok(())
        });
    };
    view! {
        <section class="stack">
            <h3>{move || i18n.text(Key::ExportKeyTitle)}</h3>
            <Notice text=Signal::derive(move || i18n.text(Key::ExportKeyLead).to_owned()) />
            <code class="hash" translate="no" node_ref=place data-testid="shown-key"></code>
            <OwnerForm
                id="key-owner"
                submit=Signal::derive(move || i18n.text(Key::ExportKeyShow).to_owned())
                state
                work=show
            />
        </section>
    }
}
