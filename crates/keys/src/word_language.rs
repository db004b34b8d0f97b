use bip39::Language;

/// The word lists of [BIP-39](https://github.com/bitcoin/bips/blob/master/bip-0039/bip-0039-wordlists.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordLanguage {
    /// English: every wallet reads it; the only list new words are made from.
    English,
    /// Chinese, simplified.
    ChineseSimplified,
    /// Chinese, traditional.
    ChineseTraditional,
    /// Czech.
    Czech,
    /// French.
    French,
    /// Italian.
    Italian,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Portuguese.
    Portuguese,
    /// Spanish.
    Spanish,
}

impl WordLanguage {
    /// All ten, English first.
    pub const ALL: [Self; 10] = [
        Self::English,
        Self::ChineseSimplified,
        Self::ChineseTraditional,
        Self::Czech,
        Self::French,
        Self::Italian,
        Self::Japanese,
        Self::Korean,
        Self::Portuguese,
        Self::Spanish,
    ];

    /// The name in messages and files, e.g. `chinese-simplified`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "english",
            Self::ChineseSimplified => "chinese-simplified",
            Self::ChineseTraditional => "chinese-traditional",
            Self::Czech => "czech",
            Self::French => "french",
            Self::Italian => "italian",
            Self::Japanese => "japanese",
            Self::Korean => "korean",
            Self::Portuguese => "portuguese",
            Self::Spanish => "spanish",
        }
    }

    /// The language tag by [BCP 47](https://www.rfc-editor.org/info/bcp47), for voices that read the words aloud.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::ChineseSimplified => "zh-Hans",
            Self::ChineseTraditional => "zh-Hant",
            Self::Czech => "cs",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Japanese => "ja",
            Self::Korean => "ko",
            Self::Portuguese => "pt",
            Self::Spanish => "es",
        }
    }

    /// Reads [`code`](Self::code).
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The number in sealed content. Never changes.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::English => 0,
            Self::ChineseSimplified => 1,
            Self::ChineseTraditional => 2,
            Self::Czech => 3,
            Self::French => 4,
            Self::Italian => 5,
            Self::Japanese => 6,
            Self::Korean => 7,
            Self::Portuguese => 8,
            Self::Spanish => 9,
        }
    }

    /// Reads [`number`](Self::number).
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.number() == number)
    }

    /// Whether this build has the list.
    #[must_use]
    pub const fn is_listed(self) -> bool {
        self.list().is_some()
    }

    /// The list, where this build has it.
    #[cfg(feature = "all-words")]
    pub(crate) const fn list(self) -> Option<Language> {
        Some(match self {
            Self::English => Language::English,
            Self::ChineseSimplified => Language::SimplifiedChinese,
            Self::ChineseTraditional => Language::TraditionalChinese,
            Self::Czech => Language::Czech,
            Self::French => Language::French,
            Self::Italian => Language::Italian,
            Self::Japanese => Language::Japanese,
            Self::Korean => Language::Korean,
            Self::Portuguese => Language::Portuguese,
            Self::Spanish => Language::Spanish,
        })
    }

    /// The list, where this build has it.
    #[cfg(not(feature = "all-words"))]
    pub(crate) const fn list(self) -> Option<Language> {
        match self {
            Self::English => Some(Language::English),
            _ => None,
        }
    }

    pub(crate) fn find(self, word: &str) -> Option<u16> {
        self.list()?.find_word(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_name_one_language_each() {
        for (at, language) in WordLanguage::ALL.into_iter().enumerate() {
            assert_eq!(WordLanguage::from_code(language.code()), Some(language));
            assert_eq!(WordLanguage::from_number(language.number()), Some(language));
            assert_eq!(usize::from(language.number()), at);
        }
        assert_eq!(WordLanguage::from_number(10), None);
    }
}
