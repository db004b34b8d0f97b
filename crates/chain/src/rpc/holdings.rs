use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use serde_json::{Value, json};
use units::AssetAmount;

use crate::{HttpPort, RpcClient, RpcError, token};

/// What an account holds, read in one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// Native coin, wei.
    pub coin: AssetAmount,
    /// Base units of each token asked for, in that order. A token that does not answer has none.
    pub tokens: Vec<Option<AssetAmount>>,
    /// The newest block the node knew, for "as of".
    pub block: u64,
}

impl<H: HttpPort> RpcClient<H> {
    /// Reads coin and tokens of an account in one batch. A node that takes no batches is asked one by one.
    ///
    /// # Errors
    /// [`RpcError`]; one broken token is not an error.
    pub async fn holdings(&self, account: Address, tokens: &[Address]) -> Result<Holdings, RpcError> {
        let balance_of = |token: &Address| {
            let call = json!({ "to": token, "input": token::balance_of_call(account) });
            ("eth_call", json!([call, "latest"]))
        };
        let mut calls = Vec::with_capacity(tokens.len() + 2);
        calls.push(("eth_blockNumber", json!([])));
        calls.push(("eth_getBalance", json!([account, "latest"])));
        calls.extend(tokens.iter().map(balance_of));
        let answers = match self.batch(&calls).await {
            Ok(answers) => answers,
            Err(RpcError::Node { .. }) => self.one_by_one(calls).await,
            Err(error) => return Err(error),
        };
        let mut answers = answers.into_iter();
        let mut head = |method| answers.next().unwrap_or(Err(RpcError::Malformed { method }));
        let block = quantity("eth_blockNumber", head("eth_blockNumber")?)?;
        let coin = quantity("eth_getBalance", head("eth_getBalance")?)?;
        Ok(Holdings {
            block: u64::try_from(block).map_err(|_| RpcError::Malformed {
                method: "eth_blockNumber",
            })?,
            coin: AssetAmount::new(coin),
            tokens: answers.map(|answer| word(answer.ok()?)).collect(),
        })
    }

    async fn one_by_one(&self, calls: Vec<(&'static str, Value)>) -> Vec<Result<Value, RpcError>> {
        let mut answers = Vec::with_capacity(calls.len());
        for (method, params) in calls {
            answers.push(self.call(method, params).await);
        }
        answers
    }
}

fn quantity(method: &'static str, value: Value) -> Result<U256, RpcError> {
    serde_json::from_value(value).map_err(|_| RpcError::Malformed { method })
}

/// Exactly 32 bytes; an account without code answers none.
fn word(value: Value) -> Option<AssetAmount> {
    serde_json::from_value::<B256>(value)
        .ok()
        .map(|word| AssetAmount::new(word.into()))
}
