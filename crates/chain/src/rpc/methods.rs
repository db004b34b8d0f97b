use alloc::vec::Vec;

use alloy_primitives::{Address, B256, Bytes, U64, U128, U256};
use serde::Deserialize;
use serde_json::json;
use units::AssetAmount;

use crate::{FeeSuggestion, HttpPort, Log, LogFilter, Receipt, RpcClient, RpcError, token};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Block {
    timestamp: U64,
    base_fee_per_gas: Option<U128>,
}

#[derive(Deserialize)]
struct BlockName {
    number: U64,
    hash: B256,
}

/// Where the node sees a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionPlace {
    /// Nowhere.
    Unknown,
    /// Waiting.
    Pending,
    /// In a block.
    Mined {
        /// The block's number.
        block_number: u64,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Placed {
    hash: B256,
    block_number: Option<U64>,
}

impl<H: HttpPort> RpcClient<H> {
    /// The number of the newest block.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn block_number(&self) -> Result<u64, RpcError> {
        self.call::<U64>("eth_blockNumber", json!([]))
            .await
            .map(|number| number.to())
    }

    /// The time of the newest block, unix seconds: the clock that authorizations are judged by.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn block_time(&self) -> Result<u64, RpcError> {
        self.call::<Block>("eth_getBlockByNumber", json!(["latest", false]))
            .await
            .map(|block| block.timestamp.to())
    }

    /// The time of a block, unix seconds.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn block_time_of(&self, number: u64) -> Result<u64, RpcError> {
        let params = json!([U64::from(number), false]);
        self.call::<Block>("eth_getBlockByNumber", params)
            .await
            .map(|block| block.timestamp.to())
    }

    /// The hash of the block that the chain has at a height now; `None` above its head. Another hash than before means
    /// that the chain was reorganised.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn block_hash_of(&self, number: u64) -> Result<Option<B256>, RpcError> {
        let params = json!([U64::from(number), false]);
        self.call::<Option<BlockName>>("eth_getBlockByNumber", params)
            .await
            .map(|block| block.map(|block| block.hash))
    }

    /// The newest block that the chain's consensus calls finalized.
    ///
    /// # Errors
    /// [`RpcError`]; a node without finality answers with an error.
    pub async fn finalized_block(&self) -> Result<u64, RpcError> {
        self.call::<BlockName>("eth_getBlockByNumber", json!(["finalized", false]))
            .await
            .map(|block| block.number.to())
    }

    /// Fees that get into the next blocks: twice the base fee plus a tip of 1 gwei.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn fee_suggestion(&self) -> Result<FeeSuggestion, RpcError> {
        const TIP: u128 = 1_000_000_000;
        let block: Block = self
            .call("eth_getBlockByNumber", json!(["latest", false]))
            .await?;
        let base: u128 = block.base_fee_per_gas.unwrap_or_default().to();
        Ok(FeeSuggestion {
            max_fee_per_gas: base.saturating_mul(2).saturating_add(TIP),
            max_priority_fee_per_gas: TIP,
        })
    }

    /// Native coin of an account, in wei.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn balance(&self, account: Address) -> Result<AssetAmount, RpcError> {
        self.call::<U256>("eth_getBalance", json!([account, "latest"]))
            .await
            .map(AssetAmount::new)
    }

    /// The next transaction number of an account, pending ones counted.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn next_nonce(&self, account: Address) -> Result<u64, RpcError> {
        self.call::<U64>("eth_getTransactionCount", json!([account, "pending"]))
            .await
            .map(|count| count.to())
    }

    /// The next transaction number of an account, mined ones counted only.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn mined_nonce(&self, account: Address) -> Result<u64, RpcError> {
        self.call::<U64>("eth_getTransactionCount", json!([account, "latest"]))
            .await
            .map(|count| count.to())
    }

    /// Where the node sees a transaction.
    ///
    /// # Errors
    /// [`RpcError`]; an answer about another transaction is [`RpcError::Malformed`].
    pub async fn locate(&self, transaction: B256) -> Result<TransactionPlace, RpcError> {
        const METHOD: &str = "eth_getTransactionByHash";
        match self.call::<Option<Placed>>(METHOD, json!([transaction])).await? {
            None => Ok(TransactionPlace::Unknown),
            Some(placed) if placed.hash != transaction => Err(RpcError::Malformed { method: METHOD }),
            Some(Placed {
                block_number: None, ..
            }) => Ok(TransactionPlace::Pending),
            Some(Placed {
                block_number: Some(number),
                ..
            }) => Ok(TransactionPlace::Mined {
                block_number: number.to(),
            }),
        }
    }

    /// Simulates a transaction that is not signed yet: gas it would take, or why it would fail.
    ///
    /// # Errors
    /// [`RpcError`]; a revert and missing funds are [`RpcError::Node`], see [`RpcError::refusal`].
    pub async fn rehearse(
        &self,
        from: Address,
        to: Address,
        value: U256,
        input: &Bytes,
    ) -> Result<u64, RpcError> {
        let transaction = json!({ "from": from, "to": to, "value": value, "input": input });
        self.call::<Bytes>("eth_call", json!([transaction, "latest"]))
            .await?;
        self.call::<U64>("eth_estimateGas", json!([transaction]))
            .await
            .map(|gas| gas.to())
    }

    /// The code at an address: none for a plain account, a pointer for one that was delegated
    /// ([EIP-7702](https://eips.ethereum.org/EIPS/eip-7702)).
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn code(&self, address: Address) -> Result<Bytes, RpcError> {
        self.call("eth_getCode", json!([address, "latest"])).await
    }

    /// Reads from a contract.
    ///
    /// # Errors
    /// [`RpcError`]; a revert is [`RpcError::Node`].
    pub async fn call_contract(&self, to: Address, input: &Bytes) -> Result<Bytes, RpcError> {
        self.call("eth_call", json!([{ "to": to, "input": input }, "latest"]))
            .await
    }

    /// Simulates a call by `from`.
    ///
    /// # Errors
    /// [`RpcError`]; a revert is [`RpcError::Node`].
    pub async fn simulate(&self, from: Address, to: Address, input: &Bytes) -> Result<Bytes, RpcError> {
        self.call(
            "eth_call",
            json!([{ "from": from, "to": to, "input": input }, "latest"]),
        )
        .await
    }

    /// Base units of a token that an account holds.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn token_balance(&self, token: Address, account: Address) -> Result<AssetAmount, RpcError> {
        let word = self.read_word(token, &token::balance_of_call(account)).await?;
        Ok(AssetAmount::new(word.into()))
    }

    /// The EIP-712 domain separator a token answers with.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn domain_separator(&self, token: Address) -> Result<B256, RpcError> {
        self.read_word(token, &token::domain_separator_call()).await
    }

    /// Whether an authorization was used **or cancelled**.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn authorization_state(
        &self,
        token: Address,
        payer: Address,
        nonce: B256,
    ) -> Result<bool, RpcError> {
        self.read_word(token, &token::authorization_state_call(payer, nonce))
            .await
            .map(|word| !word.is_zero())
    }

    /// Gas units a call or creation would take.
    ///
    /// # Errors
    /// [`RpcError`]; a revert is [`RpcError::Node`].
    pub async fn estimate_gas(
        &self,
        from: Address,
        to: Option<Address>,
        input: &Bytes,
    ) -> Result<u64, RpcError> {
        let transaction = match to {
            Some(to) => json!({ "from": from, "to": to, "input": input }),
            None => json!({ "from": from, "input": input }),
        };
        self.call::<U64>("eth_estimateGas", json!([transaction]))
            .await
            .map(|gas| gas.to())
    }

    /// Broadcasts a signed transaction. A failure says nothing about whether it arrived: look for its hash.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn send_raw_transaction(&self, raw: &Bytes) -> Result<B256, RpcError> {
        self.call("eth_sendRawTransaction", json!([raw])).await
    }

    /// The receipt of a transaction, `None` while it is not mined.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn receipt(&self, transaction: B256) -> Result<Option<Receipt>, RpcError> {
        self.call("eth_getTransactionReceipt", json!([transaction])).await
    }

    /// The logs that match a filter.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn logs(&self, filter: &LogFilter) -> Result<Vec<Log>, RpcError> {
        self.call("eth_getLogs", json!([filter])).await
    }

    async fn read_word(&self, to: Address, input: &Bytes) -> Result<B256, RpcError> {
        let bytes = self.call_contract(to, input).await?;
        B256::try_from(bytes.as_ref()).map_err(|_| RpcError::Malformed { method: "eth_call" })
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};
    use core::{
        cell::RefCell,
        future::Future,
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;
    use crate::{ChainId, HttpError, HttpLimits};

    /// A node that gives one answer and keeps what it was asked.
    struct Fake {
        answer: &'static str,
        asked: RefCell<String>,
    }

    impl HttpPort for &Fake {
        async fn pause(&self, _: u32) {}

        async fn post_json(&self, _: &str, body: Vec<u8>, _: HttpLimits) -> Result<Vec<u8>, HttpError> {
            *self.asked.borrow_mut() = String::from_utf8(body).unwrap();
            Ok(self.answer.into())
        }
    }

    fn now<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("the fake answers at once"),
        }
    }

    #[test]
    fn the_time_of_a_block_is_asked_by_its_number() {
        let answer = r#"{"id":1,"result":{"timestamp":"0x6afd1f40","baseFeePerGas":"0x7"}}"#;
        let fake = Fake {
            answer,
            asked: RefCell::default(),
        };
        let client = RpcClient::new(&fake, "http://node", ChainId::new(31337));
        assert_eq!(now(client.block_time_of(31)), Ok(0x6afd_1f40));
        assert!(
            fake.asked.borrow().contains(r#""params":["0x1f",false]"#),
            "{}",
            fake.asked.borrow()
        );
    }
}
