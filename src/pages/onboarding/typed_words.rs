//! Where the words stand in a text that is being typed. Positions are UTF-16 units, as fields count.

use std::ops::Range;

/// A word's place in the field and in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// In the field.
    pub(super) units: Range<u32>,
    /// In the text.
    pub(super) bytes: Range<usize>,
}

/// The places of the words, counted as the key worker counts them: numbers of a numbered list are no words.
pub(super) fn places(text: &str) -> Vec<Place> {
    let is_gap = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let mut places = Vec::new();
    let mut begun: Option<(u32, usize)> = None;
    let mut units = 0;
    // A gap at the end closes the last word.
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (begun, is_gap(c)) {
            (None, false) => begun = Some((units, at)),
            (Some((unit, byte)), true) => {
                begun = None;
                if text.get(byte..at).is_some_and(is_word) {
                    places.push(Place {
                        units: unit..units,
                        bytes: byte..at,
                    });
                }
            }
            _ => {}
        }
        units += if c.len_utf16() == 1 { 1 } else { 2 };
    }
    places
}

/// `12.` is none.
fn is_word(text: &str) -> bool {
    text.chars()
        .any(|c| !(c.is_ascii_digit() || matches!(c, '.' | ')' | ':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        places(text)
            .into_iter()
            .filter_map(|place| text.get(place.bytes))
            .collect()
    }

    #[test]
    fn words_are_found_between_whatever_people_put_between_them() {
        assert_eq!(
            words("  one two,three;\n4. four "),
            ["one", "two", "three", "four"]
        );
        assert_eq!(words("1) a 2) b"), ["a", "b"]);
        assert!(words(" \n").is_empty());
    }

    #[test]
    fn places_count_utf16_units() {
        let found = places("𝕒b がく");
        assert_eq!(found[0].units, 0..3);
        assert_eq!(found[1].units, 4..6);
    }
}
