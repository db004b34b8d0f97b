use serde::{Deserialize, Serialize};
use sig::B256;

/// Rounds of "nowhere to be found, its number used by another" before a transaction counts as replaced, and of "nowhere,
/// its number free" before it counts as dropped.
const PATIENCE: u8 = 3;

/// Where a transaction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// Signed and journalled; whether any node has it is not known.
    Signed,
    /// A node has it, or was handed it.
    Pending {
        /// How often in a row it was not found.
        missed: u8,
    },
    /// In a block.
    Mined {
        /// The block.
        block_number: u64,
        /// The block's hash.
        block_hash: B256,
        /// Whether it was carried out.
        succeeded: bool,
    },
    /// In a block that is deep enough.
    Final {
        /// The block.
        block_number: u64,
        /// Whether it was carried out.
        succeeded: bool,
    },
    /// No node knows it any more, and its number is still free: the same bytes may be sent again.
    Dropped,
    /// Another transaction used its number.
    Replaced,
    /// The node refused it when it was sent: it is not on its way, and is not sent again.
    Refused,
    /// An authorization that nobody submitted in its time: nothing moved, and nothing can any more.
    Expired,
}

/// What a node says of a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Observation {
    /// In a block.
    Mined {
        /// The block.
        block_number: u64,
        /// The block's hash.
        block_hash: B256,
        /// Whether it was carried out.
        succeeded: bool,
        /// The newest block.
        head: u64,
    },
    /// Waiting.
    Waiting,
    /// Not found; the account's mined transaction count is this.
    Missing {
        /// Transactions of the account that were mined.
        mined_nonce: u64,
    },
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Look again later.
    Wait,
    /// Send the same bytes again.
    Rebroadcast,
    /// Nothing any more.
    Done,
}

/// A state and what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Where it stands now.
    pub state: State,
    /// What is to be done.
    pub next: NextStep,
}

impl State {
    /// Whether nothing moves any more because of it.
    #[must_use]
    pub const fn is_void(&self) -> bool {
        matches!(
            self,
            Self::Replaced
                | Self::Refused
                | Self::Expired
                | Self::Mined { succeeded: false, .. }
                | Self::Final { succeeded: false, .. }
        )
    }

    /// Whether nothing about it changes any more.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::Final { .. } | Self::Replaced | Self::Expired)
    }

    /// The next state. `nonce` is the transaction's number, `depth` the blocks on top after which it is final.
    ///
    /// A receipt that vanishes, or turns up in another block, is a reorganisation: the transaction is pending again and
    /// its bytes are sent again. Nothing is given up at first sight.
    #[must_use]
    pub fn observe(self, seen: Observation, nonce: u64, depth: u64) -> Outcome {
        if self.is_settled() {
            return Outcome {
                state: self,
                next: NextStep::Done,
            };
        }
        match seen {
            Observation::Mined {
                block_number,
                block_hash,
                succeeded,
                head,
            } => mined(block_number, block_hash, succeeded, head, depth),
            Observation::Waiting => Outcome {
                state: Self::Pending { missed: 0 },
                next: NextStep::Wait,
            },
            Observation::Missing { mined_nonce } => self.missing(mined_nonce > nonce),
        }
    }

    const fn missing(self, number_used: bool) -> Outcome {
        if matches!(self, Self::Refused) {
            let (state, next) = if number_used {
                (Self::Replaced, NextStep::Done)
            } else {
                (self, NextStep::Wait)
            };
            return Outcome { state, next };
        }
        let missed = match self {
            Self::Pending { missed } => missed.saturating_add(1),
            Self::Signed | Self::Mined { .. } | Self::Refused => 0,
            Self::Dropped => PATIENCE,
            Self::Final { .. } | Self::Replaced | Self::Expired => PATIENCE,
        };
        let (state, next) = match (number_used, missed >= PATIENCE) {
            (true, true) => (Self::Replaced, NextStep::Done),
            // Its own receipt may only not have arrived here yet.
            (true, false) => (Self::Pending { missed }, NextStep::Wait),
            (false, true) => (Self::Dropped, NextStep::Rebroadcast),
            (false, false) => (Self::Pending { missed }, NextStep::Rebroadcast),
        };
        Outcome { state, next }
    }
}

const fn mined(block_number: u64, block_hash: B256, succeeded: bool, head: u64, depth: u64) -> Outcome {
    if head.saturating_sub(block_number) >= depth {
        Outcome {
            state: State::Final {
                block_number,
                succeeded,
            },
            next: NextStep::Done,
        }
    } else {
        Outcome {
            state: State::Mined {
                block_number,
                block_hash,
                succeeded,
            },
            next: NextStep::Wait,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: B256 = B256::repeat_byte(1);
    const FREE: Observation = Observation::Missing { mined_nonce: 5 };
    const USED: Observation = Observation::Missing { mined_nonce: 6 };

    fn in_block(head: u64) -> Observation {
        Observation::Mined {
            block_number: 10,
            block_hash: HASH,
            succeeded: true,
            head,
        }
    }

    fn walk(seen: &[Observation]) -> Outcome {
        let start = Outcome {
            state: State::Signed,
            next: NextStep::Wait,
        };
        seen.iter()
            .fold(start, |outcome, seen| outcome.state.observe(*seen, 5, 2))
    }

    #[test]
    fn confirmed_is_a_matter_of_depth() {
        assert!(matches!(walk(&[in_block(10)]).state, State::Mined { .. }));
        assert!(matches!(walk(&[in_block(11)]).state, State::Mined { .. }));
        assert!(matches!(walk(&[in_block(12)]).state, State::Final { .. }));
        assert_eq!(walk(&[in_block(12), FREE]).next, NextStep::Done);
        // A node behind its own blocks.
        assert!(matches!(walk(&[in_block(0)]).state, State::Mined { .. }));
    }

    /// Row 9 of the fault table.
    #[test]
    fn a_vanished_receipt_is_pending_again_and_sent_again() {
        let reorganised = walk(&[in_block(10), FREE]);
        assert_eq!(reorganised.state, State::Pending { missed: 0 });
        assert_eq!(reorganised.next, NextStep::Rebroadcast);
        assert!(matches!(
            walk(&[in_block(10), FREE, in_block(13)]).state,
            State::Final { .. }
        ));
    }

    /// Row 15: dropped only after several rounds, and then sent again all the same.
    #[test]
    fn nothing_is_given_up_at_first_sight() {
        assert_eq!(
            walk(&[Observation::Waiting, FREE]).state,
            State::Pending { missed: 1 }
        );
        let dropped = walk(&[Observation::Waiting, FREE, FREE, FREE]);
        assert_eq!(
            (dropped.state, dropped.next),
            (State::Dropped, NextStep::Rebroadcast)
        );
        assert_eq!(
            walk(&[Observation::Waiting, FREE, FREE, FREE, Observation::Waiting]).state,
            State::Pending { missed: 0 }
        );
    }

    /// Another node may have it all the same; this one is not asked to take it again.
    #[test]
    fn what_was_refused_is_not_sent_again_but_seen_when_it_lands() {
        let refused = State::Refused.observe(FREE, 5, 2);
        assert_eq!((refused.state, refused.next), (State::Refused, NextStep::Wait));
        assert!(State::Refused.is_void() && !State::Refused.is_settled());
        assert!(matches!(
            State::Refused.observe(in_block(12), 5, 2).state,
            State::Final { .. }
        ));
        assert_eq!(State::Refused.observe(USED, 5, 2).state, State::Replaced);
    }

    /// Row 14: another transaction took the number; the first sight of that may be its own late receipt.
    #[test]
    fn a_used_number_means_replaced_after_a_while() {
        assert_eq!(walk(&[Observation::Waiting, USED]).next, NextStep::Wait);
        let replaced = walk(&[Observation::Waiting, USED, USED, USED]);
        assert_eq!((replaced.state, replaced.next), (State::Replaced, NextStep::Done));
        assert!(replaced.state.is_void());
        assert!(matches!(
            walk(&[Observation::Waiting, USED, USED, in_block(12)]).state,
            State::Final { .. }
        ));
    }
}
