use key_worker::protocol::{PayRequest, Request};
use leptos::{ev::SubmitEvent, html::Input, prelude::*, task::spawn_local};
use zeroize::Zeroizing;

use crate::{
    components::{Alert, BusyText, WalletPassword, take_password},
    i18n::{Key, use_i18n},
    pages::wallet::{Wallet, WalletTrouble},
};

/// What a form about keys is doing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormState {
    /// What went wrong.
    pub(crate) trouble: RwSignal<Option<WalletTrouble>>,
    /// Whether the worker is at it.
    pub(crate) busy: RwSignal<bool>,
}

impl FormState {
    pub(crate) fn new() -> Self {
        Self {
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Runs one attempt at a time and keeps its trouble.
    pub(crate) fn run(self, work: impl Future<Output = Result<(), WalletTrouble>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.trouble.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let result = work.await;
            // The page may have been left meanwhile.
            let _ = self.trouble.try_set(result.err());
            let _ = self.busy.try_set(false);
        });
    }
}

/// Trouble and progress of a form.
#[component]
pub(crate) fn FormNotes(state: FormState) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        {move || {
            state.trouble.get().map(|trouble| view! { <Alert follow=true text=Signal::derive(move || trouble.text(i18n)) /> })
        }}
        {move || {
            state
                .busy
                .get()
                .then(|| view! { <BusyText text=Signal::derive(move || i18n.text(Key::KeysBusy).to_owned()) /> })
        }}
    }
}

/// Proves with the password that the owner is here; the next sensitive request is allowed.
pub(crate) async fn prove_owner(wallet: Wallet, password: Zeroizing<Vec<u8>>) -> Result<(), WalletTrouble> {
    wallet
        .ask_with(&Request::Pay(PayRequest::Unlock), password)
        .await
        .map(|_| ())
}

/// A form with the present password and one button. `work` gets the password.
#[component]
pub(crate) fn OwnerForm<F>(
    /// Of the password field.
    id: &'static str,
    /// The button.
    #[prop(into)]
    submit: Signal<String>,
    /// What the form is doing.
    state: FormState,
    /// Called with the password.
    work: F,
) -> impl IntoView
where
    F: Fn(Zeroizing<Vec<u8>>) + 'static,
{
    let password = NodeRef::<Input>::new();
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = password.get_untracked() {
            work(take_password(&input));
        }
    };
    view! {
        <form class="stack" on:submit=on_submit>
            <WalletPassword node=password id=id />
            <FormNotes state />
            <button type="submit" class="button" data-testid=format!("{id}-submit") disabled=move || state.busy.get()>
                {move || submit.get()}
            </button>
        </form>
    }
}
