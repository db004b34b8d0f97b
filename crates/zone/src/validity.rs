use serde::{Deserialize, Serialize};

/// From when until when something holds, unix seconds. The end is not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first second.
    #[serde(rename = "from")]
    pub valid_from: u64,
    /// The first second no more; open when absent.
    #[serde(rename = "until", skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<u64>,
}

impl Validity {
    /// Whether it holds at a time.
    #[must_use]
    pub fn holds_at(&self, unix_seconds: u64) -> bool {
        self.valid_from <= unix_seconds && self.valid_until.is_none_or(|end| unix_seconds < end)
    }
}
