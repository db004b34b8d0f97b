use alloc::vec::Vec;
use core::ops::Range;

use crate::{
    near::is_near,
    wire::{DecodeError, Reader, write_number},
};

/// Ranges this short are looked through word by word.
const FEW: usize = 48;

/// A sorted vocabulary in one piece of memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    text: Vec<u8>,
    /// For each word the end of its text.
    ends: Vec<u32>,
}

impl Words {
    /// From words that are sorted already.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w [u8]>) -> Self {
        let (mut text, mut ends) = (Vec::new(), Vec::new());
        for word in words {
            text.extend_from_slice(word);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self { text, ends }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<u32>()
    }

    pub(crate) fn get(&self, place: usize) -> &[u8] {
        let end = |place: usize| self.ends.get(place).and_then(|end| usize::try_from(*end).ok());
        let start = place.checked_sub(1).and_then(end).unwrap_or(0);
        self.text
            .get(start..end(place).unwrap_or(start))
            .unwrap_or_default()
    }

    /// Front coding: how many letters a word shares with the one before, then the others.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        write_number(out, number(self.len()));
        let mut before: &[u8] = &[];
        for place in 0..self.len() {
            let word = self.get(place);
            let same = before.iter().zip(word).take_while(|(a, b)| a == b).count();
            let rest = word.get(same..).unwrap_or_default();
            write_number(out, number(same));
            write_number(out, number(rest.len()));
            out.extend_from_slice(rest);
            before = word;
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = reader.count()?;
        let (mut text, mut ends) = (Vec::with_capacity(count * 8), Vec::with_capacity(count));
        let mut start = 0;
        for _ in 0..count {
            let (same, rest) = (reader.small::<usize>()?, reader.small::<usize>()?);
            let before = text.len();
            if same > before - start {
                return Err(DecodeError);
            }
            text.extend_from_within(start..start + same);
            text.extend_from_slice(reader.bytes(rest)?);
            // Sorted and distinct, or searching by halves would miss words.
            if text.get(start..before) >= text.get(before..) && before > 0 {
                return Err(DecodeError);
            }
            start = before;
            ends.push(u32::try_from(text.len()).map_err(|_| DecodeError)?);
        }
        Ok(Self { text, ends })
    }

    /// The words that begin with a text, the text itself first.
    pub(crate) fn beginning_with(&self, asked: &[u8]) -> Range<usize> {
        self.prefix_within(0..self.len(), 0, asked)
    }

    /// The words of a range, all equal in their first `depth` letters, that go on with `rest`.
    fn prefix_within(&self, range: Range<usize>, depth: usize, rest: &[u8]) -> Range<usize> {
        let tail = |place: usize| self.get(place).get(depth..).unwrap_or_default();
        let first = self.partition(range.clone(), |place| tail(place) < rest);
        let last = self.partition(first..range.end, |place| tail(place).starts_with(rest));
        first..last
    }

    /// The first place of a range for which a condition, true at its beginning, no longer holds.
    fn partition(&self, mut range: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            if holds(middle) {
                range.start = middle + 1;
            } else {
                range.end = middle;
            }
        }
        range.start
    }

    /// The words of which a beginning is one slip away from `asked` ([`is_near`]), found without reading them all: the letters
    /// before the slip are right, those after it are right too, so that every part is found by halves.
    pub(crate) fn near(&self, asked: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut range = 0..self.len();
        for depth in 0..asked.len() {
            if range.len() <= FEW {
                found.extend(range.filter(|place| is_near(asked, self.get(*place))));
                range = 0..0;
                break;
            }
            range = self.slips_at(range, depth, asked, &mut found);
        }
        // Everything that is left begins with all of `asked`.
        found.extend(range);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Adds the words whose slip is at `depth`; gives those that are right there.
    fn slips_at(
        &self,
        range: Range<usize>,
        depth: usize,
        asked: &[u8],
        found: &mut Vec<usize>,
    ) -> Range<usize> {
        let rest = asked.get(depth..).unwrap_or_default();
        let (Some((right, after)), next) = (rest.split_first(), rest.get(1)) else {
            return range;
        };
        // One letter too many was typed.
        found.extend(self.prefix_within(range.clone(), depth, after));
        let mut going_on = 0..0;
        // A word that ends here is the first of its range.
        let mut at = self.partition(range.clone(), |place| self.get(place).len() <= depth);
        while at < range.end {
            let Some(letter) = self.get(at).get(depth).copied() else {
                break;
            };
            let end = self.partition(at..range.end, |place| {
                self.get(place).get(depth).is_some_and(|other| *other <= letter)
            });
            let same = at..end;
            // Another letter, or one too few.
            found.extend(self.prefix_within(same.clone(), depth + 1, after));
            found.extend(self.prefix_within(same.clone(), depth + 1, rest));
            // Two in the wrong order.
            if next == Some(&letter) {
                let swapped = self.prefix_within(same.clone(), depth + 1, core::slice::from_ref(right));
                let tail = rest.get(2..).unwrap_or_default();
                found.extend(self.prefix_within(swapped, depth + 2, tail));
            }
            if letter == *right {
                going_on = same;
            }
            at = end;
        }
        going_on
    }
}

#[cfg(test)]
mod tests {
    use alloc::{collections::BTreeSet, string::String};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        /// Against reading the whole vocabulary; few letters, so that slips are common.
        #[test]
        fn slips_are_those_found_by_reading_everything(
            words in proptest::collection::btree_set("[abc]{1,7}", 1..400),
            asked in "[abcd]{4,7}",
        ) {
            let words: BTreeSet<String> = words;
            let known = Words::new(words.iter().map(|word| word.as_bytes()));
            let plain: Vec<usize> = words
                .iter()
                .enumerate()
                .filter(|(_, word)| is_near(asked.as_bytes(), word.as_bytes()))
                .map(|(place, _)| place)
                .collect();
            prop_assert_eq!(known.near(asked.as_bytes()), plain);
        }

        #[test]
        fn a_vocabulary_comes_back(words in proptest::collection::btree_set("[a-z]{1,9}", 0..60)) {
            let words: BTreeSet<String> = words;
            let known = Words::new(words.iter().map(|word| word.as_bytes()));
            let mut out = Vec::new();
            known.encode(&mut out);
            prop_assert_eq!(Words::decode(&mut Reader::new(&out)), Ok(known));
        }
    }

    #[test]
    fn words_out_of_order_are_refused() {
        let mut out = Vec::new();
        Words::new([&b"b"[..], b"a"]).encode(&mut out);
        assert_eq!(Words::decode(&mut Reader::new(&out)), Err(DecodeError));
    }
}
