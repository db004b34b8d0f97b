use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use sig::{Address, B256};

use crate::{Direction, Entry, EntryKind};

/// Contracts of the zone: what moves to and from them has a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownContracts {
    /// They settle exchanges, both legs in one transaction.
    pub exchanges: Vec<Address>,
    /// They hold deposits for homes.
    pub deposits: Vec<Address>,
    /// They sell units of offerings, which the catalogue names so.
    pub offerings: Vec<(Address, String)>,
    /// Transactions of the owner's own top-ups and cash-outs: on the chain they are transfers of an operator.
    pub bank: Vec<(B256, EntryKind)>,
}

/// What a transfer that was found in logs was, when the zone's contracts or earlier payments tell; `None` when it stays a
/// transfer. `payments` are the entries of orders that were paid.
///
/// Money from an address that was paid for an order before is a refund: operators pay refunds from where they were paid.
/// Of which order is known only when there was one; a refund is counted in tenge, so amounts in the asset tell nothing.
#[must_use]
pub fn recognise(entry: &Entry, payments: &[Entry], contracts: &KnownContracts) -> Option<Entry> {
    if entry.direction == Direction::Own {
        return None;
    }
    let mut known = entry.clone();
    // Before the owner's wallet knew its transaction, a top-up looked like a refund.
    if matches!(entry.kind, EntryKind::Transfer | EntryKind::Refund)
        && let Some((_, kind)) = contracts.bank.iter().find(|(hash, _)| *hash == entry.transaction)
    {
        known.kind = *kind;
        known.related = None;
        known.party = None;
        return Some(known);
    }
    if entry.kind != EntryKind::Transfer {
        return None;
    }
    let mut offerings = contracts.offerings.iter();
    let offering = offerings.find(|(contract, _)| *contract == entry.counterparty);
    if contracts.exchanges.contains(&entry.counterparty) {
        known.kind = EntryKind::Exchange;
        // Both legs are of one transaction.
        known.related = Some(entry.transaction.to_string());
    } else if contracts.deposits.contains(&entry.counterparty) {
        known.kind = EntryKind::Deposit;
    } else if let Some((_, offering)) = offering {
        known.kind = EntryKind::Investment;
        known.related = Some(offering.clone());
    } else {
        let mut orders = payments.iter().filter(|other| {
            entry.direction == Direction::In
                && other.kind == EntryKind::Payment
                && other.account == entry.account
                && other.counterparty == entry.counterparty
                && other.time <= entry.time
        });
        let order = orders.next()?;
        known.kind = EntryKind::Refund;
        if orders.next().is_none() {
            known.related.clone_from(&order.related);
            known.party.clone_from(&order.party);
        }
    }
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{State, export::tests::entry};

    const FINAL: State = State::Final {
        block_number: 7,
        succeeded: true,
    };

    fn at(address: u8, direction: Direction, kind: EntryKind, time: u64) -> Entry {
        let mut entry = entry(direction, FINAL);
        entry.counterparty = Address::new([address; 20]);
        (entry.kind, entry.time, entry.related, entry.party) = (kind, time, None, None);
        entry
    }

    fn contracts() -> KnownContracts {
        KnownContracts {
            exchanges: alloc::vec![Address::new([1; 20])],
            deposits: alloc::vec![Address::new([2; 20])],
            offerings: alloc::vec![(Address::new([4; 20]), "demo-o-solar".into())],
            bank: Vec::new(),
        }
    }

    #[test]
    fn both_legs_of_an_exchange_belong_together() {
        let legs = [Direction::Out, Direction::In].map(|direction| {
            recognise(&at(1, direction, EntryKind::Transfer, 5), &[], &contracts()).unwrap()
        });
        assert_eq!(legs[0].kind, EntryKind::Exchange);
        assert_eq!(legs[0].related, legs[1].related);
        assert!(legs[0].related.is_some());
    }

    #[test]
    fn a_deposit_goes_and_comes_back_as_one() {
        for direction in [Direction::Out, Direction::In] {
            let found = recognise(&at(2, direction, EntryKind::Transfer, 5), &[], &contracts());
            assert_eq!(found.map(|entry| entry.kind), Some(EntryKind::Deposit));
        }
    }

    #[test]
    fn an_investment_and_its_money_back_name_the_offering() {
        for direction in [Direction::Out, Direction::In] {
            let found = recognise(&at(4, direction, EntryKind::Transfer, 5), &[], &contracts()).unwrap();
            assert_eq!(found.kind, EntryKind::Investment);
            assert_eq!(found.related.as_deref(), Some("demo-o-solar"));
        }
    }

    #[test]
    fn money_from_where_an_order_was_paid_is_its_refund() {
        let mut order = at(3, Direction::Out, EntryKind::Payment, 5);
        order.related = Some("0xorder".into());
        let back = at(3, Direction::In, EntryKind::Transfer, 6);
        let found = recognise(&back, &[order.clone()], &contracts()).unwrap();
        assert_eq!(found.kind, EntryKind::Refund);
        assert_eq!(found.related.as_deref(), Some("0xorder"));

        // Of two orders nobody can tell which.
        let mut second = order.clone();
        second.related = Some("0xother".into());
        let found = recognise(&back, &[order.clone(), second], &contracts()).unwrap();
        assert_eq!((found.kind, found.related), (EntryKind::Refund, None));

        // What came before the order is none of it.
        let early = at(3, Direction::In, EntryKind::Transfer, 4);
        assert_eq!(recognise(&early, &[order], &contracts()), None);
    }

    #[test]
    fn a_top_up_is_none_other_even_where_an_order_was_paid_before() {
        let order = at(3, Direction::Out, EntryKind::Payment, 5);
        let come = at(3, Direction::In, EntryKind::Transfer, 6);
        let mut known = contracts();
        let as_refund = recognise(&come, core::slice::from_ref(&order), &known).unwrap();
        assert_eq!(as_refund.kind, EntryKind::Refund);
        known.bank.push((come.transaction, EntryKind::TopUp));
        for seen in [come, as_refund] {
            let found = recognise(&seen, core::slice::from_ref(&order), &known).unwrap();
            assert_eq!((found.kind, found.related), (EntryKind::TopUp, None));
            assert_eq!(
                recognise(&found_again(&seen, EntryKind::TopUp), &[], &known),
                None
            );
        }
    }

    fn found_again(entry: &Entry, kind: EntryKind) -> Entry {
        Entry {
            kind,
            ..entry.clone()
        }
    }

    #[test]
    fn everything_else_stays_what_it_is() {
        let stranger = at(9, Direction::In, EntryKind::Transfer, 5);
        assert_eq!(recognise(&stranger, &[], &contracts()), None);
        let paid = at(1, Direction::Out, EntryKind::Payment, 5);
        assert_eq!(recognise(&paid, &[], &contracts()), None);
    }
}
