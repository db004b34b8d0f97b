use browser::FetchHttp;
use chain::{AssetId, ChainId, RpcClient, RpcError};
use sig::{Address, B256};
use units::AssetAmount;

/// Why the chain could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadChainError {
    /// No endpoint answers.
    Unreachable,
    /// An endpoint serves another chain.
    WrongChain,
}

/// What the token contract says its EIP-712 domain is. Checks the chain id first.
///
/// # Errors
/// [`ReadChainError`].
pub async fn read_domain_separator(rpc: &[String], asset: AssetId) -> Result<B256, ReadChainError> {
    let mut last = ReadChainError::Unreachable;
    for url in rpc {
        let client = RpcClient::new(FetchHttp, url.clone(), asset.chain);
        let read = async {
            client.check_chain().await?;
            client.domain_separator(asset.token).await
        };
        match read.await {
            Ok(separator) => return Ok(separator),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

/// How much of an asset an account holds.
///
/// # Errors
/// [`ReadChainError`].
pub async fn read_balance(
    rpc: &[String],
    asset: AssetId,
    account: Address,
) -> Result<AssetAmount, ReadChainError> {
    let mut last = ReadChainError::Unreachable;
    for url in rpc {
        match RpcClient::new(FetchHttp, url.clone(), asset.chain)
            .token_balance(asset.token, account)
            .await
        {
            Ok(balance) => return Ok(balance),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

/// Whether code stands at an account: then tokens ask that code about signatures and refuse the plain ones we make. An
/// account becomes such by a delegation ([EIP-7702](https://eips.ethereum.org/EIPS/eip-7702)).
///
/// # Errors
/// [`ReadChainError`].
pub async fn has_code(rpc: &[String], chain: ChainId, account: Address) -> Result<bool, ReadChainError> {
    let mut last = ReadChainError::Unreachable;
    for url in rpc {
        match RpcClient::new(FetchHttp, url.clone(), chain).code(account).await {
            Ok(code) => return Ok(!code.is_empty()),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

impl From<RpcError> for ReadChainError {
    fn from(error: RpcError) -> Self {
        match error {
            RpcError::WrongChain { .. } => Self::WrongChain,
            RpcError::Http(_) | RpcError::Node { .. } | RpcError::Malformed { .. } => Self::Unreachable,
        }
    }
}
