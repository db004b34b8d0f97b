//! How hard a password would be to guess for somebody who has the stored vault.
//!
//! The idea is that of [zxcvbn](https://www.usenix.org/conference/usenixsecurity16/technical-sessions/presentation/wheeler): a
//! password is cut into pieces that a guesser would try, and the cheapest way to cut it counts. Its dictionaries know neither
//! Kazakh nor Russian and weigh more than the wallet, so the pieces here are few, and words that no list names are priced as
//! words of a large vocabulary. Numbers are tenths of a bit; the estimate errs low.
//!
//! ## Organization
//! - `common` – what is tried first
//! - this file – pieces, their prices, the verdict

mod common;

use alloc::{vec, vec::Vec};
use core::ops::Range;

use zeroize::Zeroizing;

/// How a password stands against somebody who tries millions of guesses a second, each costing a run of the key derivation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Guessed in hours or days.
    Weak,
    /// Guessed in months by somebody determined.
    Fair,
    /// Not worth guessing.
    Good,
    /// Out of reach.
    Strong,
}

/// What makes a password easier to guess than it looks; the worst of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// A password that everybody uses is in it.
    Common,
    /// Neighbours on the keyboard or in the alphabet.
    Sequence,
    /// The same again.
    Repeated,
    /// A date or a year.
    Date,
    /// Too little of everything.
    Short,
}

/// Longer passwords are judged by their beginning.
const LONGEST: usize = 64;
/// The price of going on with another piece.
const JOIN: u32 = 10;
/// A word of a vocabulary of a hundred thousand.
const WORD: u32 = 166;

const FAIR: u32 = 400;
const GOOD: u32 = 500;
const STRONG: u32 = 620;

/// Judges a password; the weakness is `None` for a good one.
#[must_use]
pub fn estimate_strength(password: &str) -> (Strength, Option<Weakness>) {
    // Reserved at once: a vector that grows leaves copies behind.
    let mut typed = Zeroizing::new(Vec::with_capacity(LONGEST));
    typed.extend(password.chars().take(LONGEST));
    let mut small = Zeroizing::new(Vec::with_capacity(LONGEST));
    small.extend(typed.iter().map(|c: &char| c.to_lowercase().next().unwrap_or(*c)));
    let (bits, weakness) = cheapest(&typed, &small);
    match bits {
        ..FAIR => (Strength::Weak, Some(weakness.unwrap_or(Weakness::Short))),
        FAIR..GOOD => (Strength::Fair, Some(weakness.unwrap_or(Weakness::Short))),
        GOOD..STRONG => (Strength::Good, None),
        STRONG.. => (Strength::Strong, None),
    }
}

/// The price of the cheapest way to cut the password, and the first weakness on that way.
fn cheapest(typed: &[char], small: &[char]) -> (u32, Option<Weakness>) {
    let mut best: Vec<(u32, Option<Weakness>)> = vec![(0, None)];
    for end in 1..=typed.len() {
        let mut cheapest = (u32::MAX, None);
        for start in 0..end {
            let (before, weakness) = best.get(start).copied().unwrap_or_default();
            let (piece, found) = price(typed, small, start..end);
            let join = if start == 0 { 0 } else { JOIN };
            let sum = before.saturating_add(piece).saturating_add(join);
            if sum < cheapest.0 {
                cheapest = (sum, weakness.or(found));
            }
        }
        best.push(cheapest);
    }
    best.last().copied().unwrap_or_default()
}

/// What one piece costs a guesser.
fn price(typed: &[char], small: &[char], at: Range<usize>) -> (u32, Option<Weakness>) {
    let (Some(piece), Some(letters)) = (typed.get(at.clone()), small.get(at.clone())) else {
        return (u32::MAX, None);
    };
    let Ok(length) = u32::try_from(piece.len()) else {
        return (u32::MAX, None);
    };
    let offers = [
        (common::rank_price(piece, letters), Some(Weakness::Common)),
        (repeats(piece), Some(Weakness::Repeated)),
        (again(typed, at), Some(Weakness::Repeated)),
        (sequence(letters), Some(Weakness::Sequence)),
        (date(piece), Some(Weakness::Date)),
        (word(piece, letters).map(|price| price.min(47 * length)), None),
        ((length == 1).then(|| character(piece)), None),
    ];
    offers
        .into_iter()
        .filter_map(|(price, weakness)| price.map(|price| (price, weakness)))
        .min_by_key(|(price, _)| *price)
        .unwrap_or((u32::MAX, None))
}

/// One character that says nothing about its neighbours.
fn character(piece: &[char]) -> u32 {
    match piece.first() {
        Some('0'..='9') => 33,
        Some(' ') => 15,
        Some(c) if c.is_lowercase() => 47,
        Some(_) => 57,
        None => 0,
    }
}

/// Letters that can be spoken: a word of some language, or close to one.
fn word(piece: &[char], small: &[char]) -> Option<u32> {
    if !(3..=16).contains(&piece.len()) || !piece.iter().all(|c| c.is_alphabetic()) {
        return None;
    }
    let is_vowel = |c: &char| "aeiouyаәеёиіоөуұүыэюя".contains(*c);
    let spoken = small.iter().any(is_vowel)
        && small.split(is_vowel).all(|consonants| consonants.len() <= 3)
        && small.split(|c| !is_vowel(c)).all(|vowels| vowels.len() <= 2);
    // Capitals inside are a few more tries.
    let inner = piece.iter().skip(1).filter(|c| c.is_uppercase()).count();
    let capitals = if inner == 0 || inner + 1 >= piece.len() {
        0
    } else {
        30
    };
    spoken.then_some(WORD + capitals)
}

/// `aaaa`
fn repeats(piece: &[char]) -> Option<u32> {
    let first = piece.first()?;
    (piece.len() >= 3 && piece.iter().all(|c| c == first)).then(|| 60 + tenths_log2(piece.len()))
}

/// The piece stands directly before: `домдом`.
fn again(typed: &[char], at: Range<usize>) -> Option<u32> {
    let length = at.len();
    let before = typed.get(at.start.checked_sub(length)?..at.start)?;
    (length >= 2 && Some(before) == typed.get(at)).then_some(15)
}

/// Rows of the keyboards people here have; alphabets and digits are found by their code points.
const ROWS: [&str; 7] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "әіңғүұқөһ",
];

/// `abcd`, `4321`, `qwert`, `йцукен`
fn sequence(small: &[char]) -> Option<u32> {
    if small.len() < 3 {
        return None;
    }
    let steps = |by: i64| {
        small.windows(2).all(|pair| match pair {
            [a, b] => i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == by,
            _ => false,
        })
    };
    let in_row = |row: &str| {
        (0..row.chars().count()).any(|skipped| {
            let part = || row.chars().skip(skipped).take(small.len());
            part().eq(small.iter().copied()) || part().eq(small.iter().rev().copied())
        })
    };
    (steps(1) || steps(-1) || ROWS.iter().any(|row| in_row(row))).then(|| 60 + tenths_log2(small.len()))
}

/// A year of a living person, `ddmmyy`, `ddmmyyyy`.
fn date(piece: &[char]) -> Option<u32> {
    let mut number: u32 = 0;
    for c in piece {
        number = number.checked_mul(10)?.checked_add(c.to_digit(10)?)?;
    }
    let is_day = |day: u32, month: u32| (1..=31).contains(&day) && (1..=12).contains(&month);
    let is_year = |year: u32| (1900..=2099).contains(&year);
    match piece.len() {
        4 if is_year(number) => Some(70),
        6 if is_day(number / 10_000, number / 100 % 100) => Some(145),
        8 if is_day(number / 1_000_000, number / 10_000 % 100) && is_year(number % 10_000) => Some(150),
        8 if is_year(number / 10_000) && is_day(number % 100, number / 100 % 100) => Some(150),
        _ => None,
    }
}

/// Ten times the logarithm, rounded down to whole bits.
fn tenths_log2(number: usize) -> u32 {
    number.checked_ilog2().unwrap_or_default() * 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(password: &str) -> (Strength, Option<Weakness>) {
        estimate_strength(password)
    }

    #[test]
    fn what_everybody_uses_is_weak_in_every_language() {
        for password in [
            "password1",
            "Пароль123",
            "құпиясөз",
            "p@ssw0rd",
            "qwerty2026",
            "Almaty2026",
            "iloveyou!!",
        ] {
            assert_eq!(of(password).0, Strength::Weak, "{password}");
        }
        assert_eq!(of("құпиясөз").1, Some(Weakness::Common));
    }

    #[test]
    fn the_reason_is_the_one_that_a_person_can_mend() {
        assert_eq!(of("йцукенгш").1, Some(Weakness::Sequence));
        assert_eq!(of("aaaaaaaaaa").1, Some(Weakness::Repeated));
        assert_eq!(of("баур12баур12").1, Some(Weakness::Repeated));
        assert_eq!(of("17051991").1, Some(Weakness::Date));
        assert_eq!(of("бозторғай").1, Some(Weakness::Short));
    }

    #[test]
    fn several_words_beat_one_decorated_word() {
        assert!(of("бозторғай шаңырақ көкпар").0 >= Strength::Good);
        assert!(of("бозторғай шаңырақ көкпар тұлпар").0 == Strength::Strong);
        assert!(of("Бозторғай1!").0 < of("бозторғай шаңырақ көкпар").0);
        assert!(of("xK9#vQ2mLp7").0 >= Strength::Good);
        assert_eq!(of("").0, Strength::Weak);
    }

    proptest! {
        // Each looks at thousands of pieces.
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_text_is_judged_and_more_of_it_is_never_much_weaker(text in "\\PC{0,90}", more in "[a-zа-я0-9]{1,9}") {
            let bits = |text: &str| {
                let typed: Vec<char> = text.chars().take(LONGEST).collect();
                let small: Vec<char> = typed.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
                cheapest(&typed, &small).0
            };
            let (before, after) = (bits(&text), bits(&(text.clone() + &more)));
            // A longer piece may complete a word or a date, which is cheaper than its letters, but is not free.
            prop_assert!(after.saturating_add(400) >= before);
            let _ = estimate_strength(&text);
        }
    }
}
