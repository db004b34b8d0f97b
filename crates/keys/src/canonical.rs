//! Typed words become canonical words first; only then are they looked up, and only from them is the seed derived.

use alloc::{string::String, vec::Vec};

use zeroize::Zeroizing;

/// A word in canonical form.
pub(crate) type Word = Zeroizing<String>;

/// The canonical form of a typed phrase: NFKD, small letters, no invisible characters, no list numbers ("1.", "2)"),
/// words without the commas between them. Applying it twice changes nothing.
pub(crate) fn canonical_words(typed: &str) -> Vec<Word> {
    let folded = fold(typed);
    folded
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
        .map(without_number)
        .filter(|word| !word.is_empty())
        .map(|word| Zeroizing::new(String::from(word)))
        .collect()
}

/// The canonical form of one word, as far as it is typed.
pub(crate) fn canonical_word(typed: &str) -> Word {
    let folded = fold(typed);
    Zeroizing::new(String::from(without_number(folded.trim())))
}

fn fold(text: &str) -> Word {
    let visible = text.chars().filter(|c| !is_invisible(*c));
    // Reserved at once: a string that grows leaves copies behind. NFKD makes one character at most 18.
    let mut folded = Zeroizing::new(String::with_capacity(
        text.len().saturating_mul(2).saturating_add(64),
    ));
    #[cfg(feature = "all-words")]
    {
        use unicode_normalization::UnicodeNormalization as _;
        // Small letters may come apart once more, e.g. those of Turkish capitals.
        folded.extend(visible.nfkd().flat_map(char::to_lowercase).nfkd());
    }
    #[cfg(not(feature = "all-words"))]
    folded.extend(visible.flat_map(char::to_lowercase));
    folded
}

/// Zero-width characters and soft hyphens come along from web pages and mean nothing.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// No list has a digit in a word, so leading digits are the numbers of a numbered list.
fn without_number(word: &str) -> &str {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == word.len() {
        return word;
    }
    rest.trim_start_matches(['.', ')', ':'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(typed: &str) -> String {
        let words = canonical_words(typed);
        let words: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
        words.join(" ")
    }

    #[test]
    fn what_people_paste_becomes_one_phrase() {
        for typed in [
            "abandon about zoo",
            "  Abandon\tABOUT\n zoo ",
            "1. abandon 2. about 3. zoo",
            "1) abandon\n2) about\n3) zoo",
            "1.abandon 2.about 3.zoo",
            "1 abandon 2 about 3 zoo",
            "abandon, about; zoo",
            "\u{feff}aban\u{200b}don about\u{ad} zoo",
            "ａｂａｎｄｏｎ\u{a0}ａｂｏｕｔ\u{3000}ｚｏｏ",
        ] {
            assert_eq!(joined(typed), "abandon about zoo", "{typed:?}");
        }
    }

    /// A Cyrillic а is another letter: the word stays unknown and is named, never silently mended.
    #[test]
    fn look_alikes_are_not_folded() {
        assert_eq!(joined("\u{430}bout"), "\u{430}bout");
    }

    #[test]
    fn a_number_in_the_middle_stays() {
        assert_eq!(joined("ab3out"), "ab3out");
    }

    proptest! {
        #[test]
        fn twice_is_once(typed in "\\PC{0,64}") {
            let once = joined(&typed);
            prop_assert_eq!(joined(&once), once);
        }
    }
}
