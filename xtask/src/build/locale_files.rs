//! The texts as the pages load them: one file a language, a JSON array in the order of `enum Key`.

use std::path::Path;

use locales::{LANGUAGES, Tables};

use crate::error::{Error, Result, io};
use crate::hash;

/// Writes the first `keys` texts of every language to `locale/` of the site. Gives their address, `{language}` in place of
/// the language; its hash changes when any of them changes.
pub(super) fn write(tables: &Tables, prefix: &str, keys: usize, site: &Path) -> Result<String> {
    let folder = site.join("locale");
    std::fs::create_dir_all(&folder).map_err(|e| io("create", &folder, &e))?;
    let files = tables
        .texts
        .iter()
        .map(|table| serde_json::to_string(&table.iter().take(keys).collect::<Vec<_>>()))
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(|error| Error::new(format!("texts as JSON: {error}")))?;
    let hash = hash::short(files.iter().map(String::as_bytes));
    for (language, text) in LANGUAGES.iter().zip(files) {
        let path = folder.join(format!("{prefix}{language}-{hash}.json"));
        std::fs::write(&path, text).map_err(|e| io("write", &path, &e))?;
    }
    Ok(format!("/locale/{prefix}{{language}}-{hash}.json"))
}
