use alloc::string::String;

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
    /// Words that all must occur in name, note, address, asset or hash.
    pub text: String,
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
    pub fn takes(&self, entry: &Entry, contacts: &ContactBook) -> bool {
        self.direction
            .is_none_or(|direction| direction == entry.direction)
            && self.from.is_none_or(|from| entry.time >= from)
            && self.until.is_none_or(|until| entry.time <= until)
            && self.takes_state(entry.state)
            && self.takes_text(entry, contacts)
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

    fn takes_text(&self, entry: &Entry, contacts: &ContactBook) -> bool {
        if self.text.trim().is_empty() {
            return true;
        }
        let name = contacts.name_of(entry.counterparty).unwrap_or_default();
        let amount = entry.amount.to_whole(entry.asset.decimals);
        let haystack = alloc::format!(
            "{name} {} {} {} {amount} {}",
            entry.note,
            entry.counterparty,
            entry.asset.symbol,
            entry.transaction
        )
        .to_lowercase();
        self.text
            .to_lowercase()
            .split_whitespace()
            .all(|word| haystack.contains(word))
    }
}
