use crate::i18n::Language;

include!(concat!(env!("OUT_DIR"), "/keys.rs"));

impl Key {
    /// The text in a language, placeholders as they are.
    #[must_use]
    pub fn text(self, language: Language) -> &'static str {
        let table = match language {
            Language::Kazakh => &KK,
            Language::Russian => &RU,
            Language::English => &EN,
        };
        // One entry a variant, in the same order: both are written by the build script.
        table.get(self as usize).copied().unwrap_or_default()
    }

    /// The text in a language, `{name}` replaced by values.
    #[must_use]
    pub fn fill(self, language: Language, values: &[(&str, &str)]) -> String {
        let mut text = self.text(language).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}
