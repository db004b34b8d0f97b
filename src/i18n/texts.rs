use std::cell::RefCell;

use crate::i18n::Language;

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

type Table = &'static [&'static str];

thread_local! {
    static TABLES: RefCell<[Option<Table>; 3]> = const { RefCell::new([None; 3]) };
}

/// Makes a language's texts, in the order of [`Key`], the ones that are shown. They stay for the life of the page.
pub fn install_texts(language: Language, texts: Vec<String>) {
    let table: Vec<&'static str> = texts
        .into_iter()
        .map(|text| &*Box::leak(text.into_boxed_str()))
        .collect();
    install_table(language, Box::leak(table.into_boxed_slice()));
}

/// The same for a table that is compiled in, as tests have it.
pub fn install_table(language: Language, table: &'static [&'static str]) {
    TABLES.with_borrow_mut(|tables| {
        if let Some(place) = tables.get_mut(language.index()) {
            *place = Some(table);
        }
    });
}

/// Whether a language's texts are here.
#[must_use]
pub fn has_texts(language: Language) -> bool {
    TABLES.with_borrow(|tables| tables.get(language.index()).copied().flatten().is_some())
}

impl Key {
    /// The text in a language, placeholders as they are; nothing before the language was loaded.
    #[must_use]
    pub fn text(self, language: Language) -> &'static str {
        TABLES
            .with_borrow(|tables| tables.get(language.index()).copied().flatten())
            .and_then(|table| table.get(self as usize).copied())
            .unwrap_or_default()
    }

    /// The text in a language, `{name}` replaced by values.
    #[must_use]
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        fill(self.text(language), values)
    }

    /// The form of the text that a number takes, `{n}` replaced by it, grouped. Forms stand beside each other, parted by
    /// `|`, in the order of CLDR's categories: Russian has one, few, many; Kazakh and English have one and other, or a single
    /// form.
    #[must_use]
    pub fn count(self, language: Language, number: u64) -> String {
        let forms: Vec<&str> = self.text(language).split('|').collect();
        let form = forms
            .get(language.plural_form(number))
            .or(forms.last())
            .copied()
            .unwrap_or_default();
        fill(form, &[("n", &super::format_count(number, language))])
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}
