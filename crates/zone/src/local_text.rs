use alloc::string::String;

use serde::{Deserialize, Serialize};

/// One text in the three languages of the zone. Kazakh is the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalText {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl LocalText {
    /// The text for a language code, Kazakh for any code that is not of the zone.
    #[must_use]
    pub fn in_language(&self, code: &str) -> &str {
        match code {
            "ru" => &self.ru,
            "en" => &self.en,
            _ => &self.kk,
        }
    }
}
