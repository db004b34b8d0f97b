use alloy_sol_types::SolValue;
use chain::{ChainId, Receipt, RpcClient, TransactionRequest, TxKind, mint_call, sign_transaction};
use sig::{Address, B256, Signer, U256};
use till::HttpClient;
use units::AssetAmount;

pub(crate) type Rpc = RpcClient<HttpClient>;

const ARTIFACT: &str = include_str!("../../../../../contracts/artifacts/DemoToken.json");

const EXCHANGE: &str = include_str!("../../../../../contracts/artifacts/ExchangeSettlement.json");

pub(crate) fn rpc(url: &str) -> Rpc {
    RpcClient::new(HttpClient::new().unwrap(), url, ChainId::new(31337))
}

/// Sends a transaction and waits for its receipt.
pub(crate) async fn send(rpc: &Rpc, key: &impl Signer, to: Option<Address>, input: Vec<u8>) -> Receipt {
    let hash = broadcast_to(rpc, key, to.map_or(TxKind::Create, TxKind::Call), input, 1).await;
    loop {
        if let Some(receipt) = rpc.receipt(hash).await.unwrap() {
            return receipt;
        }
    }
}

/// Sends a transaction with a tip in gwei and does not wait.
pub(crate) async fn broadcast(rpc: &Rpc, key: &impl Signer, to: Address, input: Vec<u8>, tip: u128) -> B256 {
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

pub(crate) async fn deploy(
    rpc: &Rpc,
    owner: &impl Signer,
    name: &str,
    symbol: &str,
    decimals: u8,
) -> Address {
    let mut code = bytecode(ARTIFACT);
    let arguments = (
        name.to_owned(),
        symbol.to_owned(),
        U256::from(decimals),
        owner.address(),
    );
    code.extend(arguments.abi_encode_params());
    send(rpc, owner, None, code)
        .await
        .contract
        .expect("the token is deployed")
}

/// The contract that settles exchanges.
pub(crate) async fn deploy_exchange(rpc: &Rpc, deployer: &impl Signer) -> Address {
    let receipt = send(rpc, deployer, None, bytecode(EXCHANGE)).await;
    receipt.contract.expect("the contract is deployed")
}

fn bytecode(artifact: &str) -> Vec<u8> {
    let artifact: serde_json::Value = serde_json::from_str(artifact).unwrap();
    hex::decode(artifact["bytecode"].as_str().unwrap().trim_start_matches("0x")).unwrap()
}

pub(crate) async fn mint(rpc: &Rpc, owner: &impl Signer, token: Address, to: Address, base_units: u64) {
    let input = mint_call(to, AssetAmount::new(U256::from(base_units)));
    assert!(send(rpc, owner, Some(token), input.to_vec()).await.succeeded);
}
