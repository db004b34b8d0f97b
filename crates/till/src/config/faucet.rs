//! Demo only: test tokens for anybody.

use std::path::PathBuf;

use chain::AssetId;
use serde::Deserialize;

use crate::SecretKey;

/// Demo only: an account that mints test tokens for anybody.
#[derive(Debug, Clone)]
pub struct FaucetConfig {
    /// Owner of the demo tokens.
    pub minter_key: SecretKey,
    /// What everybody gets.
    pub grants: Vec<FaucetGrant>,
}

/// Demo only: how much of one token everybody gets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaucetGrant {
    /// The token.
    pub asset: AssetId,
    /// Whole units, e.g. `"200"`.
    pub amount: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FaucetFile {
    pub(super) minter_key: Option<String>,
    pub(super) minter_key_file: Option<PathBuf>,
    pub(super) grants: Vec<FaucetGrant>,
}
