//! Where the rate of an asset comes from.

use std::path::{Path, PathBuf};

use chain::{AssetId, HttpLimits};
use rust_decimal::Decimal;
use serde::Deserialize;
use units::{Bps, Rate};

use super::ConfigError;

/// How the rate of one asset is known, and what is taken over it.
#[derive(Debug, Clone)]
pub struct RateConfig {
    /// The asset.
    pub asset: AssetId,
    /// Name of the source, shown to the payer.
    pub source: String,
    /// What the operator takes over the source's rate. Quotes state the source's own rate; this is counted as fee.
    pub spread: Bps,
    /// Where it is read.
    pub origin: RateOrigin,
    /// A rate older than this is not quoted, in seconds. A fixed rate does not grow old.
    pub max_age_seconds: u64,
    /// How often it is read, in seconds.
    pub every_seconds: u64,
}

/// Where a rate is read.
#[derive(Debug, Clone)]
pub enum RateOrigin {
    /// In the configuration.
    Fixed(Rate),
    /// In a file that somebody else writes.
    File(PathBuf, Pointers),
    /// At an address that answers JSON.
    Feed(String, Pointers, HttpLimits),
}

/// Which fields of a document are meant (JSON Pointer, RFC 6901).
#[derive(Debug, Clone, Default)]
pub struct Pointers {
    /// Tenge for one whole unit; the whole document when empty.
    pub price: String,
    /// Unix seconds or milliseconds. Absent: the time of the file, or of the answer.
    pub time: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RateFile {
    asset: AssetId,
    source: String,
    tenge_per_unit: Option<Decimal>,
    file: Option<PathBuf>,
    url: Option<String>,
    #[serde(default)]
    pointer: String,
    time_pointer: Option<String>,
    #[serde(default)]
    spread_bps: u16,
    #[serde(default = "default_max_age")]
    max_age_seconds: u64,
    #[serde(default = "default_every")]
    every_seconds: u64,
    #[serde(default = "default_deadline")]
    deadline_ms: u32,
    #[serde(default = "default_max_bytes")]
    max_bytes: usize,
}

const fn default_max_age() -> u64 {
    300
}

const fn default_every() -> u64 {
    20
}

const fn default_deadline() -> u32 {
    5_000
}

const fn default_max_bytes() -> usize {
    64 * 1024
}

impl RateFile {
    pub(super) fn into_config(self, base: &Path) -> Result<RateConfig, ConfigError> {
        let asset = self.asset;
        let wrong = |reason: &'static str| ConfigError::RateSource { asset, reason };
        for pointer in [Some(&self.pointer), self.time_pointer.as_ref()]
            .into_iter()
            .flatten()
        {
            if !pointer.is_empty() && !pointer.starts_with('/') {
                return Err(wrong("a pointer is empty or begins with /"));
            }
        }
        let pointers = Pointers {
            price: self.pointer,
            time: self.time_pointer,
        };
        let limits = HttpLimits {
            deadline_ms: self.deadline_ms,
            max_bytes: self.max_bytes,
        };
        let origin = match (self.tenge_per_unit, self.file, self.url) {
            (Some(price), None, None) => {
                RateOrigin::Fixed(Rate::from_tenge_per_unit(price).map_err(|_| ConfigError::Rate(asset))?)
            }
            (None, Some(file), None) => RateOrigin::File(base.join(file), pointers),
            (None, None, Some(url)) if url.starts_with("https://") || url.starts_with("http://") => {
                RateOrigin::Feed(url, pointers, limits)
            }
            (None, None, Some(_)) => return Err(wrong("`url` begins with https:// or http://")),
            _ => return Err(wrong("give one of `tenge_per_unit`, `file` and `url`")),
        };
        if self.every_seconds == 0 || self.max_age_seconds == 0 {
            return Err(wrong("`every_seconds` and `max_age_seconds` are above zero"));
        }
        Ok(RateConfig {
            asset,
            source: self.source,
            spread: Bps::new(self.spread_bps).map_err(|_| wrong("`spread_bps` is at most 10 000"))?,
            origin,
            max_age_seconds: self.max_age_seconds,
            every_seconds: self.every_seconds,
        })
    }
}
