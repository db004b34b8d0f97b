use std::path::PathBuf;

use chain::ChainId;
use deals::Desk;
use till::SecretKey;

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
    pub quote_key: SecretKey,
    /// Pays for transactions. Used by nothing else, since it numbers them itself.
    pub relay_key: SecretKey,
    /// Where the records are kept.
    pub folder: PathBuf,
    /// The only web origin that may call.
    pub wallet_origin: String,
}
