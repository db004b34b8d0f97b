//! What both reconciliations share: a report that is written as it is found, so that a million orders need no memory.

use std::io::Write;

use serde::Serialize;
use serde_json::json;

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Which order, payment, refund, payout or entry.
    pub subject: String,
    /// Machine-readable.
    pub kind: &'static str,
    /// What was found.
    pub found: String,
}

/// Writes what is found.
pub struct Report<'a> {
    out: &'a mut (dyn Write + Send),
    json: bool,
    checked: u64,
    differences: u64,
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Report({} checked, {} differ)", self.checked, self.differences)
    }
}

impl<'a> Report<'a> {
    /// Writes to `out`, as text or as lines of JSON.
    pub fn new(out: &'a mut (dyn Write + Send), json: bool) -> Self {
        Self {
            out,
            json,
            checked: 0,
            differences: 0,
        }
    }

    pub(crate) fn checked(&mut self) {
        self.checked = self.checked.saturating_add(1);
    }

    pub(crate) fn differs(
        &mut self,
        subject: impl Into<String>,
        kind: &'static str,
        found: impl Into<String>,
    ) -> std::io::Result<()> {
        self.differences = self.differences.saturating_add(1);
        let difference = Difference {
            subject: subject.into(),
            kind,
            found: found.into(),
        };
        if self.json {
            writeln!(self.out, "{}", json!(difference))
        } else {
            writeln!(
                self.out,
                "{}: {}: {}",
                difference.subject, difference.kind, difference.found
            )
        }
    }

    /// Writes the sum and gives whether everything agrees.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> std::io::Result<bool> {
        if self.json {
            let sum = json!({ "checked": self.checked, "differences": self.differences });
            writeln!(self.out, "{sum}")?;
        } else {
            writeln!(self.out, "{} checked, {} differ", self.checked, self.differences)?;
        }
        Ok(self.differences == 0)
    }
}
