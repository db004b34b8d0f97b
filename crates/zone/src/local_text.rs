use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::deserialize_clean;

/// One text in the three languages of the zone. Kazakh is the first. Nothing invisible is read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LocalText {
    /// Kazakh.
    #[serde(deserialize_with = "deserialize_clean")]
    pub kk: String,
    /// Russian.
    #[serde(deserialize_with = "deserialize_clean")]
    pub ru: String,
    /// English.
    #[serde(deserialize_with = "deserialize_clean")]
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

    /// All three, Kazakh first.
    #[must_use]
    pub fn all(&self) -> [&str; 3] {
        [&self.kk, &self.ru, &self.en]
    }
}
