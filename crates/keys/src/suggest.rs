use alloc::vec::Vec;

use crate::{WordLanguage, canonical::canonical_word};

/// Words of a list for what is typed so far: those that begin with it, else those one or two slips away.
#[must_use]
pub fn suggest_words(language: WordLanguage, typed: &str, limit: usize) -> Vec<&'static str> {
    let typed = canonical_word(typed);
    let Some(list) = language.list() else {
        return Vec::new();
    };
    if typed.is_empty() {
        return Vec::new();
    }
    let words = list.word_list();
    let begins: Vec<&'static str> = words
        .iter()
        .copied()
        .filter(|word| word.starts_with(typed.as_str()))
        .take(limit)
        .collect();
    if !begins.is_empty() {
        return begins;
    }
    let letters: Vec<char> = typed.chars().collect();
    let mut near: Vec<(usize, &'static str)> = words
        .iter()
        .map(|word| (slips(&letters, word), *word))
        .filter(|(slips, _)| *slips <= 2)
        .collect();
    near.sort_by_key(|(slips, _)| *slips);
    near.into_iter().take(limit).map(|(_, word)| word).collect()
}

/// Insertions, deletions, changes and swaps of neighbours between the two (optimal string alignment).
fn slips(typed: &[char], word: &str) -> usize {
    let word: Vec<char> = word.chars().collect();
    if typed.len().abs_diff(word.len()) > 2 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    for (i, a) in typed.iter().enumerate() {
        let mut row = Vec::with_capacity(word.len() + 1);
        row.push(i + 1);
        for (j, b) in word.iter().enumerate() {
            let mut cost = (last[j] + usize::from(a != b))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *a == word[j - 1] && typed[i - 1] == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = core::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_come_first_then_slips() {
        let english = |typed: &str| suggest_words(WordLanguage::English, typed, 3);
        assert_eq!(english("aban"), ["abandon"]);
        assert_eq!(english("AB"), ["abandon", "ability", "able"]);
        assert_eq!(english("aboot"), ["about", "above", "boat"]);
        assert!(english("caoch").contains(&"coach"));
        assert!(english("кофе").is_empty());
        assert!(english("").is_empty());
    }

    #[cfg(feature = "all-words")]
    #[test]
    fn composed_letters_find_words_of_lists_that_are_stored_decomposed() {
        assert_eq!(
            suggest_words(WordLanguage::French, "\u{e9}col", 2),
            ["e\u{301}cole"]
        );
        assert_eq!(suggest_words(WordLanguage::Spanish, "ábaco", 9), ["a\u{301}baco"]);
    }
}
