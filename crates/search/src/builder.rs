use alloc::{boxed::Box, vec::Vec};

use hashbrown::HashMap;

use crate::{Fact, Index, fold, index::Posting, words::Words};

/// Where a word stands: what counts more comes first in the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Names and titles.
    Title,
    /// Places: district, street, complex.
    Place,
    /// Everything else.
    Text,
}

impl Field {
    const fn weight(self) -> u8 {
        match self {
            Self::Title => 6,
            Self::Place => 4,
            Self::Text => 1,
        }
    }
}

/// Collects documents.
#[derive(Debug, Default)]
pub struct IndexBuilder {
    numbers: HashMap<Box<str>, u32>,
    words: Vec<(u32, Posting)>,
    facts: Vec<(Fact, u32)>,
    /// Weight of each word in the document being added.
    current: Vec<(u32, u8)>,
    documents: u32,
}

impl IndexBuilder {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next document; its number is the count of those before it.
    pub fn add<'t>(&mut self, texts: impl IntoIterator<Item = (Field, &'t str)>, facts: &[Fact]) -> u32 {
        let document = self.documents;
        let Self { numbers, current, .. } = self;
        for (field, text) in texts {
            fold(text, |key| {
                let number = match numbers.get(key) {
                    Some(number) => *number,
                    None => {
                        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                        numbers.insert(key.into(), next);
                        next
                    }
                };
                current.push((number, field.weight()));
            });
        }
        // A word counts once, where it counts most.
        current.sort_unstable_by_key(|(word, weight)| (*word, u8::MAX - weight));
        current.dedup_by_key(|(word, _)| *word);
        self.words.extend(
            current
                .drain(..)
                .map(|(word, weight)| (word, Posting { document, weight })),
        );
        self.facts.extend(facts.iter().map(|fact| (*fact, document)));
        self.documents = self.documents.saturating_add(1);
        document
    }

    /// The index.
    #[must_use]
    pub fn finish(self) -> Index {
        let mut vocabulary: Vec<(Box<str>, u32)> = self.numbers.into_iter().collect();
        vocabulary.sort_unstable();
        let mut place_of = alloc::vec![0usize; vocabulary.len()];
        for (place, (_, number)) in vocabulary.iter().enumerate() {
            if let Some(slot) = usize::try_from(*number)
                .ok()
                .and_then(|number| place_of.get_mut(number))
            {
                *slot = place;
            }
        }
        let words = Words::new(vocabulary.iter().map(|(word, _)| word.as_bytes()));
        Index::assemble(words, &place_of, &self.words, self.facts, self.documents)
    }
}
