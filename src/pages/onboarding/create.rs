use browser::note_new_words;
use key_worker::protocol::{LockState, MakeWordsRequest, Request};
use leptos::{
    html::{Input, Ol},
    prelude::*,
    task::spawn_local,
};
use zeroize::Zeroizing;

use crate::{
    components::{Notice, Page, PasswordField, Skeleton, take_password},
    i18n::{Key, use_i18n},
    pages::{
        onboarding::{choose_password::ChoosePassword, passphrase_note::PassphraseField},
        security::{FormNotes, FormState},
        wallet::{Wallet, WalletTrouble},
    },
    services::looks_private,
};

/// New words, written down, then a password.
#[component]
pub(crate) fn CreatePage() -> impl IntoView {
    let i18n = use_i18n();
    let written_down = RwSignal::new(false);
    let wallet = Wallet::expect();
    let existed = existed_before();
    move || {
        if existed.get() == Some(true) {
            view! {
                <Page title=Signal::derive(move || i18n.text(Key::StartCreate).to_owned())>
                    <section class="card" data-testid="wallet-exists">
                        <p>{move || i18n.text(Key::StartExists)}</p>
                        <a class="button" href="/">{move || i18n.text(Key::MissingHome)}</a>
                    </section>
                </Page>
            }
            .into_any()
        } else if existed.get().is_none() && wallet.trouble.with(Option::is_none) {
            // No words are made before it is known that they are needed.
            view! { <div class="card"><Skeleton lines=5 /></div> }.into_any()
        } else if written_down.get() {
            view! { <ChoosePassword /> }.into_any()
        } else {
            view! { <NewWords done=Callback::new(move |()| written_down.set(true)) /> }.into_any()
        }
    }
}

/// Whether there was a wallet when the page was opened; what is made on it later does not count. `None` while that is not known.
pub(super) fn existed_before() -> Memo<Option<bool>> {
    let wallet = Wallet::expect();
    Memo::new(move |before: Option<&Option<bool>>| {
        let known = before.copied().flatten();
        known.or_else(|| wallet.lock_state().map(|lock| lock != LockState::NoVault))
    })
}

#[component]
fn NewWords(done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let list = NodeRef::<Ol>::new();
    let (first, second) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let (long, shown, private) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    // Each visit makes words anew: whoever wrote others down must know.
    let again = RwSignal::new(false);
    spawn_local(async move {
        let looks = looks_private().await;
        // The page may have been left meanwhile.
        let _ = private.try_set(looks);
    });
    // The words go from the transferred buffer straight into the list's text; no signal ever holds them.
    Effect::new(move |_| {
        let (Some(list), long) = (list.get(), long.get()) else {
            return;
        };
        shown.set(false);
        spawn_local(async move {
            let request = Request::MakeWords(MakeWordsRequest { long });
            match wallet.ask_with(&request, Zeroizing::default()).await {
                Ok((_, words)) => {
                    show_words(&list, &words);
                    let _ = shown.try_set(true);
                    let _ = again.try_set(note_new_words());
                }
                Err(error) => {
                    let _ = state.trouble.try_set(Some(error));
                }
            }
        });
    });
    let go_on = move |_| {
        let (Some(first), Some(second)) = (first.get_untracked(), second.get_untracked()) else {
            return;
        };
        let (passphrase, repeated) = (take_password(&first), take_password(&second));
        state.run(async move {
            if passphrase != repeated {
                return Err(WalletTrouble::PassphraseMismatch);
            }
            wallet.ask_with(&Request::SetPassphrase, passphrase).await?;
            done.run(());
            Ok(())
        });
    };
    view! {
        <Page title=Signal::derive(move || i18n.text(Key::WordsTitle).to_owned()) back="/">
            <section class="card">
                <p class="quiet">{move || i18n.fill(Key::OnboardStep, &[("n", "1"), ("of", "2")])}</p>
                {move || {
                    private
                        .get()
                        .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::OnboardPrivate).to_owned()) /> })
                }}
                <div role="alert">
                    {move || {
                        again
                            .get()
                            .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::WordsAgain).to_owned()) /> })
                    }}
                </div>
                <p>{move || i18n.text(Key::WordsLead)}</p>
                <p class="visually-hidden">{move || i18n.text(Key::WordsAloud)}</p>
                <p class="visually-hidden" role="status">
                    {move || {
                        let count = if long.get() { "24" } else { "12" };
                        shown.get().then(|| i18n.fill(Key::WordsReady, &[("n", count)]))
                    }}
                </p>
                <ol class="words coming" role="list" lang="en" translate="no" node_ref=list data-testid="words-list"></ol>
                <ul class="points">
                    <li>{move || i18n.text(Key::WordsWho)}</li>
                    <li>{move || i18n.text(Key::WordsNobody)}</li>
                    <li>{move || i18n.text(Key::WordsPaper)}</li>
                </ul>
                <a href="/recovery-sheet" target="_blank" rel="noopener" data-testid="recovery-sheet-link">
                    {move || i18n.text(Key::SheetOpen)}
                </a>
                <details class="more-options">
                    <summary data-testid="create-more">{move || i18n.text(Key::OnboardMore)}</summary>
                    <div class="stack">
                        <label class="check-row">
                            <input
                                type="checkbox"
                                data-testid="words-long"
                                prop:checked=move || long.get()
                                on:change=move |event| long.set(event_target_checked(&event))
                            />
                            <span>{move || i18n.text(Key::WordsLong)}</span>
                        </label>
                        <PassphraseField node=first id="new-passphrase" />
                        <PasswordField
                            node=second
                            id="repeat-passphrase"
                            label=Signal::derive(move || i18n.text(Key::PassphraseRepeat).to_owned())
                            autocomplete="off"
                            required=false
                        />
                    </div>
                </details>
                <FormNotes state />
                <button
                    type="button"
                    class="button"
                    data-testid="words-saved"
                    disabled=move || !shown.get() || state.busy.get()
                    on:click=go_on
                >
                    {move || i18n.text(Key::WordsSaved)}
                </button>
            </section>
        </Page>
    }
}

/// Puts words, parted by spaces, into a list.
pub(crate) fn show_words(list: &web_sys::Element, words: &[u8]) {
    list.set_text_content(None);
    for word in words.split(|byte| *byte == b' ').filter(|word| !word.is_empty()) {
        if let Ok(item) = document().create_element("li") {
            item.set_text_content(std::str::from_utf8(word).ok());
            // A list takes items.
            let _ = list.append_child(&item);
        }
    }
}
