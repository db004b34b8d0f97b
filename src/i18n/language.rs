use leptos::prelude::*;
use zone::LocalText;

use crate::i18n::Key;

/// The languages of the zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Қазақша.
    Kazakh,
    /// Русский.
    Russian,
    /// English.
    English,
}

const STORAGE_KEY: &str = "cryptocity.language";

impl Language {
    /// All of them, Kazakh first.
    pub const ALL: [Self; 3] = [Self::Kazakh, Self::Russian, Self::English];

    /// The BCP 47 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kazakh => "kk",
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// The language's own name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kazakh => "Қазақша",
            Self::Russian => "Русский",
            Self::English => "English",
        }
    }

    /// The language of a code such as `ru-KZ`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.split('-').next()?;
        Self::ALL.into_iter().find(|language| language.code() == primary)
    }

    /// What the address asks for, else what was chosen before, else the browser's first language that the zone has,
    /// else Kazakh.
    fn detect() -> Self {
        let window = window();
        let asked = window
            .location()
            .search()
            .ok()
            .and_then(|search| web_sys::UrlSearchParams::new_with_str(&search).ok())
            .and_then(|params| params.get("locale"));
        let chosen = window
            .local_storage()
            .ok()
            .flatten()
            .and_then(|s| s.get_item(STORAGE_KEY).ok().flatten());
        let browser = window.navigator().languages();
        asked
            .into_iter()
            .chain(chosen)
            .chain(browser.iter().filter_map(|code| code.as_string()))
            .find_map(|code| Self::from_code(&code))
            .unwrap_or(Self::Kazakh)
    }
}

/// The current language and what is read in it.
#[derive(Debug, Clone, Copy)]
pub struct I18n(RwSignal<Language>);

impl I18n {
    /// The current language; follows changes.
    #[must_use]
    pub fn language(self) -> Language {
        self.0.get()
    }

    /// Switches and remembers.
    pub fn set(self, language: Language) {
        if let Ok(Some(storage)) = window().local_storage() {
            // Private windows may refuse to remember.
            let _ = storage.set_item(STORAGE_KEY, language.code());
        }
        self.0.set(language);
    }

    /// A text; follows changes of the language.
    #[must_use]
    pub fn text(self, key: Key) -> &'static str {
        key.text(self.language())
    }

    /// A text with values.
    #[must_use]
    pub fn fill(self, key: Key, values: &[(&str, &str)]) -> String {
        key.fill(self.language(), values)
    }

    /// A text of the registry in the reader's language.
    #[must_use]
    pub fn local(self, text: &LocalText) -> String {
        text.in_language(self.language().code()).to_owned()
    }
}

/// Detects the language, provides it to all views, and keeps `<html lang>` and the title in step.
pub fn provide_language(title: Key) -> I18n {
    let i18n = I18n(RwSignal::new(Language::detect()));
    provide_context(i18n);
    Effect::new(move || {
        let document = document();
        if let Some(root) = document.document_element() {
            // Setting a plain attribute cannot fail.
            let _ = root.set_attribute("lang", i18n.language().code());
        }
        document.set_title(&format!("{} · {}", i18n.text(title), i18n.text(Key::AppName)));
    });
    i18n
}

/// The language provided above.
///
/// # Panics
/// When no parent called [`provide_language`]: a mistake of the program.
#[must_use]
pub fn use_i18n() -> I18n {
    expect_context()
}
