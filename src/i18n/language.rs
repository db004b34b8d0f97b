use leptos::prelude::*;
use zone::LocalText;

use crate::i18n::{Key, LoadLanguageError, load_language};

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

    /// Its place in tables.
    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Kazakh => 0,
            Self::Russian => 1,
            Self::English => 2,
        }
    }

    /// The plural category of a whole number, by its place among the forms
    /// ([CLDR](https://www.unicode.org/cldr/charts/48/supplemental/language_plural_rules.html)).
    pub(crate) const fn plural_form(self, number: u64) -> usize {
        match self {
            Self::Kazakh | Self::English => {
                if number == 1 {
                    0
                } else {
                    1
                }
            }
            Self::Russian => match (number % 10, number % 100) {
                (1, rest) if rest != 11 => 0,
                (2..=4, rest) if rest < 12 || rest > 14 => 1,
                _ => 2,
            },
        }
    }

    /// The language of the page: `boot.js` chose it (what the address asks for, else what was chosen before, else the
    /// browser's first language that the zone has, else Kazakh).
    #[must_use]
    pub fn of_page() -> Self {
        document()
            .document_element()
            .and_then(|root| root.get_attribute("lang"))
            .and_then(|code| Self::from_code(&code))
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

    /// Switches and remembers, once the texts are here; without them the language stays.
    ///
    /// # Errors
    /// [`LoadLanguageError`].
    pub async fn switch(self, language: Language) -> Result<(), LoadLanguageError> {
        load_language(language).await?;
        if let Ok(Some(storage)) = window().local_storage() {
            // Private windows may refuse to remember.
            let _ = storage.set_item(STORAGE_KEY, language.code());
        }
        self.0.set(language);
        Ok(())
    }

    /// The form of a text that a number takes.
    #[must_use]
    pub fn count(self, key: Key, number: u64) -> String {
        key.count(self.language(), number)
    }

    /// A span of days, in years when it is whole ones.
    #[must_use]
    pub fn span(self, days: u64) -> String {
        let years = days / 365;
        // Leap days come on top.
        if years > 0 && days % 365 <= years.div_ceil(4) {
            self.count(Key::TimeYears, years)
        } else {
            self.count(Key::TimeDays, days)
        }
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

/// Provides the page's language to all views and keeps `<html lang>` in step.
pub fn provide_language() -> I18n {
    let i18n = I18n(RwSignal::new(Language::of_page()));
    provide_context(i18n);
    Effect::new(move || {
        if let Some(root) = document().document_element() {
            // Setting a plain attribute cannot fail.
            let _ = root.set_attribute("lang", i18n.language().code());
        }
    });
    i18n
}

/// Keeps the document's title in step with a page's, in every language.
pub fn use_title(title: Signal<String>) {
    let i18n = use_i18n();
    Effect::new(move || {
        document().set_title(&format!("{} · {}", title.get(), i18n.text(Key::AppName)));
    });
}

/// The language provided above.
///
/// # Panics
/// When no parent called [`provide_language`]: a mistake of the program.
#[must_use]
pub fn use_i18n() -> I18n {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_has_three_plural_forms() {
        let forms = [0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112, 1_000_002]
            .map(|number| Language::Russian.plural_form(number));
        assert_eq!(forms, [2, 0, 1, 1, 2, 2, 2, 2, 0, 1, 2, 0, 2, 2, 1]);
        assert_eq!(
            [1, 0, 2, 21].map(|n| Language::Kazakh.plural_form(n)),
            [0, 1, 1, 1]
        );
    }
}
