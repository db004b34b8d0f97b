use browser::{HttpRequest, Json, fetch};
use chain::{AssetId, Bytes, ChainId, HttpLimits, RpcError, balance_of_call, domain_separator_call};
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

impl From<RpcError> for ReadChainError {
    fn from(error: RpcError) -> Self {
        match error {
            RpcError::WrongChain { .. } => Self::WrongChain,
            _ => Self::Unreachable,
        }
    }
}

/// What the token contract says its EIP-712 domain is. Checks the chain id first.
///
/// # Errors
/// [`ReadChainError`].
pub async fn read_domain_separator(rpc: &[String], asset: AssetId) -> Result<B256, ReadChainError> {
    let input = domain_separator_call();
    let mut last = ReadChainError::Unreachable;
    for url in rpc {
        match check_chain(url, asset.chain).await {
            Ok(()) => {}
            Err(error) => {
                last = error;
                continue;
            }
        }
        if let Some(separator) = read_word(url, asset.token, &input).await {
            return Ok(separator);
        }
        last = ReadChainError::Unreachable;
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
    let input = balance_of_call(account);
    for url in rpc {
        if let Some(word) = read_word(url, asset.token, &input).await {
            return Ok(AssetAmount::new(word.into()));
        }
    }
    Err(ReadChainError::Unreachable)
}

/// Whether code stands at an account: then tokens ask that code about signatures and refuse the plain ones we make. An
/// account becomes such by a delegation ([EIP-7702](https://eips.ethereum.org/EIPS/eip-7702)).
///
/// # Errors
/// [`ReadChainError`].
pub async fn has_code(rpc: &[String], account: Address) -> Result<bool, ReadChainError> {
    let parameters = format!("[\"{account:#x}\",\"latest\"]");
    for url in rpc {
        if let Some(code) = call(url, "eth_getCode", &parameters).await {
            return Ok(code != "0x");
        }
    }
    Err(ReadChainError::Unreachable)
}

async fn check_chain(url: &str, chain: ChainId) -> Result<(), ReadChainError> {
    let answer = call(url, "eth_chainId", "[]").await;
    let actual = answer.and_then(|text| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok());
    match actual {
        Some(actual) if actual == chain.number() => Ok(()),
        Some(_) => Err(ReadChainError::WrongChain),
        None => Err(ReadChainError::Unreachable),
    }
}

/// The one word that a contract answers.
async fn read_word(url: &str, contract: Address, input: &Bytes) -> Option<B256> {
    let parameters = format!("[{{\"to\":\"{contract:#x}\",\"input\":\"{input:#x}\"}},\"latest\"]");
    call(url, "eth_call", &parameters).await?.parse().ok()
}

/// Calls a method whose result is text. Every result is read by the browser's own JSON parser: `chain::RpcClient`, which the
/// servers and the rest of the wallet use, would be a third of the pay page.
async fn call(url: &str, method: &str, parameters: &str) -> Option<String> {
    let body = format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":{parameters}}}");
    let request = HttpRequest {
        method: "POST",
        url,
        headers: &[("content-type", "application/json")],
        body: Some(body.as_bytes()),
    };
    let answer = fetch(&request, HttpLimits::default()).await.ok()?;
    let json = Json::from_bytes(&answer.body).filter(|_| (200..300).contains(&answer.status))?;
    match (json.get("id")?.whole(), json.get("error")) {
        (Some(1), None) => json.get("result")?.text(),
        _ => None,
    }
}
