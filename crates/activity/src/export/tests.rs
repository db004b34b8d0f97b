use alloc::vec;

use chain::ChainId;
use sig::{Address, B256};
use units::{AssetAmount, Tiyn};

use super::*;
use crate::{Contact, EntryAsset, EntryKind, Filter, StateFilter, Words, searchable};

pub(crate) fn entry(direction: Direction, state: State) -> Entry {
    Entry {
        id: "1".into(),
        transaction: B256::repeat_byte(1),
        account: Address::repeat_byte(2),
        kind: EntryKind::Transfer,
        direction,
        asset: EntryAsset {
            chain: ChainId::new(31337),
            token: None,
            symbol: "tUSD".into(),
            decimals: 6,
        },
        amount: AssetAmount::parse_whole("4.5", 6).unwrap(),
        worth: Some(Tiyn::new(245_050).unwrap()),
        rate_source: Some("Demo, \"rate\"".into()),
        counterparty: Address::repeat_byte(3),
        time: 1_796_065_200,
        fee: AssetAmount::ZERO,
        nonce: None,
        state,
        raw: None,
        note: "=HYPERLINK(\"x\")".into(),
        related: None,
        authorized: None,
        party: None,
    }
}

const DONE: State = State::Final {
    block_number: 1,
    succeeded: true,
};

#[test]
fn cells_are_quoted_and_no_formula_survives() {
    let csv = export_csv(&[entry(Direction::Out, DONE)], &ContactBook::default());
    let row = csv.lines().nth(1).unwrap();
    assert!(row.starts_with(
        "2026-12-01,1796065200,transfer,out,final,tUSD,4.500000,2450.50,\"Demo, \"\"rate\"\"\","
    ));
    assert!(row.ends_with(",\"'=HYPERLINK(\"\"x\"\")\""), "{row}");
}

#[test]
fn the_tax_view_lists_what_was_disposed_of() {
    let failed = State::Final {
        block_number: 1,
        succeeded: false,
    };
    let entries = vec![
        entry(Direction::Out, DONE),
        entry(Direction::In, DONE),
        entry(Direction::Own, DONE),
        entry(Direction::Out, failed),
        entry(Direction::Out, State::Replaced),
        entry(Direction::Out, State::Signed),
    ];
    let csv = export_tax_csv(&entries, &ContactBook::default());
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.contains("2026-12-01,tUSD,4.500000,2450.50,"));
}

#[test]
fn search_finds_names_notes_and_states() {
    let mut contacts = ContactBook::default();
    contacts
        .put(Contact {
            name: "Айгүл".into(),
            address: Address::repeat_byte(3),
            note: String::new(),
        })
        .unwrap();
    let entry = entry(Direction::Out, DONE);
    let text = searchable(&entry, "", &contacts);
    let takes = |words: &str, state| {
        let filter = Filter {
            state,
            ..Filter::default()
        };
        filter.takes(&entry) && Words::of(words).occur_in(&text)
    };
    assert!(takes("", StateFilter::Any));
    assert!(takes("айгүл tusd", StateFilter::Done));
    assert!(takes("0x0303", StateFilter::Any));
    assert!(!takes("айгүл eur", StateFilter::Any));
    assert!(!takes("", StateFilter::Waiting));
    assert!(!takes("", StateFilter::Failed));
    let out_only = Filter {
        direction: Some(Direction::In),
        ..Filter::default()
    };
    assert!(!out_only.takes(&entry));
}
