use alloc::vec::Vec;

use chain::AssetId;
use sig::U256;
use units::{AssetAmount, Rate, Tiyn};

use crate::{Day, Direction, Entry, State};

const SECONDS_A_DAY: u64 = 86_400;

/// What an account holds of an asset now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The asset.
    pub asset: AssetId,
    /// How much, base units.
    pub amount: AssetAmount,
    /// Its decimals.
    pub decimals: u8,
    /// What it is taken for now.
    pub rate: Rate,
}

/// What an account held when a day ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayWorth {
    /// Any moment of that day, unix seconds; of today it is now.
    pub time: u64,
    /// In tiyn, **at today's rates**: only what came and went changes it.
    pub worth: Tiyn,
}

/// What an account held at the end of each of the last days up to `now` (unix seconds), at most `most` of them, the oldest first:
/// what it holds now, less what came since, plus what went since. It begins with the day before the first known movement,
/// and ends earlier where movements must be missing, because less than nothing would have been held.
///
/// `entries` are those of the account. Without a movement that was carried out there is nothing to show: the answer is empty.
#[must_use]
pub fn worth_by_day<'a>(
    held: &[Held],
    entries: impl IntoIterator<Item = &'a Entry>,
    now: u64,
    most: usize,
) -> Vec<DayWorth> {
    let mut held = held.to_vec();
    let mut moved: Vec<&Entry> = entries
        .into_iter()
        .filter(|entry| is_carried_out(entry.state) && entry.direction != Direction::Own)
        .filter(|entry| {
            let token = entry.asset.token;
            held.iter().any(|held| Some(held.asset) == token)
        })
        .collect();
    moved.sort_by_key(|entry| core::cmp::Reverse(entry.time));
    let mut moved = moved.into_iter().peekable();
    let mut days = Vec::new();
    let mut time = now;
    if moved.peek().is_none() {
        return days;
    }
    while days.len() < most {
        let day = Day::of(time);
        while let Some(entry) = moved.next_if(|entry| Day::of(entry.time) > day) {
            if undo(&mut held, entry).is_none() {
                days.reverse();
                return days;
            }
        }
        let Some(worth) = worth_of(&held) else { break };
        days.push(DayWorth { time, worth });
        if moved.peek().is_none() || time < SECONDS_A_DAY {
            break;
        }
        time -= SECONDS_A_DAY;
    }
    days.reverse();
    days
}

const fn is_carried_out(state: State) -> bool {
    matches!(
        state,
        State::Mined { succeeded: true, .. } | State::Final { succeeded: true, .. }
    )
}

/// As it was before a movement. `None` when that cannot have been.
fn undo(held: &mut [Held], entry: &Entry) -> Option<()> {
    let of = held
        .iter_mut()
        .find(|held| Some(held.asset) == entry.asset.token)?;
    let (amount, moved): (U256, U256) = (of.amount.get(), entry.amount.get());
    let before = match entry.direction {
        Direction::In => amount.checked_sub(moved),
        Direction::Out => amount.checked_add(moved),
        Direction::Own => Some(amount),
    };
    of.amount = AssetAmount::new(before?);
    Some(())
}

fn worth_of(held: &[Held]) -> Option<Tiyn> {
    held.iter().try_fold(Tiyn::ZERO, |sum, held| {
        let worth = held.rate.tiyn_for(held.amount, held.decimals).ok()?;
        sum.checked_add(worth).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::tests::entry;

    /// 2026-12-01 00:00 in Alatau.
    const MIDNIGHT: u64 = 1_796_065_200;
    const DONE: State = State::Final {
        block_number: 1,
        succeeded: true,
    };

    fn asset() -> AssetId {
        "eip155:31337/erc20:0x7099797051812dc3a010c7d01b50e0d17dc79c80"
            .parse()
            .unwrap()
    }

    fn moved(direction: Direction, amount: u64, time: u64) -> Entry {
        let mut entry = entry(direction, DONE);
        entry.asset.token = Some(asset());
        entry.amount = AssetAmount::new(U256::from(amount));
        entry.time = time;
        entry
    }

    fn held(amount: u64) -> [Held; 1] {
        [Held {
            asset: asset(),
            amount: AssetAmount::new(U256::from(amount)),
            decimals: 0,
            // One unit is one tenge.
            rate: Rate::new(U256::from(1u8), U256::from(1u8)).unwrap(),
        }]
    }

    fn tenge(days: &[DayWorth]) -> Vec<u64> {
        days.iter().map(|day| day.worth.get() / 100).collect()
    }

    #[test]
    fn days_go_back_to_the_day_before_the_first_movement() {
        let now = MIDNIGHT + 3_600;
        let entries = [
            moved(Direction::Out, 30, MIDNIGHT),
            moved(Direction::In, 100, MIDNIGHT - 1),
            moved(Direction::In, 50, MIDNIGHT - 2 * SECONDS_A_DAY - 1),
        ];
        let days = worth_by_day(&held(120), &entries, now, 30);
        assert_eq!(tenge(&days), [0, 50, 50, 150, 120]);
        assert_eq!(days.last().unwrap().time, now);
        assert_eq!(tenge(&worth_by_day(&held(120), &entries, now, 2)), [150, 120]);
    }

    #[test]
    fn what_did_not_happen_changes_nothing_and_what_is_not_known_ends_it() {
        let now = MIDNIGHT + 3_600;
        let mut void = moved(Direction::Out, 999, MIDNIGHT);
        void.state = State::Dropped;
        let pending = Entry {
            state: State::Pending { missed: 0 },
            ..void.clone()
        };
        assert_eq!(worth_by_day(&held(120), [&void, &pending], now, 30), []);
        // Of the 100 that came there would have been 20 before: the rest went unseen.
        let came = moved(Direction::In, 100, MIDNIGHT);
        assert_eq!(tenge(&worth_by_day(&held(80), [&came], now, 30)), [80]);
    }
}
