use checkout::OrderState;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A language of the till's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Kazakh,
    Russian,
    English,
}

impl Language {
    pub(crate) const ALL: [Self; 3] = [Self::Kazakh, Self::Russian, Self::English];

    /// As in `lang` attributes.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Kazakh => "kk",
            Self::Russian => "ru",
            Self::English => "en",
        }
    }

    /// In the language itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kazakh => "Қазақша",
            Self::Russian => "Русский",
            Self::English => "English",
        }
    }

    pub(crate) fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The first of the browser's languages that is ours, in the browser's order.
    pub(crate) fn accepted(header: &str) -> Option<Self> {
        header
            .split(',')
            .filter_map(|part| part.split([';', '-']).next())
            .find_map(|code| Self::parse(code.trim()))
    }

    pub(crate) fn text(self, key: Key) -> &'static str {
        let table = match self {
            Self::Kazakh => KK,
            Self::Russian => RU,
            Self::English => EN,
        };
        // The tables have one text a key: `build.rs`.
        table.get(key.index()).copied().unwrap_or_default()
    }

    /// A text with its `{places}` filled.
    pub(crate) fn fill(self, key: Key, values: &[(&str, &str)]) -> String {
        let mut text = self.text(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    /// Where an order stands.
    pub(crate) fn state(self, state: OrderState) -> &'static str {
        self.text(match state {
            OrderState::Created => Key::StateCreated,
            OrderState::Authorized => Key::StateAuthorized,
            OrderState::Submitted => Key::StateSubmitted,
            OrderState::Settled => Key::StateSettled,
            OrderState::Final => Key::StateFinal,
            OrderState::Expired => Key::StateExpired,
            OrderState::Failed => Key::StateFailed,
            OrderState::Refunded => Key::StateRefunded,
            OrderState::Cancelled => Key::StateCancelled,
            OrderState::Partial => Key::StatePartial,
            OrderState::Over => Key::StateOver,
            OrderState::Late => Key::StateLate,
        })
    }
}

impl Key {
    #[expect(clippy::as_conversions, reason = "the number of a variant")]
    const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text_and_the_same_places_in_it() {
        assert!(KK.len() > 100 && KK.len() == RU.len() && KK.len() == EN.len());
        let places = |text: &str| {
            let mut found: Vec<_> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split('}').next())
                .map(str::to_owned)
                .collect();
            found.sort();
            found
        };
        for ((kk, ru), en) in KK.iter().zip(RU).zip(EN) {
            assert_eq!(places(kk), places(ru), "{kk} / {ru}");
            assert_eq!(places(kk), places(en), "{kk} / {en}");
        }
    }

    #[test]
    fn the_browsers_languages_are_taken_in_its_order() {
        assert_eq!(
            Language::accepted("de, en-GB;q=0.8, ru;q=0.5"),
            Some(Language::English)
        );
        assert_eq!(Language::accepted("kk-KZ,ru"), Some(Language::Kazakh));
        assert_eq!(Language::accepted("de"), None);
    }
}
