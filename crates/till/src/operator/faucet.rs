use axum::http::StatusCode;
use chain::{RpcError, TransactionRequest, TxKind, mint_call, sign_transaction};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, Signer, U256};
use units::{AssetAmount, UnitError};

use super::Operator;
use crate::{ApiError, FaucetConfig};

/// Enough for a mint of the demo token.
const MINT_GAS: u64 = 150_000;

/// Body of `POST /v1/faucet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaucetRequest {
    /// Who gets test tokens.
    pub address: Address,
}

/// Answer of `POST /v1/faucet`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaucetResponse {
    /// One transaction a token, already mined.
    pub transactions: Vec<B256>,
}

/// Why no test tokens were minted.
#[derive(Debug, thiserror::Error)]
pub(super) enum FaucetError {
    #[error("this till has no faucet")]
    None,
    #[error("the node cannot be used: {0}")]
    Rpc(#[from] RpcError),
    #[error("the faucet's amounts are wrong: {0}")]
    Amount(#[from] UnitError),
    #[error("a mint was reverted or did not arrive in time")]
    NotMinted,
    #[error("test tokens were given a moment ago; come back in a minute")]
    TooOften,
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<FaucetError> for ApiError {
    fn from(error: FaucetError) -> Self {
        match &error {
            FaucetError::None => crate::error::not_found(),
            FaucetError::Rpc(_) | FaucetError::NotMinted => {
                Self::unavailable("chain_unavailable", error.to_string())
            }
            FaucetError::TooOften => Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                error.to_string(),
            )
            .with_header(axum::http::header::RETRY_AFTER, "60"),
            FaucetError::Storage(cause) => Self::internal(cause),
            FaucetError::Amount(cause) => {
                tracing::error!(%cause, "faucet");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", error.to_string())
            }
        }
    }
}

/// Mints test tokens and waits until they are there. Demo only.
pub(super) async fn fill(
    operator: &Operator,
    request: &FaucetRequest,
) -> Result<FaucetResponse, FaucetError> {
    let faucet = operator.config.faucet.as_ref().ok_or(FaucetError::None)?;
    if operator.faucet_limit.check_key(&request.address).is_err() || operator.faucet_total.check().is_err() {
        return Err(FaucetError::TooOften);
    }
    operator.rpc.check_chain().await?;
    let _guard = operator.locks.lock("faucet").await?;
    let transactions = mint_all(operator, faucet, request.address).await?;
    for transaction in &transactions {
        wait(operator, *transaction).await?;
    }
    tracing::info!(address = %request.address, "test tokens minted");
    Ok(FaucetResponse { transactions })
}

async fn mint_all(operator: &Operator, faucet: &FaucetConfig, to: Address) -> Result<Vec<B256>, FaucetError> {
    let fees = operator.rpc.fee_suggestion().await?;
    let mut transactions = Vec::with_capacity(faucet.grants.len());
    for grant in &faucet.grants {
        let decimals = operator
            .registry
            .with(|registry| registry.asset(grant.asset).map(|asset| asset.decimals));
        let Some(decimals) = decimals else { continue };
        let amount = AssetAmount::parse_whole(&grant.amount, decimals)?;
        let request = TransactionRequest {
            chain: operator.rpc.chain(),
            nonce: operator.rpc.next_nonce(faucet.minter_key.address()).await?,
            gas_limit: MINT_GAS,
            max_fee_per_gas: fees.max_fee_per_gas,
            max_priority_fee_per_gas: fees.max_priority_fee_per_gas,
            to: TxKind::Call(grant.asset.token),
            value: U256::ZERO,
            input: mint_call(to, amount),
        };
        let signed = sign_transaction(request, &faucet.minter_key);
        transactions.push(operator.rpc.send_raw_transaction(&signed.raw).await?);
    }
    Ok(transactions)
}

async fn wait(operator: &Operator, transaction: B256) -> Result<(), FaucetError> {
    for _ in 0..100u8 {
        match operator.rpc.receipt(transaction).await? {
            Some(receipt) if receipt.succeeded => return Ok(()),
            Some(_) => return Err(FaucetError::NotMinted),
            None => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
        }
    }
    Err(FaucetError::NotMinted)
}
