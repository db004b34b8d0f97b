/// Whether a prefix of `word` is one slip away from `asked`: a letter wrong, missing, too many, or two swapped.
pub(crate) fn is_near(asked: &[u8], word: &[u8]) -> bool {
    let same = asked.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (rest, other) = (
        asked.get(same..).unwrap_or_default(),
        word.get(same..).unwrap_or_default(),
    );
    let Some((_, rest_after)) = rest.split_first() else {
        return true;
    };
    let Some((_, other_after)) = other.split_first() else {
        // The word ended: one letter too many at the end is a slip.
        return rest.len() == 1;
    };
    let swapped = match (rest, other) {
        ([a, b, tail @ ..], [c, d, word_tail @ ..]) => a == d && b == c && word_tail.starts_with(tail),
        _ => false,
    };
    other_after.starts_with(rest_after)
        || other_after.starts_with(rest)
        || other.starts_with(rest_after)
        || swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_near_and_two_are_not() {
        for near in [
            "almati", "almat", "almti", "alrati", "alamti", "allmati", "xlmati", "lmati", "almatix",
        ] {
            assert!(is_near(near.as_bytes(), b"almati"), "{near}");
        }
        for far in ["amlta", "xxmati", "almatixx", "tlama"] {
            assert!(!is_near(far.as_bytes(), b"almati"), "{far}");
        }
        assert!(is_near(b"restaran", b"restoranter"));
    }
}
