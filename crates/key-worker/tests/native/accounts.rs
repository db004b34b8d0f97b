//! Accounts through the worker's messages, also when two tabs change them.

use crate::support::{Bench, NOW, PASSWORD};
use key_worker::protocol::{
    AccountKind, AddAccountsRequest, Failure, HideAccountRequest, OrderAccountsRequest, PayRequest,
    PreviewAccountsRequest, ReadAddressRequest, RenameAccountRequest, Request, Response,
};

fn add(indices: Vec<u32>) -> Request {
    Request::AddAccounts(AddAccountsRequest {
        source: Some(0),
        indices,
    })
}

fn rename(account: u32, name: &str) -> Request {
    Request::RenameAccount(RenameAccountRequest {
        account,
        name: name.into(),
    })
}

#[test]
fn accounts_are_added_named_hidden_and_ordered_and_all_of_it_survives_a_lock() {
    let mut bench = Bench::with_vault();
    bench.status(&add(vec![]), "").unwrap();
    bench.status(&add(vec![7]), "").unwrap();
    bench.status(&rename(1, "дүкен"), "").unwrap();
    let hide = Request::HideAccount(HideAccountRequest {
        account: 2,
        hidden: true,
    });
    bench.status(&hide, "").unwrap();
    let order = Request::OrderAccounts(OrderAccountsRequest {
        accounts: vec![2, 1, 0],
    });
    let before = bench.status(&order, "").unwrap().accounts;
    assert_eq!(before[0].kind, AccountKind::Words { source: 0, index: 7 });
    assert_eq!(
        (before[1].name.as_deref(), before[0].hidden),
        (Some("дүкен"), true)
    );
    bench.ask(&Request::Pay(PayRequest::Lock), "").unwrap();
    assert_eq!(
        bench
            .status(&Request::Pay(PayRequest::Status), "")
            .unwrap()
            .accounts,
        before
    );
    assert_eq!(bench.status(&rename(0, "x"), "").unwrap_err(), Failure::Locked);
    assert_eq!(
        bench
            .status(&Request::Pay(PayRequest::Unlock), PASSWORD)
            .unwrap()
            .accounts,
        before
    );
}

#[test]
fn the_looked_for_accounts_are_the_ones_that_are_added() {
    let mut bench = Bench::with_vault();
    let request = Request::PreviewAccounts(PreviewAccountsRequest {
        source: Some(0),
        start: 0,
        count: 5,
    });
    let Response::Preview(preview) = bench.ask(&request, "").unwrap().0 else {
        panic!()
    };
    let accounts = bench.status(&add(vec![3, 4]), "").unwrap().accounts;
    assert_eq!(preview.len(), 5);
    assert_eq!(accounts[0].address, preview[0].address);
    assert_eq!(accounts[2].address, preview[4].address);
}

#[test]
fn two_tabs_lose_nothing_of_each_other() {
    let mut here = Bench::with_vault();
    here.status(&add(vec![]), "").unwrap();
    let mut there = Bench::over(here.store.clone(), NOW);
    there.status(&Request::Pay(PayRequest::Unlock), PASSWORD).unwrap();
    here.status(&rename(0, "here"), "").unwrap();
    let both = there.status(&rename(1, "there"), "").unwrap().accounts;
    let names: Vec<Option<&str>> = both.iter().map(|account| account.name.as_deref()).collect();
    assert_eq!(names, [Some("here"), Some("there")]);
}

#[test]
fn a_watched_account_is_seen_and_does_not_sign() {
    let mut bench = Bench::with_vault();
    let read = |address: &str| {
        Request::ReadAddress(ReadAddressRequest {
            address: address.into(),
        })
    };
    assert_eq!(bench.ask(&read("0x12"), "").unwrap_err(), Failure::NotAnAddress);
    bench
        .ask(&read("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"), "")
        .unwrap();
    let status = bench.status(&Request::AddToVault, "").unwrap();
    assert_eq!(status.accounts[1].kind, AccountKind::Watch);
    let export = Request::ExportPrivateKey(key_worker::protocol::AccountRequest { account: 1 });
    assert_eq!(bench.ask(&export, "").unwrap_err(), Failure::WatchOnly);
}
