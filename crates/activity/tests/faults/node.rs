use activity::{NextStep, State, observe};
use alloy_primitives::{Address, U256};
use chain::{
    Bytes, ChainId, HttpLimits, RpcClient, SignedTransaction, TransactionRequest, TxKind, sign_transaction,
};
use http_native::HttpClient;
use sig::Signer as _;
use testkit::DemoKeys;
pub(crate) use testnode::Anvil;

pub(crate) const CHAIN: ChainId = ChainId::new(31337);

/// The wallet's client of some endpoints, less patient than in the browser.
pub(crate) fn client(urls: &[&str]) -> RpcClient<HttpClient> {
    let urls = urls.iter().map(|url| (*url).to_owned());
    RpcClient::with_endpoints(HttpClient::new().unwrap(), urls, CHAIN).with_limits(HttpLimits {
        deadline_ms: 2_000,
        ..HttpLimits::default()
    })
}

/// An account of the node with coin.
pub(crate) fn account() -> Address {
    DemoKeys::derive().operator_gas.address()
}

/// One coin's thousandth to somebody.
pub(crate) fn payment(nonce: u64, fee: u128, tip: u128) -> SignedTransaction {
    let request = TransactionRequest {
        chain: CHAIN,
        nonce,
        gas_limit: 21_000,
        max_fee_per_gas: fee,
        max_priority_fee_per_gas: tip,
        to: TxKind::Call(Address::repeat_byte(0x42)),
        value: U256::from(1_000_000_000_000_000u64),
        input: Bytes::new(),
    };
    sign_transaction(request, &DemoKeys::derive().operator_gas)
}

/// A state followed by what the node says, with one block to finality.
pub(crate) async fn look(
    node: &RpcClient<HttpClient>,
    state: State,
    transaction: &SignedTransaction,
    nonce: u64,
) -> (State, NextStep) {
    let seen = observe(node, account(), transaction.hash).await.unwrap();
    let outcome = state.observe(seen, nonce, 1);
    (outcome.state, outcome.next)
}
