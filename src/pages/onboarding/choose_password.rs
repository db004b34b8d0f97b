use browser::{ask_persistence, forget_new_words};
use key_worker::protocol::Request;
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    components::{Alert, BusyText, Page, PasswordField, take_password},
    i18n::{Key, use_i18n},
    pages::{
        onboarding::strength_note::StrengthNote,
        wallet::{Wallet, WalletTrouble},
    },
};

/// A password for the words the worker holds; then the vault is made and home opens.
#[component]
pub(crate) fn ChoosePassword() -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let navigate = use_navigate();
    let (first, second) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let trouble = RwSignal::new(None::<WalletTrouble>);
    let busy = RwSignal::new(false);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(first), Some(second)) = (first.get(), second.get()) else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        let (password, repeated) = (take_password(&first), take_password(&second));
        if password != repeated {
            trouble.set(Some(WalletTrouble::PasswordMismatch));
            return;
        }
        trouble.set(None);
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match wallet.ask_with(&Request::CreateVault, password).await {
                Ok(_) => {
                    forget_new_words();
                    // Asked while the person is here: browsers that ask them do it now, others decide by themselves.
                    spawn_local(async {
                        ask_persistence().await;
                    });
                    // Nobody goes back to making a wallet that is made.
                    let options = NavigateOptions {
                        replace: true,
                        ..NavigateOptions::default()
                    };
                    navigate("/", options);
                }
                Err(error) => trouble.set(Some(error)),
            }
            busy.set(false);
        });
    };
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::PasswordTitle).to_owned())>
        <form class="card" on:submit=on_submit>
            <p class="quiet">{move || i18n.fill(Key::OnboardStep, &[("n", "2"), ("of", "2")])}</p>
            <p>{move || i18n.text(Key::PasswordLead)}</p>
            <StrengthNote node=first>
                <PasswordField
                    node=first
                    id="new-password"
                    label=Signal::derive(move || i18n.text(Key::PasswordNew).to_owned())
                    autocomplete="new-password"
                    hint=Signal::derive(move || i18n.text(Key::PasswordHint).to_owned())
                />
            </StrengthNote>
            <PasswordField
                node=second
                id="repeat-password"
                label=Signal::derive(move || i18n.text(Key::PasswordRepeat).to_owned())
                autocomplete="new-password"
            />
            {move || {
                trouble.get().map(|trouble| view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> })
            }}
            {move || {
                busy.get().then(|| {
                    view! { <BusyText text=Signal::derive(move || i18n.text(Key::PasswordBusy).to_owned()) /> }
                })
            }}
            <button type="submit" class="button" data-testid="create-submit" disabled=move || busy.get()>
                {move || i18n.text(Key::PasswordSubmit)}
            </button>
        </form>
        </Page>
    }
}
