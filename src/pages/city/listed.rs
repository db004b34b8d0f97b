use city::protocol::District;
use leptos::prelude::*;

/// What a search found, as far as its cards have come. Answers to an older search are dropped.
pub(crate) struct Listed<C: Send + Sync + 'static> {
    /// How many, once it is known.
    pub(crate) total: RwSignal<Option<usize>>,
    /// Districts of the whole catalogue.
    pub(crate) districts: RwSignal<Vec<District>>,
    /// Grows with every answer.
    pub(crate) answered: RwSignal<u32>,
    cards: RwSignal<Vec<Option<C>>>,
    search: StoredValue<u32>,
    sight: StoredValue<(usize, usize)>,
}

impl<C: Send + Sync + 'static> Clone for Listed<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Send + Sync + 'static> Copy for Listed<C> {}

impl<C: Clone + Send + Sync + 'static> Listed<C> {
    pub(crate) fn new() -> Self {
        Self {
            total: RwSignal::new(None),
            districts: RwSignal::new(Vec::new()),
            answered: RwSignal::new(0),
            cards: RwSignal::new(Vec::new()),
            search: StoredValue::new(0),
            sight: StoredValue::new((0, 0)),
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

    /// The number of the last search.
    pub(crate) fn last(self) -> u32 {
        self.search.get_value()
    }

    pub(crate) fn found(self, total: usize, rows: Vec<C>, districts: Vec<District>) {
        let mut cards: Vec<Option<C>> = rows.into_iter().map(Some).collect();
        cards.resize(total, None);
        self.cards.set(cards);
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

    /// The first card in sight that has not come, and how many from there on.
    pub(crate) fn missing(self) -> Option<(usize, usize)> {
        let (from, to) = self.sight.get_value();
        self.cards.with_untracked(|cards| {
            let first =
                (from..to.min(cards.len())).find(|place| cards.get(*place).is_some_and(Option::is_none))?;
            Some((first, to - first))
        })
    }

    pub(crate) fn fill(self, from: usize, rows: Vec<C>) {
        self.cards.update(|cards| {
            for (place, row) in (from..).zip(rows) {
                if let Some(slot) = cards.get_mut(place) {
                    *slot = Some(row);
                }
            }
        });
    }

    /// The card at a place, once it has come; follows changes.
    pub(crate) fn card(self, place: usize) -> Option<C> {
        self.cards.with(|cards| cards.get(place).cloned().flatten())
    }
}
