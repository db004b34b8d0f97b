use alloc::{string::String, vec::Vec};

use crate::{ContactBook, Direction, Entry, State};

/// Which states are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StateFilter {
    /// All.
    #[default]
    Any,
    /// Not in a block yet, or dropped and sent again.
    Waiting,
    /// Carried out.
    Done,
    /// Failed, replaced or expired: nothing moved.
    Failed,
}

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// One direction only.
    pub direction: Option<Direction>,
    /// Some states only.
    pub state: StateFilter,
    /// Not before, unix seconds.
    pub from: Option<u64>,
    /// Not after, unix seconds.
    pub until: Option<u64>,
}

impl Filter {
    /// Whether an entry is shown.
    #[must_use]
    pub fn takes(&self, entry: &Entry) -> bool {
        self.direction
            .is_none_or(|direction| direction == entry.direction)
            && self.from.is_none_or(|from| entry.time >= from)
            && self.until.is_none_or(|until| entry.time <= until)
            && self.takes_state(entry.state)
    }

    const fn takes_state(&self, state: State) -> bool {
        match self.state {
            StateFilter::Any => true,
            StateFilter::Waiting => matches!(state, State::Signed | State::Pending { .. } | State::Dropped),
            StateFilter::Done => matches!(
                state,
                State::Mined { succeeded: true, .. } | State::Final { succeeded: true, .. }
            ),
            StateFilter::Failed => state.is_void(),
        }
    }
}

/// Words that all must occur.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of what somebody typed.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self(text.to_lowercase().split_whitespace().map(Into::into).collect())
    }

    /// Whether nothing is looked for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether all occur in what [`searchable`] gave.
    #[must_use]
    pub fn occur_in(&self, searchable: &str) -> bool {
        self.0.iter().all(|word| searchable.contains(word.as_str()))
    }
}

/// What can be looked for in an entry, in lower case: name, note, address, asset, amount, hash. Made once an entry and kept,
/// since an address costs a hash.
#[must_use]
pub fn searchable(entry: &Entry, note: &str, contacts: &ContactBook) -> String {
    let name = contacts.name_of(entry.counterparty).unwrap_or_default();
    let amount = entry.amount.to_whole(entry.asset.decimals);
    let party = entry.party.as_ref();
    let party = party.map_or_else(String::new, |party| {
        alloc::format!("{} {} {}", party.kk, party.ru, party.en)
    });
    alloc::format!(
        "{name} {party} {note} {} {} {} {amount} {}",
        entry.note,
        entry.counterparty,
        entry.asset.symbol,
        entry.transaction
    )
    .to_lowercase()
}
