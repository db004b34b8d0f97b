use alloc::{string::String, vec, vec::Vec};

use crate::{Fact, Query, QueryPart, near::is_near};

/// A document that holds a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posting {
    pub(crate) document: u32,
    pub(crate) weight: u8,
}

/// Words shorter than this must be right.
const LEAST_FOR_SLIPS: usize = 4;
const EXACT: u16 = 4;
const PREFIX: u16 = 3;
const SLIP: u16 = 1;

/// A searchable set of documents.
#[derive(Debug)]
pub struct Index {
    /// Sorted.
    words: Vec<String>,
    /// For each word the end of its postings.
    ends: Vec<usize>,
    documents_of: Vec<u32>,
    weights_of: Vec<u8>,
    /// Sorted.
    facts: Vec<(Fact, u32)>,
    documents: u32,
}

/// How large an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexSize {
    /// Documents.
    pub documents: u32,
    /// Distinct words.
    pub words: usize,
    /// Words of documents.
    pub postings: usize,
    /// Bytes held, about.
    pub bytes: usize,
}

/// What was found, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hits {
    /// Numbers of documents.
    pub documents: Vec<u32>,
}

impl Index {
    pub(crate) fn assemble(
        words: Vec<String>,
        place_of: &[usize],
        found: &[(u32, Posting)],
        mut facts: Vec<(Fact, u32)>,
        documents: u32,
    ) -> Self {
        let place = |number: u32| {
            usize::try_from(number)
                .ok()
                .and_then(|n| place_of.get(n))
                .copied()
        };
        let mut ends = vec![0usize; words.len()];
        for place in found.iter().filter_map(|(word, _)| place(*word)) {
            if let Some(count) = ends.get_mut(place) {
                *count += 1;
            }
        }
        let mut sum = 0;
        let mut next: Vec<usize> = Vec::with_capacity(ends.len());
        for end in &mut ends {
            next.push(sum);
            sum += *end;
            *end = sum;
        }
        let (mut documents_of, mut weights_of) = (vec![0; found.len()], vec![0; found.len()]);
        for (word, posting) in found {
            let Some(slot) = place(*word).and_then(|place| next.get_mut(place)) else {
                continue;
            };
            if let (Some(document), Some(weight)) = (documents_of.get_mut(*slot), weights_of.get_mut(*slot)) {
                *document = posting.document;
                *weight = posting.weight;
            }
            *slot += 1;
        }
        facts.sort_unstable();
        facts.dedup();
        Self {
            words,
            ends,
            documents_of,
            weights_of,
            facts,
            documents,
        }
    }

    /// How large it is.
    #[must_use]
    pub fn size(&self) -> IndexSize {
        let text: usize = self
            .words
            .iter()
            .map(|word| word.len() + size_of::<String>())
            .sum();
        IndexSize {
            documents: self.documents,
            words: self.words.len(),
            postings: self.documents_of.len(),
            bytes: text
                + self.ends.len() * size_of::<usize>()
                + self.documents_of.len() * 5
                + self.facts.len() * size_of::<(Fact, u32)>(),
        }
    }

    fn postings(&self, word: usize) -> impl Iterator<Item = (u32, u8)> + '_ {
        let start = word
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let range = start..self.ends.get(word).copied().unwrap_or(start);
        let documents = self.documents_of.get(range.clone()).unwrap_or_default();
        let weights = self.weights_of.get(range).unwrap_or_default();
        documents.iter().copied().zip(weights.iter().copied())
    }

    /// The words that answer a part: place and quality of the match. Slips only where nothing else is found.
    fn matches(&self, asked: &str) -> Vec<(usize, u16)> {
        let first = self.words.partition_point(|word| word.as_str() < asked);
        let found: Vec<(usize, u16)> = self
            .words
            .iter()
            .enumerate()
            .skip(first)
            .take_while(|(_, word)| word.starts_with(asked))
            .map(|(place, word)| (place, if word.len() == asked.len() { EXACT } else { PREFIX }))
            .collect();
        let is_number = asked.bytes().all(|b| b.is_ascii_digit());
        if !found.is_empty() || asked.len() < LEAST_FOR_SLIPS || is_number {
            return found;
        }
        self.words
            .iter()
            .enumerate()
            .filter(|(_, word)| is_near(asked.as_bytes(), word.as_bytes()))
            .map(|(place, _)| (place, SLIP))
            .collect()
    }
}

/// Searches an index; its buffers are kept between queries.
#[derive(Debug)]
pub struct Searcher {
    /// Of each document: how many parts it has answered, the score before this part, the best score in this part.
    states: Vec<State>,
}

#[derive(Debug, Clone, Copy, Default)]
struct State {
    answered: u8,
    sum: u16,
    best: u16,
}

impl Searcher {
    /// A searcher for an index.
    #[must_use]
    pub fn new(index: &Index) -> Self {
        let documents = usize::try_from(index.documents).unwrap_or_default();
        Self {
            states: vec![State::default(); documents],
        }
    }

    /// Finds the documents that answer every part and that `keep` lets pass, the best first. An empty query finds all.
    pub fn search(&mut self, index: &Index, query: &Query, mut keep: impl FnMut(u32) -> bool) -> Hits {
        self.states.fill(State::default());
        let mut parts: u8 = 0;
        let mut words: Vec<Vec<(usize, u16)>> = Vec::new();
        for part in &query.parts {
            match part {
                QueryPart::Fact(fact) => {
                    self.mark_fact(index, *fact, parts);
                    parts += 1;
                }
                QueryPart::Word(word) => words.push(index.matches(word)),
            }
        }
        if words.iter().any(Vec::is_empty) {
            return Hits {
                documents: Vec::new(),
            };
        }
        // The rarest word first: what it leaves out need not be scored.
        words.sort_by_cached_key(|matches| {
            matches
                .iter()
                .map(|(word, _)| index.postings(*word).count())
                .sum::<usize>()
        });
        for matches in &words {
            self.mark_words(index, matches, parts);
            parts += 1;
        }
        self.collect(parts, &mut keep)
    }

    fn mark_fact(&mut self, index: &Index, fact: Fact, part: u8) {
        let first = index.facts.partition_point(|entry| entry.0 < fact);
        let documents = index.facts.iter().skip(first).take_while(|entry| entry.0 == fact);
        for (_, document) in documents {
            let state = usize::try_from(*document)
                .ok()
                .and_then(|d| self.states.get_mut(d));
            if let Some(state) = state.filter(|state| state.answered == part) {
                state.answered = part + 1;
            }
        }
    }

    fn mark_words(&mut self, index: &Index, matches: &[(usize, u16)], part: u8) {
        for (word, quality) in matches {
            for (document, weight) in index.postings(*word) {
                let Some(state) = usize::try_from(document)
                    .ok()
                    .and_then(|d| self.states.get_mut(d))
                else {
                    continue;
                };
                let score = quality * u16::from(weight);
                if state.answered == part {
                    state.answered = part + 1;
                    state.sum += state.best;
                    state.best = score;
                } else if state.answered == part + 1 && score > state.best {
                    state.best = score;
                }
            }
        }
    }

    /// Sorts by counting: scores are small numbers.
    fn collect(&self, parts: u8, keep: &mut impl FnMut(u32) -> bool) -> Hits {
        let found: Vec<(u32, usize)> = self
            .states
            .iter()
            .zip(0u32..)
            .filter(|(state, _)| state.answered == parts)
            .filter(|(_, document)| keep(*document))
            .map(|(state, document)| (document, usize::from(state.sum + state.best)))
            .collect();
        let most = found.iter().map(|(_, score)| *score).max().unwrap_or(0);
        let mut starts = vec![0usize; most + 2];
        for (_, score) in &found {
            if let Some(count) = starts.get_mut(most - score + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut documents = vec![0; found.len()];
        for (document, score) in found {
            if let Some(slot) = starts.get_mut(most - score) {
                if let Some(place) = documents.get_mut(*slot) {
                    *place = document;
                }
                *slot += 1;
            }
        }
        Hits { documents }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Field, IndexBuilder};

    fn index(texts: &[(&str, &str, Option<Fact>)]) -> Index {
        let mut builder = IndexBuilder::new();
        for (title, text, fact) in texts {
            builder.add([(Field::Title, *title), (Field::Text, *text)], fact.as_slice());
        }
        builder.finish()
    }

    fn find(index: &Index, typed: &str) -> Vec<u32> {
        Searcher::new(index)
            .search(index, &Query::parse(typed), |_| true)
            .documents
    }

    fn sample() -> Index {
        index(&[
            ("Алма дүкені", "жеміс пен көкөніс", None),
            (
                "Кофейня «Жетіген»",
                "кофе и выпечка, яблочный пирог алма",
                Some(Fact::Rooms(2)),
            ),
            ("Almaty Books", "книги", Some(Fact::Rooms(3))),
            ("Дүкен", "алманың шырыны", Some(Fact::Rooms(2))),
        ])
    }

    #[test]
    fn titles_come_before_texts_and_whole_words_before_beginnings() {
        assert_eq!(find(&sample(), "алма"), [0, 2, 1, 3]);
    }

    #[test]
    fn all_words_must_be_found() {
        assert_eq!(find(&sample(), "alma kofe"), [1]);
        assert_eq!(find(&sample(), "alma жоқсөз"), Vec::<u32>::new());
        assert_eq!(find(&sample(), "kofe 2 комн"), [1]);
        assert_eq!(find(&sample(), "2 комн"), [1, 3]);
        assert_eq!(find(&sample(), ""), [0, 1, 2, 3]);
    }

    #[test]
    fn a_slip_is_forgiven_where_nothing_is_right() {
        assert_eq!(find(&sample(), "кофйня"), [1]);
        assert_eq!(find(&sample(), "jetegen"), [1]);
        assert_eq!(find(&sample(), "Almtay"), [2]);
    }

    #[test]
    fn what_is_filtered_out_is_not_found() {
        let sample = sample();
        let hits =
            Searcher::new(&sample).search(&sample, &Query::parse("алма"), |document| document % 2 == 1);
        assert_eq!(hits.documents, [1, 3]);
    }
}
