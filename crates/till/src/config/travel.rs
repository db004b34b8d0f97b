//! The travel rule: to which key payers above the threshold seal their data, and for how long they are kept.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::ConfigError;
use crate::TravelKey;

/// What an operator that asks for data of payers is told.
#[derive(Debug, Clone)]
pub struct TravelConfig {
    /// Opens what payers sealed.
    pub key: TravelKey,
    /// Data are erased after so many days.
    pub keep_days: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TravelFile {
    key_file: PathBuf,
    #[serde(default = "default_keep")]
    keep_days: u64,
}

/// Five years from the end of the relation, as the law on laundering asks of what identifies clients.
const fn default_keep() -> u64 {
    5 * 365 + 2
}

impl TravelFile {
    pub(super) fn into_config(self, base: &Path) -> Result<TravelConfig, ConfigError> {
        let path = base.join(self.key_file);
        let text = std::fs::read_to_string(&path).map_err(|reason| ConfigError::Read { path, reason })?;
        Ok(TravelConfig {
            key: TravelKey::parse(zeroize::Zeroizing::new(text).trim()).ok_or(ConfigError::TravelKey)?,
            keep_days: self.keep_days,
        })
    }
}
