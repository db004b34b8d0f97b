//! Reading versions from `Cargo.lock`.

use std::path::Path;

use crate::error::{Error, Result, io};

/// The text of the workspace's lock file.
///
/// # Errors
/// When there is none.
pub(crate) fn read(root: &Path) -> Result<String> {
    let path = root.join("Cargo.lock");
    std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))
}

/// Every version of `package` that the lock file holds.
pub(crate) fn versions<'a>(lock: &'a str, package: &str) -> Vec<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim() == name
            && let Some(version) = lines
                .next()
                .and_then(|next| next.trim().strip_prefix("version = "))
        {
            found.push(version.trim_matches('"'));
        }
    }
    found
}

/// The version of the `wasm-bindgen` crate, which its programs must equal.
///
/// # Errors
/// When the lock file holds none or several.
pub(crate) fn wasm_bindgen(root: &Path) -> Result<String> {
    let lock = read(root)?;
    match versions(&lock, "wasm-bindgen").as_slice() {
        [one] => Ok((*one).to_owned()),
        several => Err(Error::new(format!(
            "Cargo.lock must hold one version of wasm-bindgen, it holds {}.",
            several.len()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"k256\"\nversion = \"0.14.0\"\n\n\
        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\ndependencies = [\n \"k256\",\n]\n\n\
        [[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.131\"\n\n\
        [[package]]\nname = \"k256\"\nversion = \"0.13.4\"\n";

    #[test]
    fn finds_exactly_the_named_package() {
        assert_eq!(versions(LOCK, "wasm-bindgen"), ["0.2.130"]);
        assert_eq!(versions(LOCK, "k256"), ["0.14.0", "0.13.4"]);
        assert!(versions(LOCK, "serde").is_empty());
    }
}
