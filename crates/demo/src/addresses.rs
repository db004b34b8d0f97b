/// Where the parts of a stack are reached. None ends with a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The wallet's origin.
    pub wallet: String,
    /// The café's origin: another site than the wallet's.
    pub cafe: String,
    /// The merchant till, directly.
    pub merchant: String,
    /// The operator till.
    pub operator: String,
    /// The operator's deposit desk.
    pub desk: String,
    /// JSON-RPC of the node.
    pub rpc: String,
}
