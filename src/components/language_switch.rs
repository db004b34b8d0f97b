use leptos::{prelude::*, task::spawn_local};

use crate::i18n::{Key, Language, use_i18n};

/// Three buttons, one a language; switches at once and remembers.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let i18n = use_i18n();
    let button = move |language: Language| {
        view! {
            <button
                type="button"
                lang=language.code()
                aria-label=format!("{} {}", language.code().to_uppercase(), language.name())
                aria-pressed=move || (i18n.language() == language).to_string()
                on:click=move |_| spawn_local(async move {
                    // Offline the language stays as it is: nothing on the page is lost.
                    let _ = i18n.switch(language).await;
                })
            >
                {language.code().to_uppercase()}
            </button>
        }
    };
    view! {
        <div class="languages" role="group" aria-label=move || i18n.text(Key::AppLanguage)>
            {Language::ALL.map(button)}
        </div>
    }
}
