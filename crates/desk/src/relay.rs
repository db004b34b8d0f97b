//! Transactions of the desk's gas key, one at a time.

use std::time::Duration;

use chain::{Bytes, TransactionRequest, TxKind, sign_transaction};
use deals::{DepositState, DepositTerms, deposits_call, owed_call, read_deposit, read_owed};
use sig::{Address, B256, Signer as _, U256};

use crate::{error::DeskRefusal, start::Shared};

/// Over the estimate, since storage may be colder when it is mined.
const GAS_MARGIN_PERCENT: u64 = 30;
const ATTEMPTS: u32 = 300;
const PAUSE: Duration = Duration::from_millis(50);

/// Simulates, submits and waits. Call it only in turn.
pub(crate) async fn send(desk: &Shared, input: Bytes) -> Result<B256, DeskRefusal> {
    let key = &desk.config.relay_key;
    let (from, to) = (key.address(), desk.config.desk.contract);
    desk.rpc.check_chain().await?;
    desk.rpc.simulate(from, to, &input).await?;
    let gas = desk.rpc.estimate_gas(from, Some(to), &input).await?;
    let fees = desk.rpc.fee_suggestion().await?;
    let request = TransactionRequest {
        chain: desk.rpc.chain(),
        nonce: desk.rpc.next_nonce(from).await?,
        gas_limit: gas.saturating_add(gas.saturating_mul(GAS_MARGIN_PERCENT) / 100),
        max_fee_per_gas: fees.max_fee_per_gas,
        max_priority_fee_per_gas: fees.max_priority_fee_per_gas,
        to: TxKind::Call(to),
        value: U256::ZERO,
        input,
    };
    let hash = desk
        .rpc
        .send_raw_transaction(&sign_transaction(request, key).raw)
        .await?;
    for _ in 0..ATTEMPTS {
        match desk.rpc.receipt(hash).await? {
            Some(receipt) if receipt.succeeded => return Ok(hash),
            Some(_) => return Err(DeskRefusal::Reverted(format!("transaction {hash}"))),
            None => tokio::time::sleep(PAUSE).await,
        }
    }
    Err(DeskRefusal::Pending)
}

/// What the contract says about a deposit.
pub(crate) async fn state(desk: &Shared, terms: &DepositTerms) -> Result<DepositState, DeskRefusal> {
    let contract = desk.config.desk.contract;
    let id = terms.id(desk.rpc.chain(), contract).to_b256();
    let answer = desk.rpc.call_contract(contract, &deposits_call(id)).await?;
    read_deposit(&answer).ok_or(DeskRefusal::Pending)
}

/// Whether the contract owes an account anything.
pub(crate) async fn is_owed(desk: &Shared, account: Address) -> Result<bool, DeskRefusal> {
    let settings = &desk.config.desk;
    let call = owed_call(settings.asset.token, account);
    let answer = desk.rpc.call_contract(settings.contract, &call).await?;
    Ok(read_owed(&answer).is_some_and(|owed| !owed.get().is_zero()))
}
