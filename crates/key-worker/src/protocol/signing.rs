use chain::{AssetId, Bytes, ChainId};
use checkout::x402::ExactAuthorization;
use clearsign::{AddressProof, Statement};
use serde::{Deserialize, Serialize};
use sig::{Address, B256, EvmSignature};
use units::{AssetAmount, Tiyn};

use crate::protocol::OpenRegistryRequest;

/// A transfer to be prepared. Fees in wei a gas unit, as the page read them from the chain; the worker shows their sum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareTransferRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account pays.
    pub account: u32,
    /// The chain.
    pub chain: ChainId,
    /// The token, `None` for native coin.
    pub asset: Option<AssetId>,
    /// To whom; text, so that a wrong checksum is refused here.
    pub to: String,
    /// How much, base units.
    pub amount: AssetAmount,
    /// The account's transaction number.
    pub nonce: u64,
    /// Gas units.
    pub gas_limit: u64,
    /// Highest total fee; decimal text.
    pub max_fee_per_gas: AssetAmount,
    /// Highest tip; decimal text.
    pub max_priority_fee_per_gas: AssetAmount,
    /// For the limits; `None` where nothing leaves, as when a transaction is cancelled.
    pub spending: Option<SpendingView>,
}

/// What a transfer is worth, beside what was spent before. In tenge, at the rate the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpendingView {
    /// This transfer.
    pub worth: Tiyn,
    /// Today before it.
    pub today: Tiyn,
    /// This month before it, today included.
    pub this_month: Tiyn,
}

/// A transfer of a token that somebody else submits, to be prepared
/// ([ERC-3009](https://eips.ethereum.org/EIPS/eip-3009)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareAuthorizationRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account pays.
    pub account: u32,
    /// The token.
    pub asset: AssetId,
    /// To whom; text, so that a wrong checksum is refused here.
    pub to: String,
    /// How much, base units.
    pub amount: AssetAmount,
    /// What the token contract answered to `DOMAIN_SEPARATOR()`.
    pub domain_separator: B256,
    /// For the limits.
    pub spending: Option<SpendingView>,
}

/// A message or typed data that a site asks to have signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareMessageRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account signs.
    pub account: u32,
    /// The chain.
    pub chain: ChainId,
    /// The text, or the JSON of typed data.
    pub text: String,
    /// The origin the browser attests, if any.
    pub origin: Option<String>,
    /// While paying, what is not understood is refused.
    pub paying: bool,
}

/// An operator asks whose address this is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepareProofRequest {
    /// The registry it is judged by.
    pub registry: OpenRegistryRequest,
    /// Which account is proven.
    pub account: u32,
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// What for, in the operator's words.
    pub purpose: String,
    /// The operator's random number.
    pub challenge: B256,
}

/// The go-ahead for something prepared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignPreparedRequest {
    /// What preparing gave.
    pub handle: u32,
    /// The owner has, in a second step, agreed to an allowance without limit.
    pub allow_unlimited: bool,
}

/// What would be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningView {
    /// For `SignPrepared`.
    pub handle: u32,
    /// Who signs.
    pub signer: Address,
    /// What it does, decoded from the bytes that are signed.
    pub statement: Statement,
    /// Whether `SignPrepared` uses up a fresh unlock.
    pub needs_owner: bool,
}

/// What was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignedView {
    /// A transaction, to be journalled before it is broadcast.
    Transaction {
        /// The bytes.
        raw: Bytes,
        /// Their hash.
        hash: B256,
    },
    /// A message or typed data.
    Message {
        /// The signature.
        signature: EvmSignature,
    },
    /// A transfer for somebody else to submit, to be journalled before it is sent.
    Authorization {
        /// What was signed.
        authorization: ExactAuthorization,
        /// The signature.
        signature: EvmSignature,
    },
    /// A proof for an operator.
    Proof {
        /// What is proven.
        proof: AddressProof,
        /// The signature.
        signature: EvmSignature,
    },
}
