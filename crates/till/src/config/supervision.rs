//! What the law asks of an operator: screening, reports to the authority, data of payers above a threshold.

use std::path::{Path, PathBuf};

use chain::HttpLimits;
use rust_decimal::Decimal;
use serde::Deserialize;
use units::Tiyn;

use super::ConfigError;

/// Who is asked about a deal before it is quoted and before it is settled.
#[derive(Debug, Clone, Default)]
pub struct ScreeningConfig {
    /// Addresses and merchants that are refused, one a line.
    pub deny_list: Option<PathBuf>,
    /// The hook.
    pub hook: Option<ScreeningHook>,
    /// What a hook that does not answer means. `false`, the default: nothing is approved.
    pub allow_on_failure: bool,
}

/// Somebody else's judgement.
#[derive(Debug, Clone)]
pub enum ScreeningHook {
    /// A program and its arguments: the deal on standard input, the judgement on standard output.
    Command(Vec<String>, HttpLimits),
    /// An address: the deal as a POST, the judgement as its answer.
    Url(String, HttpLimits),
}

/// What the operator reports.
#[derive(Debug, Clone, Default)]
pub struct AmlConfig {
    /// Deals from this on are listed for the authority one by one; the registry's threshold when absent.
    pub review_from: Option<Tiyn>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ScreeningFile {
    deny_list: Option<PathBuf>,
    command: Option<Vec<String>>,
    url: Option<String>,
    deadline_ms: Option<u32>,
    on_failure: OnFailure,
}

#[derive(Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum OnFailure {
    #[default]
    Refuse,
    Allow,
}

/// A judgement takes no longer, and is no longer.
const DEADLINE_MS: u32 = 2_000;
const MAX_BYTES: usize = 16 * 1024;

impl ScreeningFile {
    pub(super) fn into_config(self, base: &Path) -> Result<ScreeningConfig, ConfigError> {
        let limits = HttpLimits {
            deadline_ms: self.deadline_ms.unwrap_or(DEADLINE_MS),
            max_bytes: MAX_BYTES,
        };
        let hook = match (self.command, self.url) {
            (None, None) => None,
            (Some(command), None) if !command.is_empty() => Some(ScreeningHook::Command(command, limits)),
            (None, Some(url)) if url.starts_with("https://") || url.starts_with("http://") => {
                Some(ScreeningHook::Url(url, limits))
            }
            _ => return Err(ConfigError::Screening),
        };
        Ok(ScreeningConfig {
            deny_list: self.deny_list.map(|file| base.join(file)),
            hook,
            allow_on_failure: self.on_failure == OnFailure::Allow,
        })
    }
}

/// Whole tenge of a configuration.
pub(super) fn tenge(value: Option<Decimal>) -> Result<Option<Tiyn>, ConfigError> {
    let parse = |value: Decimal| Tiyn::parse_tenge(&value.to_string()).map_err(|_| ConfigError::Threshold);
    value.map(parse).transpose()
}
