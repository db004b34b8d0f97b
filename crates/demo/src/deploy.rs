//! Contracts of the demo, from their committed builds.

use std::time::Duration;

use chain::{Bytes, ChainId, HttpPort, Receipt, RpcClient, TransactionRequest, TxKind, sign_transaction};
use serde::Deserialize;
use sig::{Address, B256, Signer};
use tokio::time::sleep;

use crate::StackError;

#[derive(Deserialize)]
struct Artifact {
    bytecode: Bytes,
}

/// How often a receipt is asked for.
const ATTEMPTS: u32 = 400;

/// The code that creates a contract, without arguments.
pub(crate) fn bytecode(artifact: &str) -> Result<Bytes, StackError> {
    let artifact: Artifact =
        serde_json::from_str(artifact).map_err(|error| StackError::Deploy(error.to_string()))?;
    Ok(artifact.bytecode)
}

/// Creates a contract and waits for its address.
pub(crate) async fn deploy<H: HttpPort>(
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
    let receipt = wait_for_receipt(rpc, transaction).await?;
    let contract = receipt
        .filter(|receipt| receipt.succeeded)
        .and_then(|receipt| receipt.contract);
    contract.ok_or_else(|| StackError::Deploy(format!("transaction {transaction} created no contract")))
}

/// Anvil mines at once, but on a busy machine it answers before that.
async fn wait_for_receipt<H: HttpPort>(
    rpc: &RpcClient<H>,
    transaction: B256,
) -> Result<Option<Receipt>, StackError> {
    for _ in 0..ATTEMPTS {
        let receipt = rpc.receipt(transaction).await?;
        if receipt.is_some() {
            return Ok(receipt);
        }
        sleep(Duration::from_millis(50)).await;
    }
    Ok(None)
}
