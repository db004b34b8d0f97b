use std::collections::{BTreeMap, BTreeSet};

use city::protocol::{District, Request, Response, Rows};
use leptos::{prelude::*, task::spawn_local};

use crate::{i18n::I18n, services::ask_city};

/// Cards are asked for in blocks of so many: one question for more than one row, and none twice.
const BLOCK: usize = 24;
/// Cards above and below those in sight that are asked for, too, so that a quick scroll finds them there.
const AHEAD: usize = 24;
/// Blocks of one question: the worker gives no more than 200 rows.
const MOST_BLOCKS: usize = 8;

/// What a search found, as far as its cards have come. Answers to an older search are dropped.
pub(crate) struct Listed<C: Send + Sync + 'static> {
    /// How many, once it is known.
    pub(crate) total: RwSignal<Option<usize>>,
    /// Districts of the whole catalogue.
    pub(crate) districts: RwSignal<Vec<District>>,
    /// Grows with every answer.
    pub(crate) answered: RwSignal<u32>,
    cards: RwSignal<BTreeMap<usize, C>>,
    search: StoredValue<u32>,
    sight: StoredValue<(usize, usize)>,
    /// Blocks that came or are on their way.
    asked: StoredValue<BTreeSet<usize>>,
}

impl<C: Send + Sync + 'static> Clone for Listed<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Send + Sync + 'static> Copy for Listed<C> {}

impl<C: Clone + PartialEq + Send + Sync + 'static> Listed<C> {
    pub(crate) fn new() -> Self {
        Self {
            total: RwSignal::new(None),
            districts: RwSignal::new(Vec::new()),
            answered: RwSignal::new(0),
            cards: RwSignal::new(BTreeMap::new()),
            search: StoredValue::new(0),
            sight: StoredValue::new((0, 0)),
            asked: StoredValue::new(BTreeSet::new()),
        }
    }

    /// A search begins; gives its number.
    pub(crate) fn begin(self) -> u32 {
        self.search
            .update_value(|number| *number = number.wrapping_add(1));
        self.search.get_value()
    }

    /// Whether a search is the last one; false when the page is gone, too.
    pub(crate) fn is_last(self, search: u32) -> bool {
        self.search.try_get_value() == Some(search)
    }

    pub(crate) fn found(self, total: usize, rows: Vec<C>, districts: Vec<District>) {
        // A block of which only a part came is asked for again.
        let came = if rows.len() >= total {
            rows.len().div_ceil(BLOCK)
        } else {
            rows.len() / BLOCK
        };
        self.asked.set_value((0..came).collect());
        self.cards.set((0..).zip(rows).collect());
        if self.districts.with_untracked(|known| *known != districts) {
            self.districts.set(districts);
        }
        self.total.set(Some(total));
        self.answered.update(|number| *number = number.wrapping_add(1));
    }

    /// Which places are in sight: the first, and the one after the last.
    pub(crate) fn see(self, sight: (usize, usize)) {
        self.sight.set_value(sight);
    }

    /// Asks for the cards in sight that have not come.
    pub(crate) fn fetch(self, i18n: I18n, ask: fn(Rows) -> Request, rows_of: fn(Response) -> Option<Vec<C>>) {
        let Some((from, count)) = self.missing() else {
            return;
        };
        let request = ask(Rows {
            from,
            count,
            // An answer comes into no view of its own.
            language: untrack(|| i18n.language()).code().to_owned(),
        });
        let search = self.search.get_value();
        spawn_local(async move {
            let rows = ask_city(&request).await.ok().and_then(rows_of);
            if !self.is_last(search) {
                return;
            }
            let came = rows.is_some();
            self.answer(from, count, rows);
            if came {
                self.fetch(i18n, ask, rows_of);
            }
        });
    }

    /// The next cards to ask for, which count as asked for from now on: the first, and how many.
    fn missing(self) -> Option<(usize, usize)> {
        let total = self.total.get_untracked().unwrap_or_default();
        let mut next = None;
        self.asked.update_value(|asked| {
            next = next_blocks(self.sight.get_value(), total, asked);
            asked.extend(next.into_iter().flat_map(|(first, last)| first..last));
        });
        let (from, to) = next.map(|(first, last)| (first * BLOCK, (last * BLOCK).min(total)))?;
        Some((from, to - from))
    }

    /// The cards asked for from a place on, or `None`: they are asked for again when they come into sight the next time.
    fn answer(self, from: usize, count: usize, rows: Option<Vec<C>>) {
        match rows {
            Some(rows) => self.cards.update(|cards| cards.extend((from..).zip(rows))),
            None => self
                .asked
                .update_value(|asked| asked.retain(|block| !(from..from + count).contains(&(block * BLOCK)))),
        }
    }

    /// The card at a place, once it has come. That others came changes nothing.
    pub(crate) fn card(self, place: usize) -> Memo<Option<C>> {
        Memo::new(move |_| self.cards.with(|cards| cards.get(&place).cloned()))
    }
}

/// The first blocks that follow one another, lie around the cards in sight and were not asked for: the first, and the one after
/// the last.
fn next_blocks((from, to): (usize, usize), total: usize, asked: &BTreeSet<usize>) -> Option<(usize, usize)> {
    let first = from.min(total).saturating_sub(AHEAD) / BLOCK;
    let last = to.saturating_add(AHEAD).min(total).div_ceil(BLOCK);
    let start = (first..last).find(|block| !asked.contains(block))?;
    let last = last.min(start + MOST_BLOCKS);
    let end = (start..last).find(|block| asked.contains(block)).unwrap_or(last);
    Some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks<const N: usize>(numbers: [usize; N]) -> BTreeSet<usize> {
        numbers.into_iter().collect()
    }

    #[test]
    fn what_lies_around_the_cards_in_sight_is_asked_for_once() {
        assert_eq!(next_blocks((0, 12), 1_000, &blocks([])), Some((0, 2)));
        assert_eq!(next_blocks((0, 12), 1_000, &blocks([0])), Some((1, 2)));
        assert_eq!(next_blocks((0, 12), 1_000, &blocks([0, 1])), None);
        assert_eq!(next_blocks((100, 130), 1_000, &blocks([])), Some((3, 7)));
        assert_eq!(next_blocks((100, 130), 1_000, &blocks([4])), Some((3, 4)));
        assert_eq!(next_blocks((0, 900), 1_000, &blocks([])), Some((0, 8)));
        assert_eq!(next_blocks((100, 130), 1_000, &blocks([3, 4])), Some((5, 7)));
    }

    #[test]
    fn nothing_beyond_the_end_is_asked_for() {
        assert_eq!(next_blocks((0, 12), 0, &blocks([])), None);
        assert_eq!(next_blocks((0, 12), 5, &blocks([])), Some((0, 1)));
        assert_eq!(next_blocks((990, 1_010), 1_000, &blocks([])), Some((40, 42)));
        assert_eq!(next_blocks((5_000, 5_010), 1_000, &blocks([])), Some((40, 42)));
    }

    #[test]
    fn blocks_that_did_not_come_are_asked_for_again() {
        let owner = Owner::new();
        owner.set();
        let listed = Listed::<u32>::new();
        listed.begin();
        listed.found(100, (0..30).collect(), Vec::new());
        listed.see((0, 12));
        assert_eq!(listed.missing(), Some((24, 24)));
        assert_eq!(listed.missing(), None);
        listed.answer(24, 24, None);
        assert_eq!(listed.missing(), Some((24, 24)));
        listed.answer(24, 24, Some((24..48).collect()));
        listed.see((90, 100));
        assert_eq!(listed.missing(), Some((48, 52)));
        assert_eq!(listed.card(47).get_untracked(), Some(47));
        assert_eq!(listed.card(48).get_untracked(), None);
    }
}
