use alloc::{vec, vec::Vec};

use crate::{
    Fact, Query, QueryPart,
    wire::{DecodeError, Reader, write_number},
    words::Words,
};

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    words: Words,
    /// For each word the end of its postings.
    ends: Vec<u32>,
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

/// Which words of a query may be misspelt: those that no index of a set knows as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<'q> {
    facts: Vec<Fact>,
    words: Vec<(&'q str, bool)>,
}

impl<'q> Plan<'q> {
    /// For a query and all indexes it is put to.
    #[must_use]
    pub fn new<'i>(query: &'q Query, indexes: impl Iterator<Item = &'i Index> + Clone) -> Self {
        let mut plan = Self {
            facts: Vec::new(),
            words: Vec::new(),
        };
        for part in &query.parts {
            match part {
                QueryPart::Fact(fact) => plan.facts.push(*fact),
                QueryPart::Word(word) => {
                    let long = word.len() >= LEAST_FOR_SLIPS && !word.bytes().all(|b| b.is_ascii_digit());
                    let slips = long
                        && indexes
                            .clone()
                            .all(|index| index.words.beginning_with(word.as_bytes()).is_empty());
                    plan.words.push((word, slips));
                }
            }
        }
        plan
    }
}

impl Index {
    pub(crate) fn assemble(
        words: Words,
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
            ends: ends
                .into_iter()
                .map(|end| u32::try_from(end).unwrap_or(u32::MAX))
                .collect(),
            documents_of,
            weights_of,
            facts,
            documents,
        }
    }

    /// Appends the index as bytes, for files that are pinned by a hash.
    pub fn encode(&self, out: &mut Vec<u8>) {
        write_number(out, self.documents.into());
        self.words.encode(out);
        let mut start = 0;
        for end in &self.ends {
            write_number(out, u64::from(end - start));
            start = *end;
        }
        let mut word = self.ends.iter();
        let mut left = word.next().copied().unwrap_or(0);
        let mut before = 0;
        for ((place, document), weight) in (0u32..).zip(&self.documents_of).zip(&self.weights_of) {
            while place == left {
                before = 0;
                left = word.next().copied().unwrap_or(u32::MAX);
            }
            // Weights are few: they ride in the lowest bits.
            write_number(out, u64::from(document - before) << 3 | u64::from(*weight & 7));
            before = *document;
        }
        write_number(out, u64::try_from(self.facts.len()).unwrap_or(u64::MAX));
        for (fact, document) in &self.facts {
            let (kind, number) = fact.parts();
            out.push(kind);
            write_number(out, number.into());
            write_number(out, u64::from(*document));
        }
    }

    /// Reads what [`Index::encode`] wrote.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let documents: u32 = reader.small()?;
        let words = Words::decode(reader)?;
        let mut ends = Vec::with_capacity(words.len());
        let mut sum = 0u32;
        for _ in 0..words.len() {
            sum = sum.checked_add(reader.small()?).ok_or(DecodeError)?;
            ends.push(sum);
        }
        let total = usize::try_from(sum).map_err(|_| DecodeError)?;
        let (mut documents_of, mut weights_of) = (Vec::new(), Vec::new());
        let mut start = 0;
        for end in &ends {
            let mut before = 0u32;
            for _ in start..*end {
                let packed = reader.number()?;
                let step = u32::try_from(packed >> 3).map_err(|_| DecodeError)?;
                before = before.checked_add(step).ok_or(DecodeError)?;
                if before >= documents {
                    return Err(DecodeError);
                }
                documents_of.push(before);
                weights_of.push(u8::try_from(packed & 7).map_err(|_| DecodeError)?);
            }
            start = *end;
        }
        debug_assert_eq!(documents_of.len(), total);
        let count = reader.count()?;
        let mut facts = Vec::with_capacity(count);
        for _ in 0..count {
            let fact = Fact::of_parts(reader.small()?, reader.small()?).ok_or(DecodeError)?;
            facts.push((fact, reader.small()?));
        }
        if !facts.is_sorted() {
            return Err(DecodeError);
        }
        Ok(Self {
            words,
            ends,
            documents_of,
            weights_of,
            facts,
            documents,
        })
    }

    /// How many documents there are.
    #[must_use]
    pub const fn documents(&self) -> u32 {
        self.documents
    }

    /// How large it is.
    #[must_use]
    pub fn size(&self) -> IndexSize {
        IndexSize {
            documents: self.documents,
            words: self.words.len(),
            postings: self.documents_of.len(),
            bytes: self.words.bytes()
                + self.ends.len() * size_of::<u32>()
                + self.documents_of.len() * 5
                + self.facts.len() * size_of::<(Fact, u32)>(),
        }
    }

    fn postings(&self, word: usize) -> (&[u32], &[u8]) {
        let end = |word: usize| self.ends.get(word).and_then(|end| usize::try_from(*end).ok());
        let start = word.checked_sub(1).and_then(end).unwrap_or(0);
        let range = start..end(word).unwrap_or(start);
        (
            self.documents_of.get(range.clone()).unwrap_or_default(),
            self.weights_of.get(range).unwrap_or_default(),
        )
    }

    /// The words that answer a part: place and quality of the match.
    fn matches(&self, asked: &str, slips: bool) -> Vec<(usize, u16)> {
        let asked = asked.as_bytes();
        if slips {
            return self
                .words
                .near(asked)
                .into_iter()
                .map(|place| (place, SLIP))
                .collect();
        }
        self.words
            .beginning_with(asked)
            .map(|place| {
                let whole = self.words.get(place).len() == asked.len();
                (place, if whole { EXACT } else { PREFIX })
            })
            .collect()
    }
}

/// Searches an index; its buffers are kept between queries.
#[derive(Debug, Default)]
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
    pub fn search(&mut self, index: &Index, query: &Query, keep: impl FnMut(u32) -> bool) -> Hits {
        let plan = Plan::new(query, core::iter::once(index));
        Hits {
            documents: best_first(&self.scored(index, &plan, keep)),
        }
    }

    /// Finds the documents that answer every part of a plan and that `keep` lets pass, in their order, with their scores.
    pub fn scored(
        &mut self,
        index: &Index,
        plan: &Plan<'_>,
        mut keep: impl FnMut(u32) -> bool,
    ) -> Vec<(u32, u16)> {
        self.states.fill(State::default());
        let mut words: Vec<Vec<(usize, u16)>> = plan
            .words
            .iter()
            .map(|(word, slips)| index.matches(word, *slips))
            .collect();
        if words.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let mut parts: u8 = 0;
        for fact in &plan.facts {
            self.mark_fact(index, *fact, parts);
            parts += 1;
        }
        // The rarest word first: what it leaves out need not be scored.
        words.sort_by_cached_key(|matches| {
            matches
                .iter()
                .map(|(word, _)| index.postings(*word).0.len())
                .sum::<usize>()
        });
        for matches in &words {
            self.mark_words(index, matches, parts);
            parts += 1;
        }
        self.states
            .iter()
            .zip(0u32..)
            .filter(|(state, _)| state.answered == parts)
            .filter(|(_, document)| keep(*document))
            .map(|(state, document)| (document, state.sum.saturating_add(state.best)))
            .collect()
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
            let (documents, weights) = index.postings(*word);
            for (document, weight) in documents.iter().zip(weights) {
                let Some(state) = usize::try_from(*document)
                    .ok()
                    .and_then(|d| self.states.get_mut(d))
                else {
                    continue;
                };
                let score = quality * u16::from(*weight);
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
}

/// What was found by falling score; what has one score keeps its order. Sorts by counting: scores are small numbers.
#[must_use]
pub fn best_first<T: Copy + Default>(scored: &[(T, u16)]) -> Vec<T> {
    let most = scored.iter().map(|(_, score)| *score).max().unwrap_or(0);
    let mut starts = vec![0usize; usize::from(most) + 2];
    for (_, score) in scored {
        if let Some(count) = starts.get_mut(usize::from(most - score) + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut documents = vec![T::default(); scored.len()];
    for (document, score) in scored {
        if let Some(slot) = starts.get_mut(usize::from(most - score)) {
            if let Some(place) = documents.get_mut(*slot) {
                *place = *document;
            }
            *slot += 1;
        }
    }
    documents
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

    #[test]
    fn an_index_comes_back_from_its_bytes() {
        let sample = sample();
        let mut bytes = Vec::new();
        sample.encode(&mut bytes);
        let mut reader = Reader::new(&bytes);
        assert_eq!(Index::decode(&mut reader), Ok(sample));
        assert!(reader.is_empty());
        // Cut anywhere, it is refused.
        for length in 0..bytes.len() {
            assert!(
                Index::decode(&mut Reader::new(&bytes[..length])).is_err(),
                "{length}"
            );
        }
    }

    #[test]
    fn a_slip_is_forgiven_only_where_no_index_is_right() {
        let (right, wrong) = (index(&[("jetigen", "", None)]), index(&[("jetegen", "", None)]));
        let query = Query::parse("jetigen");
        let plan = Plan::new(&query, [&right, &wrong].into_iter());
        assert_eq!(Searcher::new(&right).scored(&right, &plan, |_| true).len(), 1);
        assert!(Searcher::new(&wrong).scored(&wrong, &plan, |_| true).is_empty());
        let alone = Plan::new(&query, core::iter::once(&wrong));
        assert_eq!(Searcher::new(&wrong).scored(&wrong, &alone, |_| true).len(), 1);
    }
}
