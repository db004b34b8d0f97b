//! Where things are: the checkout, its target folder, the cache of tools.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The folders every command works with.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    /// The top of the checkout.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
    /// Tools that are installed once and shared between checkouts.
    pub(crate) cache: PathBuf,
}

impl Paths {
    /// # Errors
    /// When the checkout or the user's home folder cannot be found.
    pub(crate) fn find() -> Result<Self> {
        let root = root()?;
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) if !folder.is_empty() => root.join(folder),
            _ => root.join("target"),
        };
        let cache = cache_folder(|key| std::env::var_os(key).map(PathBuf::from)).ok_or_else(|| {
            Error::new("There is no folder for the tools: HOME is not set.")
                .remedy("set CRYPTOCITY_CACHE to a folder that may be written to")
        })?;
        Ok(Self { root, target, cache })
    }

    /// The cache folder of one installed program.
    pub(crate) fn tool(&self, name: &str, version: &str) -> PathBuf {
        self.cache.join("tools").join(format!("{name}-{version}"))
    }

    /// Where cargo leaves what it builds for the browser.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm32-unknown-unknown")
    }
}

/// `$CRYPTOCITY_CACHE`, else `$XDG_CACHE_HOME/cryptocity`, else `~/.cache/cryptocity`.
fn cache_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let variable = |key: &str| variable(key).filter(|path| path.is_absolute());
    variable("CRYPTOCITY_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("cryptocity")))
        .or_else(|| variable("HOME").map(|home| home.join(".cache/cryptocity")))
}

fn root() -> Result<PathBuf> {
    // cargo sets this for what it runs; a copied program looks around itself instead.
    let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::current_dir().map_err(|e| Error::new(format!("No working folder: {e}.")))?,
    };
    start
        .ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file() && folder.join("Cargo.toml").is_file())
        .map(Path::to_owned)
        .ok_or_else(|| Error::new("This is not a CryptoCity checkout.").remedy("change into the checkout"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &'static [(&'static str, &'static str)]) -> Option<PathBuf> {
        cache_folder(|key| {
            pairs
                .iter()
                .find(|(k, _)| *k == key)
                .map(|(_, value)| PathBuf::from(value))
        })
    }

    #[test]
    fn the_cache_folder_follows_the_variables_in_order() {
        let home = ("HOME", "/home/aru");
        assert_eq!(
            with(&[("CRYPTOCITY_CACHE", "/c"), ("XDG_CACHE_HOME", "/x")]),
            Some("/c".into())
        );
        assert_eq!(
            with(&[("XDG_CACHE_HOME", "/x"), ("HOME", "/home/aru")]),
            Some("/x/cryptocity".into())
        );
        assert_eq!(
            cache_folder(|k| (k == home.0).then(|| home.1.into())),
            Some("/home/aru/.cache/cryptocity".into())
        );
        assert_eq!(with(&[]), None);
    }

    #[test]
    fn relative_cache_folders_are_ignored() {
        assert_eq!(
            with(&[("XDG_CACHE_HOME", "x"), ("HOME", "/h")]),
            Some("/h/.cache/cryptocity".into())
        );
    }
}
