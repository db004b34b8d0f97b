use leptos::prelude::*;

use crate::{
    components::{Notice, Page, Tabs},
    i18n::{Key, use_i18n},
    pages::onboarding::{
        choose_password::ChoosePassword, create::existed_before, discovery::Discovery, file_form::FileForm,
        key_form::KeyForm, words_form::WordsForm,
    },
};

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Reading what somebody has.
    Read,
    /// Looking for used accounts; whether it goes on by itself when there is nothing to choose.
    Discover { quick: bool },
    /// Choosing a password.
    Password,
}

const WORDS: &str = "words";
const FILE: &str = "file";
const KEY: &str = "key";

/// What somebody has of a wallet – words, a file, a key – then a password.
#[component]
pub(crate) fn RestorePage() -> impl IntoView {
    let i18n = use_i18n();
    let step = RwSignal::new(Step::Read);
    let kind = RwSignal::new(WORDS);
    let kinds = Signal::derive(move || {
        [
            (WORDS, Key::RestoreByWords),
            (FILE, Key::RestoreByFile),
            (KEY, Key::RestoreByKey),
        ]
        .map(|(kind, name)| (kind, i18n.text(name).to_owned()))
        .to_vec()
    });
    let to_password = Callback::new(move |()| step.set(Step::Password));
    let to_discovery = Callback::new(move |unusual: bool| step.set(Step::Discover { quick: !unusual }));
    let existed = existed_before();
    move || {
        match step.get() {
        Step::Read => view! {
            <Page title=Signal::derive(move || i18n.text(Key::RestoreTitle).to_owned()) back="/">
                {move || {
                    (existed.get() == Some(true))
                        .then(|| view! { <Notice text=Signal::derive(move || i18n.text(Key::RestoreExists).to_owned()) /> })
                }}
                <Tabs
                    label=Signal::derive(move || i18n.text(Key::RestoreBy).to_owned())
                    tabs=kinds
                    selected=kind
                    panel="restore-panel"
                />
                <div id="restore-panel" role="tabpanel">
                    {move || match kind.get() {
                        FILE => view! { <FileForm done=to_password /> }.into_any(),
                        KEY => view! { <KeyForm done=to_password /> }.into_any(),
                        _ => view! { <WordsForm done=to_discovery /> }.into_any(),
                    }}
                </div>
            </Page>
        }
        .into_any(),
        Step::Discover { quick } => view! {
            <Page title=Signal::derive(move || i18n.text(Key::DiscoverPage).to_owned())>
                <Discovery source=None quick done=to_password />
            </Page>
        }
        .into_any(),
        Step::Password => view! { <ChoosePassword /> }.into_any(),
    }
    }
}
