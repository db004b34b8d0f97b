use key_worker::protocol::{Failure, ReadWordsRequest, Request};
use leptos::{
    ev::SubmitEvent,
    html::{Details, Input, Textarea},
    prelude::*,
};
use zeroize::Zeroizing;

use crate::{
    components::{SelectField, TextField, take_password, take_text},
    i18n::{Key, use_i18n},
    pages::{
        onboarding::{
            passphrase_note::PassphraseField,
            word_help::{WordChips, WordHelp},
        },
        security::{FormNotes, FormState},
        wallet::{Wallet, WalletTrouble},
    },
    services::KeyError,
};

/// The word lists, by the names their speakers know them by.
const LISTS: [(&str, &str); 10] = [
    ("english", "English"),
    ("chinese-simplified", "简体中文"),
    ("chinese-traditional", "繁體中文"),
    ("czech", "Čeština"),
    ("french", "Français"),
    ("italian", "Italiano"),
    ("japanese", "日本語"),
    ("korean", "한국어"),
    ("portuguese", "Português"),
    ("spanish", "Español"),
];

/// Words typed in and checked by the worker, which then keeps them. They live in the field alone, which no browser writes
/// to disk; after a mistake they stay there, the wrong one marked.
#[component]
pub(crate) fn WordsForm(
    /// Called once they are right, with whether anything unusual was asked for.
    done: Callback<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wallet = Wallet::expect();
    let state = FormState::new();
    let (area, passphrase) = (NodeRef::<Textarea>::new(), NodeRef::<Input>::new());
    let more = NodeRef::<Details>::new();
    let help = WordHelp::new(wallet, area);
    let (list, start) = (RwSignal::new(String::new()), RwSignal::new("0".to_owned()));
    let start_index =
        move || start.with(|typed| typed.trim().parse::<u32>().ok().filter(|index| *index < 1 << 31));
    Effect::new(move |_| {
        let chosen = list.get();
        if !chosen.is_empty() {
            help.list.set_value(chosen);
        }
    });
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(area), Some(passphrase)) = (area.get_untracked(), passphrase.get_untracked()) else {
            return;
        };
        let (Some(start_index), false) = (untrack(start_index), state.busy.get_untracked()) else {
            return;
        };
        help.clear();
        let language = Some(list.get_untracked()).filter(|list| !list.is_empty());
        let (words, secret_word) = (take_text(&area), take_password(&passphrase));
        let unusual = start_index > 0 || !secret_word.is_empty();
        let mut secret = Zeroizing::new(Vec::with_capacity(words.len() + secret_word.len() + 1));
        secret.extend_from_slice(&words);
        secret.push(0);
        secret.extend_from_slice(&secret_word);
        state.run(async move {
            let request = Request::ReadWords(ReadWordsRequest {
                language,
                start_index,
            });
            let read = wallet.ask_with(&request, secret).await;
            let Err(trouble) = read else {
                done.run(unusual);
                return Ok(());
            };
            area.set_value(std::str::from_utf8(&words).unwrap_or_default());
            passphrase.set_value(std::str::from_utf8(&secret_word).unwrap_or_default());
            match &trouble {
                WalletTrouble::Keys(KeyError::Refused(Failure::UnknownWord { position, language })) => {
                    help.list.set_value(language.clone());
                    help.point_at(*position);
                }
                WalletTrouble::Keys(KeyError::Refused(Failure::WordsAmbiguous { .. })) => {
                    if let Some(more) = more.get_untracked() {
                        // Its attribute opens it.
                        let _ = more.set_attribute("open", "");
                    }
                }
                _ => {}
            }
            Err(trouble)
        });
    };
    let lists = Signal::derive(move || {
        let any = (String::new(), i18n.text(Key::RestoreListAny).to_owned());
        let named = LISTS.map(|(code, name)| (code.to_owned(), name.to_owned()));
        std::iter::once(any).chain(named).collect::<Vec<_>>()
    });
    let start_error = Signal::derive(move || {
        start_index()
            .is_none()
            .then(|| i18n.text(Key::RestoreStartWrong).to_owned())
    });
    let label = move |key| Signal::derive(move || i18n.text(key).to_owned());
    view! {
        <form class="card" on:submit=on_submit>
            <div class="field">
                <label for="restore-words">{move || i18n.text(Key::RestoreLabel)}</label>
                <textarea
                    node_ref=area
                    id="restore-words"
                    data-testid="restore-words"
                    rows="4"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    translate="no"
                    required
                    aria-describedby="restore-hint"
                    on:input=move |_| help.look()
                    on:click=move |_| help.look()
                ></textarea>
                <WordChips help />
                <p class="hint row spread" id="restore-hint">
                    <span>{move || i18n.text(Key::RestoreHint)}</span>
                    <span class="number" data-testid="word-count">
                        {move || i18n.count(Key::RestoreCount, u64::try_from(help.count.get()).unwrap_or_default())}
                    </span>
                </p>
            </div>
            <details class="more-options" node_ref=more>
                <summary data-testid="restore-more">{move || i18n.text(Key::OnboardMore)}</summary>
                <div class="stack">
                    <SelectField id="word-list" label=label(Key::RestoreList) value=list options=lists />
                    <PassphraseField node=passphrase id="restore-passphrase" />
                    <TextField
                        id="start-index"
                        label=label(Key::RestoreStart)
                        value=start
                        inputmode="numeric"
                        hint=label(Key::RestoreStartHint)
                        error=start_error
                    />
                </div>
            </details>
            <FormNotes state />
            <button type="submit" class="button" data-testid="restore-submit" disabled=move || state.busy.get()>
                {move || i18n.text(Key::RestoreSubmit)}
            </button>
        </form>
    }
}
