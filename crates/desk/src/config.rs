use std::path::PathBuf;

use chain::ChainId;
use deals::Desk;
use k256::ecdsa::SigningKey;

/// Settings of a deposit desk.
#[derive(Debug, Clone)]
pub struct DeskConfig {
    /// What the desk states; the times in it are set anew at each answer.
    pub desk: Desk,
    /// The zone's home chain, which the statement names.
    pub home_chain: ChainId,
    /// JSON-RPC endpoint of a node of the asset's chain.
    pub rpc: String,
    /// The operator's quote key: signs the statement.
    pub quote_key: SigningKey,
    /// Pays for transactions. Used by nothing else, since it numbers them itself.
    pub relay_key: SigningKey,
    /// Where the records are kept.
    pub folder: PathBuf,
    /// Unix time in seconds.
    pub now: fn() -> u64,
    /// The only web origin that may call.
    pub wallet_origin: String,
}
