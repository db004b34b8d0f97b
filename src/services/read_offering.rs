use browser::FetchHttp;
use chain::{AssetId, ChainId, RpcClient, balance_of_call};
use deals::{
    OfferOnChain, OfferingPhase, offer_call, owed_call, phase_call, read_offer, read_owed, read_phase,
    read_units, total_units_call,
};
use sig::Address;
use units::AssetAmount;

use crate::services::ReadChainError;

/// What an offering's contract says, whatever its registrar says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferingOnChain {
    /// What is offered.
    pub offer: OfferOnChain,
    /// Where it is.
    pub phase: OfferingPhase,
    /// Units sold.
    pub sold: u64,
    /// Units that the account holds.
    pub held: u64,
    /// What the contract owes the account and has not paid out yet.
    pub owed: AssetAmount,
    /// What the account has of what is paid with.
    pub balance: AssetAmount,
}

/// Reads an offering and an account's part in it.
///
/// # Errors
/// [`ReadChainError`].
pub async fn read_offering(
    rpc: &[String],
    asset: AssetId,
    contract: Address,
    account: Address,
) -> Result<OfferingOnChain, ReadChainError> {
    let client = RpcClient::with_endpoints(FetchHttp, rpc.iter().cloned(), asset.chain);
    client.check_chain().await?;
    let ask = async |call| client.call_contract(contract, &call).await;
    let offer = read_offer(&ask(offer_call()).await?).ok_or(ReadChainError::Unreachable)?;
    let phase = read_phase(&ask(phase_call()).await?).ok_or(ReadChainError::Unreachable)?;
    let sold = read_units(&ask(total_units_call()).await?).ok_or(ReadChainError::Unreachable)?;
    let held = read_units(&ask(balance_of_call(account)).await?).ok_or(ReadChainError::Unreachable)?;
    let owed = read_owed(&ask(owed_call(asset.token, account)).await?).ok_or(ReadChainError::Unreachable)?;
    Ok(OfferingOnChain {
        offer,
        phase,
        sold,
        held,
        owed,
        balance: client.token_balance(asset.token, account).await?,
    })
}

/// The units of an offering that an account holds.
///
/// # Errors
/// [`ReadChainError`].
pub async fn read_units_held(
    rpc: &[String],
    chain: ChainId,
    contract: Address,
    account: Address,
) -> Result<u64, ReadChainError> {
    let client = RpcClient::with_endpoints(FetchHttp, rpc.iter().cloned(), chain);
    let answer = client.call_contract(contract, &balance_of_call(account)).await?;
    read_units(&answer).ok_or(ReadChainError::Unreachable)
}
