use alloy_sol_types::{SolConstructor as _, sol};
use chain::{Bytes, ChainId, HttpPort, RpcClient, TransactionRequest, TxKind, sign_transaction};
use serde::Deserialize;
use sig::{Address, Signer};
use testkit::DemoAsset;

use crate::StackError;

/// The committed build of the demo token, reproduced by `cargo xtask contracts --check`.
const ARTIFACT: &str = include_str!("../../../contracts/artifacts/DemoToken.json");

sol! {
    contract DemoToken {
        constructor(string name, string symbol, uint8 decimals, address owner);
    }
}

#[derive(Deserialize)]
struct Artifact {
    bytecode: Bytes,
}

/// Symbol, name, decimals of the demo tokens.
const TOKENS: [(&str, &str, u8); 2] = [
    ("tUSD", "Demo dollar (no value)", 6),
    ("tKZT", "Demo tenge (no value)", 2),
];

/// Deploys tUSD and tKZT, owned by `deployer`.
pub(crate) async fn deploy_tokens<H: HttpPort>(
    rpc: &RpcClient<H>,
    deployer: &impl Signer,
) -> Result<Vec<DemoAsset>, StackError> {
    let artifact: Artifact =
        serde_json::from_str(ARTIFACT).map_err(|error| StackError::Deploy(error.to_string()))?;
    let mut assets = Vec::new();
    for (symbol, name, decimals) in TOKENS {
        let arguments = DemoToken::constructorCall {
            name: name.into(),
            symbol: symbol.into(),
            decimals,
            owner: deployer.address(),
        };
        let init = [artifact.bytecode.as_ref(), &arguments.abi_encode()].concat();
        let token = deploy(rpc, deployer, init.into()).await?;
        assets.push(DemoAsset {
            token,
            symbol,
            domain_name: name,
            decimals,
        });
    }
    Ok(assets)
}

async fn deploy<H: HttpPort>(
    rpc: &RpcClient<H>,
    deployer: &impl Signer,
    input: Bytes,
) -> Result<Address, StackError> {
    let from = deployer.address();
    let fees = rpc.fee_suggestion().await?;
    let request = TransactionRequest {
        chain: ChainId::new(rpc.chain().number()),
        nonce: rpc.next_nonce(from).await?,
        gas_limit: rpc.estimate_gas(from, None, &input).await?,
        max_fee_per_gas: fees.max_fee_per_gas,
        max_priority_fee_per_gas: fees.max_priority_fee_per_gas,
        to: TxKind::Create,
        value: Default::default(),
        input,
    };
    let transaction = rpc
        .send_raw_transaction(&sign_transaction(request, deployer).raw)
        .await?;
    // Anvil mines at once.
    let receipt = rpc
        .receipt(transaction)
        .await?
        .filter(|receipt| receipt.succeeded);
    receipt
        .and_then(|receipt| receipt.contract)
        .ok_or_else(|| StackError::Deploy(format!("transaction {transaction} created no contract")))
}
