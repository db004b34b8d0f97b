use alloy_sol_types::SolValue;
use chain::{ChainId, FeeSuggestion, RpcClient, TransactionRequest, TxKind, mint_call, sign_transaction};
use sig::{Address, B256, Signer, U256};
use till::HttpClient;
use units::AssetAmount;

pub(crate) type Rpc = RpcClient<HttpClient>;

const ARTIFACT: &str = include_str!("../../../../../contracts/artifacts/DemoToken.json");

pub(crate) fn rpc(url: &str) -> Rpc {
    RpcClient::new(HttpClient::new().unwrap(), url, ChainId::new(31337))
}

/// Sends a transaction and waits for its receipt.
pub(crate) async fn send(rpc: &Rpc, key: &impl Signer, to: Option<Address>, input: Vec<u8>) -> chain::Receipt {
    let FeeSuggestion { max_fee_per_gas, max_priority_fee_per_gas } = rpc.fee_suggestion().await.unwrap();
    let request = TransactionRequest {
        chain: rpc.chain(),
        nonce: rpc.next_nonce(key.address()).await.unwrap(),
        gas_limit: 5_000_000,
        max_fee_per_gas,
        max_priority_fee_per_gas,
        to: to.map_or(TxKind::Create, TxKind::Call),
        value: U256::ZERO,
        input: input.into(),
    };
    let hash: B256 = rpc.send_raw_transaction(&sign_transaction(request, key).raw).await.unwrap();
    loop {
        if let Some(receipt) = rpc.receipt(hash).await.unwrap() {
            return receipt;
        }
    }
}

pub(crate) async fn deploy(rpc: &Rpc, owner: &impl Signer, name: &str, symbol: &str, decimals: u8) -> Address {
    let artifact: serde_json::Value = serde_json::from_str(ARTIFACT).unwrap();
    let mut code = hex::decode(artifact["bytecode"].as_str().unwrap().trim_start_matches("0x")).unwrap();
    let arguments = (name.to_owned(), symbol.to_owned(), U256::from(decimals), owner.address());
    code.extend(arguments.abi_encode_params());
    send(rpc, owner, None, code).await.contract.expect("the token is deployed")
}

pub(crate) async fn mint(rpc: &Rpc, owner: &impl Signer, token: Address, to: Address, base_units: u64) {
    let input = mint_call(to, AssetAmount::new(U256::from(base_units)));
    assert!(send(rpc, owner, Some(token), input.to_vec()).await.succeeded);
}
