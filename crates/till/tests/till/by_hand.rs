//! Orders paid from any wallet to an address of their own.

use std::time::Duration;

use alloy_sol_types::{SolCall, sol};
use checkout::{CreateOrderResponse, OrderState};
use reqwest::Method;
use serde_json::{Value, json};
use sig::{Address, Signer, U256};

use crate::support::{Payer, Stack, TUSD, send};

sol! {
    function transfer(address to, uint256 value) external returns (bool);
}

/// What one order of the tests costs in tUSD.
const COST: u64 = 4_546_299;

async fn open(stack: &Stack, order: &CreateOrderResponse) -> Value {
    let body = json!({ "asset": format!("eip155:31337/erc20:{}", stack.tusd) });
    let answer = stack
        .call(Method::POST, &format!("{}/deposit", order.pay_url), &[], body)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

/// The demo's settlement account stands for an exchange that somebody withdraws from; it has coin for gas.
async fn transfer(stack: &Stack, to: &Value, amount: u64) {
    let to: Address = to["address"].as_str().unwrap().parse().unwrap();
    let value = U256::from(amount);
    let call = transferCall { to, value }.abi_encode();
    assert!(
        send(&stack.rpc, &stack.keys.deployer, Some(stack.tusd), call)
            .await
            .succeeded
    );
}

async fn funded() -> Stack {
    let stack = Stack::start().await;
    crate::support::mint(
        &stack.rpc,
        &stack.keys.deployer,
        stack.tusd,
        stack.keys.deployer.address(),
        100_000_000,
    )
    .await;
    stack
}

async fn until(stack: &Stack, order: &CreateOrderResponse, state: OrderState) {
    for _ in 0..150 {
        if stack.status(order).await.state == state {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{:?} instead of {state:?}", stack.status(order).await.state);
}

#[tokio::test]
async fn a_transfer_in_two_parts_settles_the_order_and_is_swept_without_coin_at_its_address() {
    let stack = funded().await;
    let order = stack.order().await;
    let deposit = open(&stack, &order).await;
    assert_eq!(deposit, open(&stack, &order).await);
    let address = deposit["address"].as_str().unwrap();
    assert_eq!(
        deposit["uri"],
        format!(
            "ethereum:{}@31337/transfer?address={}&uint256={COST}",
            stack.tusd,
            address.parse::<Address>().unwrap()
        )
    );
    transfer(&stack, &deposit, COST - 1_000_000).await;
    until(&stack, &order, OrderState::Partial).await;
    transfer(&stack, &deposit, 1_000_000).await;
    until(&stack, &order, OrderState::Final).await;
    let receipt = stack.status(&order).await.receipt.unwrap().receipt;
    assert!(!receipt.order_bound);
    assert_eq!(receipt.total_tiyn.get(), 245_000);
    assert_eq!(stack.ledger().await.iter().map(|(_, tiyn)| tiyn).sum::<i64>(), 0);
    while stack.balance(stack.tusd, stack.keys.settlement.address()).await != COST {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_little_less_is_tolerated_and_what_is_too_much_is_owed() {
    let stack = funded().await;
    let (short, over) = (stack.order().await, stack.order().await);
    let (for_short, for_over) = (open(&stack, &short).await, open(&stack, &over).await);
    assert_ne!(for_short["address"], for_over["address"]);
    transfer(&stack, &for_short, COST - COST / 10_000 * 25).await;
    transfer(&stack, &for_over, COST + 700).await;
    until(&stack, &short, OrderState::Final).await;
    until(&stack, &over, OrderState::Final).await;
    let credit = stack
        .credit(stack.status(&over).await.receipt.unwrap().receipt.order_hash)
        .await;
    let deposit = credit.deposit.unwrap();
    assert_eq!(deposit.owed.get(), U256::from(700));
}

#[tokio::test]
async fn what_comes_after_the_end_is_late_and_owed() {
    let stack = funded().await;
    let order = stack.order().await;
    let hash = stack.ask(&order).await.order_hash();
    let deposit = open(&stack, &order).await;
    stack.clock.advance(2 * 3600);
    stack.node.call("evm_increaseTime", json!([2 * 3600])).await;
    transfer(&stack, &deposit, COST).await;
    until(&stack, &order, OrderState::Late).await;
    assert_eq!(
        stack.credit(hash).await.deposit.unwrap().owed.get(),
        U256::from(COST)
    );
    assert!(stack.ledger().await.is_empty());
}

#[tokio::test]
async fn an_order_paid_otherwise_owes_the_whole_transfer() {
    let stack = funded().await;
    let payer = Payer::with_tokens(&stack, 0).await;
    let order = stack.order().await;
    let asked = stack.ask(&order).await;
    let deposit = open(&stack, &order).await;
    stack
        .pay(&order, &payer.payload(&stack, &asked, TUSD))
        .await
        .settled();
    transfer(&stack, &deposit, COST).await;
    for _ in 0..100 {
        let owed = stack.credit(asked.order_hash()).await.deposit.unwrap().owed;
        if owed.get() == U256::from(COST) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing is owed");
}
