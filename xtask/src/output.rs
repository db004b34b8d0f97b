//! Standard output, which a pipe may close at any time.

use std::io::Write as _;

/// Prints a line of the command's result. Nobody reading on (`… | head`) is no failure.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
