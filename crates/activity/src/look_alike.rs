use alloc::{string::String, vec::Vec};

use sig::Address;

use crate::{ContactBook, Direction, Entry};

/// Digits that people compare at either end; more than these agreeing is no accident.
const ENDS: usize = 4;
/// Together this many agreeing digits at both ends are no accident either.
const TOGETHER: usize = 8;

/// What is known of a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// In the address book.
    Contact(String),
    /// Paid before.
    PaidBefore,
    /// Never paid before.
    FirstTime,
    /// Made to be mistaken for an address that is known.
    LooksLike {
        /// The known address.
        known: Address,
        /// Its name, if it is a contact.
        name: Option<String>,
        /// Places (0 to 39) of the digits that differ.
        differing: Vec<usize>,
    },
}

/// Judges a recipient beside contacts and everybody who was paid or who paid before.
#[must_use]
pub fn judge_recipient(to: Address, contacts: &ContactBook, history: &[Entry]) -> Recipient {
    if let Some(name) = contacts.name_of(to) {
        return Recipient::Contact(name.into());
    }
    let paid = |entry: &&Entry| entry.direction == Direction::Out && !entry.state.is_void();
    if history.iter().filter(paid).any(|entry| entry.counterparty == to) {
        return Recipient::PaidBefore;
    }
    let real = history
        .iter()
        .filter(|entry| !is_spam(entry))
        .map(|entry| entry.counterparty);
    let known = contacts.all().iter().map(|contact| contact.address).chain(real);
    match known.into_iter().find(|known| is_look_alike(to, *known)) {
        Some(known) => Recipient::LooksLike {
            known,
            name: contacts.name_of(known).map(Into::into),
            differing: differing_positions(to, known),
        },
        None => Recipient::FirstTime,
    }
}

/// Whether two different addresses agree where people look: four digits at both ends, or eight at both ends together.
#[must_use]
pub fn is_look_alike(a: Address, b: Address) -> bool {
    if a == b {
        return false;
    }
    let (a, b) = (digits(a), digits(b));
    let agreeing = |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(x, y)| x == y).count();
    let front = agreeing(&mut a.into_iter().zip(b));
    let back = agreeing(&mut a.into_iter().rev().zip(b.into_iter().rev()));
    front >= ENDS && back >= ENDS || front.min(back) > 0 && front + back >= TOGETHER
}

/// The places (0 to 39) of hex digits that differ.
#[must_use]
pub fn differing_positions(a: Address, b: Address) -> Vec<usize> {
    digits(a)
        .into_iter()
        .zip(digits(b))
        .enumerate()
        .filter(|(_, (x, y))| x != y)
        .map(|(place, _)| place)
        .collect()
}

/// Whether an entry was made by others to be seen: nothing moved, and the account did not send it.
#[must_use]
pub fn is_spam(entry: &Entry) -> bool {
    entry.amount.get().is_zero() && entry.nonce.is_none()
}

fn digits(address: Address) -> [u8; 40] {
    let mut digits = [0; 40];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(address.into_array()) {
        pair.copy_from_slice(&[byte >> 4, byte & 15]);
    }
    digits
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::{Contact, State, export::tests::entry};

    fn address(text: &str) -> Address {
        text.parse().unwrap()
    }

    const BOB: &str = "0x1234567890abcdef1234567890abcdef12345678";

    #[test]
    fn four_and_four_or_eight_together() {
        let bob = address(BOB);
        assert!(is_look_alike(
            bob,
            address("0x1234ffffffffffffffffffffffffffffffff5678")
        ));
        assert!(is_look_alike(
            bob,
            address("0x12fffffffffffffffffffffffffffffff2345678")
        ));
        assert!(!is_look_alike(
            bob,
            address("0x123fffffffffffffffffffffffffffffffffff78")
        ));
        assert!(!is_look_alike(bob, bob));
        let one_off = address("0x1234567890abcdef1234507890abcdef12345678");
        assert_eq!(differing_positions(bob, one_off), [21]);
    }

    #[test]
    fn a_recipient_is_known_first_time_or_a_trap() {
        let mut contacts = ContactBook::default();
        contacts
            .put(Contact {
                name: "Bob".into(),
                address: address(BOB),
                note: String::new(),
            })
            .unwrap();
        let trap = address("0x1234ffffffffffffffffffffffffffffffff5678");
        assert!(matches!(
            judge_recipient(trap, &contacts, &[]),
            Recipient::LooksLike { name: Some(_), .. }
        ));
        assert_eq!(
            judge_recipient(address(BOB), &contacts, &[]),
            Recipient::Contact("Bob".into())
        );
        let stranger = Address::repeat_byte(3);
        assert_eq!(judge_recipient(stranger, &contacts, &[]), Recipient::FirstTime);
        let paid = vec![entry(Direction::Out, State::Pending { missed: 0 })];
        assert_eq!(judge_recipient(stranger, &contacts, &paid), Recipient::PaidBefore);
        assert_eq!(
            judge_recipient(stranger, &contacts, &[entry(Direction::Out, State::Replaced)]),
            Recipient::FirstTime
        );
    }

    /// The trap of address poisoning: a transfer of nothing puts the trap into the history.
    #[test]
    fn a_transfer_of_nothing_makes_nobody_known() {
        let mut spam = entry(Direction::In, State::Pending { missed: 0 });
        spam.amount = units::AssetAmount::ZERO;
        assert!(is_spam(&spam));
        let near = address("0x0303ffffffffffffffffffffffffffffffff0303");
        let contacts = ContactBook::default();
        assert_eq!(judge_recipient(near, &contacts, &[spam]), Recipient::FirstTime);
    }
}
