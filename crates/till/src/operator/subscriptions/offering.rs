//! What the configuration and the contract say about an offering.

use chain::{AssetId, RpcError, balance_of_call};
use deals::{
    OfferOnChain, OfferingPhase, offer_call, phase_call, read_offer, read_phase, read_units, total_units_call,
};
use sig::Address;

use crate::{OfferingConfig, operator::Operator};

/// How an offering stands on the chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) offer: OfferOnChain,
    pub(super) phase: OfferingPhase,
    /// Units that can still be sold.
    pub(super) left: u64,
}

impl Standing {
    /// What is paid with.
    pub(super) fn asset(&self, operator: &Operator) -> AssetId {
        AssetId {
            chain: operator.rpc.chain(),
            token: self.offer.payment_token,
        }
    }
}

/// An offering that this operator registers.
pub(super) fn configured<'a>(operator: &'a Operator, id: &str) -> Option<&'a OfferingConfig> {
    operator
        .config
        .registrar
        .offerings
        .iter()
        .find(|offering| offering.id == id)
}

/// Reads an offering from its contract.
pub(super) async fn read(operator: &Operator, contract: Address) -> Result<Standing, RpcError> {
    let malformed = || RpcError::Malformed { method: "eth_call" };
    let answer = operator.rpc.call_contract(contract, &offer_call()).await?;
    let offer = read_offer(&answer).ok_or_else(malformed)?;
    let answer = operator.rpc.call_contract(contract, &phase_call()).await?;
    let phase = read_phase(&answer).ok_or_else(malformed)?;
    let answer = operator.rpc.call_contract(contract, &total_units_call()).await?;
    let sold = read_units(&answer).ok_or_else(malformed)?;
    Ok(Standing {
        offer,
        phase,
        left: offer.maximum_units.saturating_sub(sold),
    })
}

/// The units that an investor holds.
pub(super) async fn held(operator: &Operator, contract: Address, investor: Address) -> Result<u64, RpcError> {
    let answer = operator
        .rpc
        .call_contract(contract, &balance_of_call(investor))
        .await?;
    read_units(&answer).ok_or(RpcError::Malformed { method: "eth_call" })
}
