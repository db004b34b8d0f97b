use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U64, U256};
use serde::Deserialize;
use serde_json::json;
use units::AssetAmount;

use crate::{HttpPort, RpcClient, RpcError, token};

/// A transfer of a token, as its contract logged it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenTransfer {
    /// The contract.
    pub token: Address,
    /// From whom.
    pub from: Address,
    /// To whom.
    pub to: Address,
    /// Base units.
    pub value: AssetAmount,
    /// The transaction.
    pub transaction: B256,
    /// The block's number.
    pub block_number: u64,
    /// The block's hash, to notice reorganisations.
    pub block_hash: B256,
    /// The log's number in the block: with the block, its identity.
    pub log_index: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawLog {
    address: Address,
    topics: Vec<B256>,
    data: alloy_primitives::Bytes,
    transaction_hash: B256,
    block_number: U64,
    block_hash: B256,
    log_index: U64,
    #[serde(default)]
    removed: bool,
}

impl<H: HttpPort> RpcClient<H> {
    /// Transfers of these tokens from and to an account in a range of blocks, both ends included, oldest first. Where
    /// the node finds the range too large, it is halved.
    ///
    /// # Errors
    /// [`RpcError`].
    pub async fn transfers(
        &self,
        account: Address,
        tokens: &[Address],
        from_block: u64,
        to_block: u64,
    ) -> Result<Vec<TokenTransfer>, RpcError> {
        let mut found = Vec::new();
        if tokens.is_empty() {
            return Ok(found);
        }
        let mut ranges = Vec::from([(from_block, to_block)]);
        while let Some((from, to)) = ranges.pop() {
            if from > to {
                continue;
            }
            match self.transfers_between(account, tokens, from, to).await {
                Ok(transfers) => found.extend(transfers),
                Err(RpcError::Node { .. } | RpcError::Http(crate::HttpError::TooLarge)) if from < to => {
                    let middle = from + (to - from) / 2;
                    ranges.push((middle + 1, to));
                    ranges.push((from, middle));
                }
                Err(error) => return Err(error),
            }
        }
        found.sort_by_key(|transfer| (transfer.block_number, transfer.log_index));
        // A transfer to oneself is found twice.
        found.dedup();
        Ok(found)
    }

    async fn transfers_between(
        &self,
        account: Address,
        tokens: &[Address],
        from: u64,
        to: u64,
    ) -> Result<Vec<TokenTransfer>, RpcError> {
        const METHOD: &str = "eth_getLogs";
        let me = account.into_word();
        let filter = |topics: [Option<B256>; 3]| json!([{ "address": tokens, "topics": topics, "fromBlock": U64::from(from), "toBlock": U64::from(to) }]);
        let event = Some(token::transfer_topic());
        let mut found = Vec::new();
        for topics in [[event, Some(me), None], [event, None, Some(me)]] {
            let logs: Vec<RawLog> = self.call(METHOD, filter(topics)).await?;
            let range = from..=to;
            // What was not asked for is not believed.
            let wanted = logs.into_iter().filter_map(read).filter(|transfer| {
                tokens.contains(&transfer.token)
                    && (transfer.from == account || transfer.to == account)
                    && range.contains(&transfer.block_number)
            });
            found.extend(wanted);
        }
        Ok(found)
    }
}

fn read(log: RawLog) -> Option<TokenTransfer> {
    let [event, from, to] = log.topics.as_slice() else {
        return None;
    };
    if *event != token::transfer_topic() || log.removed {
        return None;
    }
    let value = <[u8; 32]>::try_from(log.data.as_ref()).ok()?;
    Some(TokenTransfer {
        token: log.address,
        from: address(*from)?,
        to: address(*to)?,
        value: AssetAmount::new(U256::from_be_bytes(value)),
        transaction: log.transaction_hash,
        block_number: log.block_number.to(),
        block_hash: log.block_hash,
        log_index: log.log_index.to(),
    })
}

/// An address in a word; twelve zero bytes come first.
fn address(word: B256) -> Option<Address> {
    let address = Address::from_word(word);
    (address.into_word() == word).then_some(address)
}
