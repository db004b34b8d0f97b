use alloy_sol_types::SolValue;
use chain::{ChainId, Receipt, RpcClient, TransactionRequest, TxKind, mint_call, sign_transaction};
use http_native::HttpClient;
use sig::{Address, B256, Signer, U256};
use units::AssetAmount;

/// A client of a node.
pub type Rpc = RpcClient<HttpClient>;

/// The chain of every development node.
pub const CHAIN: ChainId = ChainId::new(31337);

const TOKEN: &str = include_str!("../../../contracts/artifacts/DemoToken.json");

/// A client of the node at an address.
#[must_use]
pub fn rpc(url: &str) -> Rpc {
    RpcClient::new(HttpClient::new().unwrap(), url, CHAIN)
}

/// Sends a transaction and waits for its receipt.
pub async fn send(rpc: &Rpc, key: &impl Signer, to: Option<Address>, input: Vec<u8>) -> Receipt {
    let hash = broadcast_to(rpc, key, to.map_or(TxKind::Create, TxKind::Call), input, 1).await;
    loop {
        if let Some(receipt) = rpc.receipt(hash).await.unwrap() {
            return receipt;
        }
    }
}

/// Sends a transaction with a tip in gwei and does not wait.
pub async fn broadcast(rpc: &Rpc, key: &impl Signer, to: Address, input: Vec<u8>, tip: u128) -> B256 {
    broadcast_to(rpc, key, TxKind::Call(to), input, tip).await
}

async fn broadcast_to(rpc: &Rpc, key: &impl Signer, to: TxKind, input: Vec<u8>, tip: u128) -> B256 {
    let tip = tip * 1_000_000_000;
    let request = TransactionRequest {
        chain: rpc.chain(),
        nonce: rpc.next_nonce(key.address()).await.unwrap(),
        gas_limit: 5_000_000,
        max_fee_per_gas: rpc.fee_suggestion().await.unwrap().max_fee_per_gas + tip,
        max_priority_fee_per_gas: tip,
        to,
        value: U256::ZERO,
        input: input.into(),
    };
    rpc.send_raw_transaction(&sign_transaction(request, key).raw)
        .await
        .unwrap()
}

/// Deploys a contract of a compiler's artifact with its encoded arguments.
pub async fn deploy_contract(rpc: &Rpc, owner: &impl Signer, artifact: &str, arguments: &[u8]) -> Address {
    let artifact: serde_json::Value = serde_json::from_str(artifact).unwrap();
    let code = artifact["bytecode"].as_str().unwrap().trim_start_matches("0x");
    let mut input = hex::decode(code).unwrap();
    input.extend_from_slice(arguments);
    let receipt = send(rpc, owner, None, input).await;
    receipt.contract.expect("the contract is deployed")
}

/// Deploys the demo token.
pub async fn deploy_token(rpc: &Rpc, owner: &impl Signer, name: &str, symbol: &str, decimals: u8) -> Address {
    let arguments = (
        name.to_owned(),
        symbol.to_owned(),
        U256::from(decimals),
        owner.address(),
    );
    deploy_contract(rpc, owner, TOKEN, &arguments.abi_encode_params()).await
}

/// Mints base units of a demo token.
pub async fn mint(rpc: &Rpc, owner: &impl Signer, token: Address, to: Address, base_units: u64) {
    let input = mint_call(to, AssetAmount::new(U256::from(base_units)));
    assert!(send(rpc, owner, Some(token), input.to_vec()).await.succeeded);
}
