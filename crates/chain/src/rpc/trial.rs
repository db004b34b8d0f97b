use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, B256, Bytes, U64, U256, address};
use serde::Deserialize;
use serde_json::json;
use units::AssetAmount;

use crate::{HttpPort, RpcClient, RpcError, token};

/// The address that nodes give to logs of native coin in `traceTransfers`.
const COIN_LOG: Address = address!("eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee");

/// What moves in a trial run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// The token, `None` for native coin.
    pub token: Option<Address>,
    /// From whom.
    pub from: Address,
    /// To whom.
    pub to: Address,
    /// Base units.
    pub value: AssetAmount,
}

/// What a transaction would do, carried out by a node without recording it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Gas units it would take.
    pub gas: u64,
    /// Everything that would move, in order; `None` where the node cannot say
    /// (no [`eth_simulateV1`](https://github.com/ethereum/execution-apis/blob/main/src/eth/execute.yaml)).
    pub movements: Option<Vec<Movement>>,
}

impl Trial {
    /// What an account would have more, less what it would have less, of a token or of native coin: `(more, less)`.
    /// `None` where the node cannot say.
    #[must_use]
    pub fn change(&self, account: Address, token: Option<Address>) -> Option<(AssetAmount, AssetAmount)> {
        let of = |pick: &dyn Fn(&Movement) -> Address| {
            self.movements
                .as_ref()?
                .iter()
                .filter(|moved| moved.token == token && pick(moved) == account)
                .try_fold(AssetAmount::ZERO, |sum, moved| sum.checked_add(moved.value).ok())
        };
        Some((of(&|moved| moved.to)?, of(&|moved| moved.from)?))
    }
}

#[derive(Deserialize)]
struct Block {
    calls: Vec<Call>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Call {
    status: U64,
    #[serde(default)]
    logs: Vec<CallLog>,
    #[serde(default)]
    error: Option<CallError>,
}

#[derive(Deserialize)]
struct CallLog {
    address: Address,
    topics: Vec<B256>,
    data: Bytes,
}

#[derive(Deserialize)]
struct CallError {
    #[serde(default)]
    message: String,
}

impl<H: HttpPort> RpcClient<H> {
    /// Carries out a transaction that is not signed yet, on paper: gas it would take and what would move, or why it would
    /// fail.
    ///
    /// # Errors
    /// [`RpcError`]; a revert and missing funds are [`RpcError::Node`], see [`RpcError::refusal`].
    pub async fn try_out(
        &self,
        from: Address,
        to: Address,
        value: U256,
        input: &Bytes,
    ) -> Result<Trial, RpcError> {
        let gas = self.rehearse(from, to, value, input).await?;
        let call = json!({ "from": from, "to": to, "value": value, "input": input });
        let request = json!([{ "blockStateCalls": [{ "calls": [call] }], "traceTransfers": true }, "latest"]);
        let movements = match self.call::<Vec<Block>>("eth_simulateV1", request).await {
            Ok(blocks) => Some(movements(blocks)?),
            // Nodes without the method, and those that give it another shape.
            Err(RpcError::Node { .. } | RpcError::Malformed { .. }) => None,
            Err(error) => return Err(error),
        };
        Ok(Trial { gas, movements })
    }
}

fn movements(blocks: Vec<Block>) -> Result<Vec<Movement>, RpcError> {
    const MALFORMED: RpcError = RpcError::Malformed {
        method: "eth_simulateV1",
    };
    let call = blocks
        .into_iter()
        .next()
        .and_then(|block| block.calls.into_iter().next())
        .ok_or(MALFORMED)?;
    if call.status != U64::from(1) {
        let message = call.error.map(|error| error.message).unwrap_or_default();
        return Err(RpcError::Node {
            code: 3,
            message: alloc::format!("execution reverted: {message}"),
        });
    }
    Ok(call.logs.iter().filter_map(read).collect())
}

fn read(log: &CallLog) -> Option<Movement> {
    let [event, from, to] = log.topics.as_slice() else {
        return None;
    };
    if *event != token::transfer_topic() {
        return None;
    }
    Some(Movement {
        token: (log.address != COIN_LOG).then_some(log.address),
        from: Address::from_word(*from),
        to: Address::from_word(*to),
        value: AssetAmount::new(U256::from_be_bytes(<[u8; 32]>::try_from(log.data.as_ref()).ok()?)),
    })
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    const ALICE: Address = Address::repeat_byte(1);
    const BOB: Address = Address::repeat_byte(2);
    const TOKEN: Address = Address::repeat_byte(9);

    fn log(from: Address, to: Address, value: u64, address: Address) -> CallLog {
        CallLog {
            address,
            topics: vec![token::transfer_topic(), from.into_word(), to.into_word()],
            data: U256::from(value).to_be_bytes_vec().into(),
        }
    }

    fn run(status: u64, logs: Vec<CallLog>) -> Result<Vec<Movement>, RpcError> {
        movements(vec![Block {
            calls: vec![Call {
                status: U64::from(status),
                logs,
                error: None,
            }],
        }])
    }

    /// A token that keeps a part of what is sent: the recipient gets less than was sent.
    #[test]
    fn a_fee_on_the_way_is_seen() {
        let logs = vec![
            log(ALICE, BOB, 95, TOKEN),
            log(ALICE, TOKEN, 5, TOKEN),
            log(ALICE, BOB, 7, COIN_LOG),
        ];
        let trial = Trial {
            gas: 1,
            movements: Some(run(1, logs).unwrap()),
        };
        let units = |value: u64| AssetAmount::new(U256::from(value));
        assert_eq!(trial.change(ALICE, Some(TOKEN)), Some((units(0), units(100))));
        assert_eq!(trial.change(BOB, Some(TOKEN)), Some((units(95), units(0))));
        assert_eq!(trial.change(BOB, None), Some((units(7), units(0))));
        assert_eq!(
            Trial {
                gas: 1,
                movements: None
            }
            .change(BOB, None),
            None
        );
    }

    #[test]
    fn a_failed_run_is_a_revert_and_none_is_malformed() {
        assert!(matches!(run(0, vec![]), Err(RpcError::Node { code: 3, .. })));
        assert!(matches!(movements(vec![]), Err(RpcError::Malformed { .. })));
    }
}
