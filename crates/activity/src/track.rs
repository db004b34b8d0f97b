use chain::{HttpPort, RpcClient, RpcError, TransactionPlace};
use sig::{Address, B256};

use crate::Observation;

/// Asks the node where a transaction of an account is. No answer is an error, never an observation.
///
/// # Errors
/// [`RpcError`].
pub async fn observe<H: HttpPort>(
    node: &RpcClient<H>,
    account: Address,
    transaction: B256,
) -> Result<Observation, RpcError> {
    if let Some(receipt) = node.receipt(transaction).await? {
        if receipt.transaction != transaction {
            return Err(RpcError::Malformed {
                method: "eth_getTransactionReceipt",
            });
        }
        return Ok(Observation::Mined {
            block_number: receipt.block_number,
            block_hash: receipt.block_hash,
            succeeded: receipt.succeeded,
            head: node.block_number().await?,
        });
    }
    match node.locate(transaction).await? {
        // Mined, and its receipt on the way.
        TransactionPlace::Pending | TransactionPlace::Mined { .. } => Ok(Observation::Waiting),
        TransactionPlace::Unknown => Ok(Observation::Missing {
            mined_nonce: node.mined_nonce(account).await?,
        }),
    }
}
