//! The configuration files of the two roles, TOML. Unknown settings are refused. Relative paths are relative to the
//! file they stand in.

mod bank;
mod consumer;
mod database;
mod faucet;
mod http;
mod identification;
mod merchant;
mod offerings;
mod operator;
mod policy;
mod rates;
mod supervision;
mod travel;

use std::path::{Path, PathBuf};

use chain::AssetId;
use serde::de::DeserializeOwned;

use crate::SecretKeyError;

pub use bank::{BankConfig, PayoutAccount};
pub use consumer::Consumer;
pub use database::Database;
pub use faucet::{FaucetConfig, FaucetGrant};
pub use http::HttpConfig;
pub use identification::IdentificationConfig;
pub use merchant::{ApiKey, MerchantConfig};
pub use offerings::{OfferingConfig, RegistrarConfig};
pub use operator::OperatorConfig;
pub use policy::{FinalityRule, FinalityStep, GasPolicy};
pub use rates::{Pointers, RateConfig, RateOrigin};
pub use supervision::{AmlConfig, ScreeningConfig, ScreeningHook};
pub use travel::TravelConfig;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {reason}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// Not TOML, an unknown or missing setting, or a value that is none. Says where, never quotes the file:
    /// the line may hold a key.
    #[error("{path}: {reason}")]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A key.
    #[error(transparent)]
    Key(#[from] SecretKeyError),
    /// A tolerance above everything.
    #[error("`deposit_tolerance_bps` is at most 10 000")]
    Tolerance,
    /// A step of finality that says both or neither.
    #[error("a step of `finality` has `from_tenge` and either `blocks` or `finalized = true`")]
    Finality,
    /// A rate that is not above zero.
    #[error("the rate of {0} must be above zero")]
    Rate(AssetId),
    /// A hook that is none, or two.
    #[error("`screening` has a `command` with a program, or a `url` that begins with https:// or http://")]
    Screening,
    /// A key for payers' data that is none.
    #[error("`travel.key_file` holds no 64 hex digits of a P-256 key")]
    TravelKey,
    /// Data of residents without a key to seal them to.
    #[error("`identification` needs `travel`: residents' data are sealed to its key")]
    Identification,
    /// A threshold that is no amount.
    #[error("a threshold is an amount of tenge above zero")]
    Threshold,
    /// Offerings without a limit for retail investors.
    #[error("whoever registers `offerings` sets `retail_limit_tenge`, for one investor and year")]
    RetailLimit,
    /// A rate without a source, or with several.
    #[error("the rate of {asset}: {reason}")]
    RateSource {
        /// Of which asset.
        asset: AssetId,
        /// What is wrong.
        reason: &'static str,
    },
}

/// Where a registry envelope is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistrySource {
    /// A file.
    File(PathBuf),
    /// An address.
    Url(String),
}

impl RegistrySource {
    fn parse(text: &str, base: &Path) -> Self {
        if text.starts_with("http://") || text.starts_with("https://") {
            Self::Url(text.into())
        } else {
            Self::File(base.join(text))
        }
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|reason| ConfigError::Read {
        path: path.into(),
        reason,
    })?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(0, |span| {
            text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1
        });
        ConfigError::Parse {
            path: path.into(),
            reason: format!("line {line}: {}", error.message()),
        }
    })
}

fn base_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

fn without_slash(url: &str) -> String {
    url.trim_end_matches('/').into()
}
