//! The pages talk to the key worker by messages: their sources name no type that may hold a secret.

use std::path::Path;

use crate::error::{Result, io};

/// Crates of secrets, and what may be named of them.
const GUARDED: &[(&str, Option<&str>)] = &[
    ("keys::", None),
    ("vault::", None),
    ("key_worker::", Some("protocol")),
];

/// Every place in the sources below `folder` that names more than the messages.
pub(super) fn secrets_named(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)
        .map_err(|e| io("read", folder, &e))?
        .flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            found.extend(secrets_named(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?;
            found.extend(
                in_text(&text)
                    .into_iter()
                    .map(|line| format!("{}: {line}", path.display())),
            );
        }
    }
    Ok(found)
}

fn in_text(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter(|line| names_a_secret(line))
        .map(|line| line.trim().to_owned())
        .collect()
}

fn names_a_secret(line: &str) -> bool {
    GUARDED.iter().any(|(start, allowed)| {
        line.match_indices(start).any(|(at, _)| {
            let (before, after) = (line.split_at(at).0, line.split_at(at + start.len()).1);
            let whole_name = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
            whole_name && !allowed.is_some_and(|allowed| after.starts_with(allowed))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_allowed_and_secrets_are_not() {
        assert!(in_text("use key_worker::protocol::Request;").is_empty());
        assert_eq!(in_text("use key_worker::KeyWorker;").len(), 1);
        assert_eq!(in_text("    let seed = keys::Seed::new();").len(), 1);
        assert_eq!(in_text("use vault::{Vault, Kdf};").len(), 1);
        assert!(in_text("/// see vault::Vault\nuse state::vault::Lock;").is_empty());
    }
}
