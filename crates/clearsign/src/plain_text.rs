use alloc::string::String;

/// Whether a character can mislead: it turns the reading direction, is invisible, or controls a terminal.
const fn misleads(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{8}'
            | '\u{b}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a text from outside can be shown as it is.
#[must_use]
pub fn is_harmless(text: &str) -> bool {
    !text.contains(misleads)
}

/// A text from outside with every misleading character replaced by `�`, where it can be seen.
#[must_use]
pub fn neutralise(text: &str) -> String {
    text.chars()
        .map(|character| {
            if misleads(character) {
                char::REPLACEMENT_CHARACTER
            } else {
                character
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_and_invisible_characters_become_visible() {
        assert_eq!(neutralise("pay\u{202e}txt.exe\u{200b}"), "pay�txt.exe�");
        assert_eq!(neutralise("a\u{2066}b\u{0}c"), "a�b�c");
        for text in ["Қаймақ қосылған шәй", "Плов «Алатау»\n350 г", "☕ latte", "שלום"]
        {
            assert!(is_harmless(text), "{text}");
            assert_eq!(neutralise(text), text);
        }
    }
}
