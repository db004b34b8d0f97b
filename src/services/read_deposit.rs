use browser::FetchHttp;
use chain::RpcClient;
use deals::{Agreement, DepositState, deposits_call, owed_call, read_deposit, read_owed};
use units::AssetAmount;

use crate::services::ReadChainError;

/// What the contract itself says about a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DepositOnChain {
    /// Its state.
    pub state: DepositState,
    /// What the contract owes the buyer and has not paid out yet, of all deposits.
    pub owed_buyer: AssetAmount,
    /// The same for the seller.
    pub owed_seller: AssetAmount,
}

/// Reads a deposit from the contract, whatever the desk says about it.
///
/// # Errors
/// [`ReadChainError`].
pub async fn read_deposit_on_chain(
    rpc: &[String],
    agreement: &Agreement,
) -> Result<DepositOnChain, ReadChainError> {
    let client = RpcClient::with_endpoints(FetchHttp, rpc.iter().cloned(), agreement.asset.chain);
    client.check_chain().await?;
    let terms = agreement.terms();
    let id = terms.id(agreement.asset.chain, agreement.contract).to_b256();
    let answer = client
        .call_contract(agreement.contract, &deposits_call(id))
        .await?;
    let state = read_deposit(&answer).ok_or(ReadChainError::Unreachable)?;
    let mut owed = [AssetAmount::ZERO; 2];
    if state.status.is_over() {
        for (place, account) in owed.iter_mut().zip([terms.buyer, terms.seller]) {
            let call = owed_call(terms.token, account);
            let answer = client.call_contract(agreement.contract, &call).await?;
            *place = read_owed(&answer).ok_or(ReadChainError::Unreachable)?;
        }
    }
    let [owed_buyer, owed_seller] = owed;
    Ok(DepositOnChain {
        state,
        owed_buyer,
        owed_seller,
    })
}
