//! The service worker with the names of all files of this build, and what makes the wallet installable.

use std::path::Path;

use super::assemble::copy;
use crate::error::{Error, Result, io};
use crate::hash;

const TEMPLATE: &str = "service-worker.js";
const BUILD_MARK: &str = "__BUILD__";
const FILES_MARK: &str = "\"__FILES__\"";

/// Files as they are.
const COPIED: &[&str] = &[
    "app.webmanifest",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
];

/// Not the wallet's: the pay page and what merchants' pages load always come from the network; notes of the build; what a
/// deployment may replace.
const LEFT_OUT: &[&str] = &[
    "pay",
    "embed",
    "checkout.js",
    "index.html",
    "map/tiles.json",
    "sizes.json",
];

/// Writes `/sw.js`, which keeps all other files of the wallet. Call it when those are there.
///
/// # Errors
/// When a file cannot be read or written, or the template lacks a mark.
pub(super) fn write(from: &Path, staged: &Path) -> Result<()> {
    for name in COPIED {
        copy(&from.join(name), &staged.join(name))?;
    }
    let mut files = Vec::new();
    collect(staged, "", &mut files)?;
    files.sort();
    let contents = files
        .iter()
        .map(String::as_str)
        .chain(["index.html"])
        .map(|file| read(&staged.join(file)))
        .collect::<Result<Vec<_>>>()?;
    let build = format!("build-{}", hash::short(contents.iter().map(Vec::as_slice)));
    // The page itself is kept under its address.
    let names: Vec<String> = std::iter::once(String::new())
        .chain(files)
        .map(|file| format!("\"/{file}\""))
        .collect();
    let template = from.join(TEMPLATE);
    let text = String::from_utf8_lossy(&read(&template)?).into_owned();
    if !text.contains(BUILD_MARK) || !text.contains(FILES_MARK) {
        return Err(Error::new(format!("{} lacks a mark.", template.display()))
            .remedy(format!("it needs {BUILD_MARK} and {FILES_MARK}")));
    }
    let script = text
        .replace(BUILD_MARK, &build)
        .replace(FILES_MARK, &names.join(", "));
    let path = staged.join("sw.js");
    std::fs::write(&path, script).map_err(|e| io("write", &path, &e))
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<String>) -> Result<()> {
    let entries = std::fs::read_dir(folder).map_err(|e| io("read", folder, &e))?;
    for entry in entries {
        let entry = entry.map_err(|e| io("read", folder, &e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if LEFT_OUT.contains(&path.as_str()) || path.starts_with("locale/pay-") {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| io("read", path, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_names_the_wallets_files_and_changes_with_them() {
        let base = std::env::temp_dir().join(format!("cryptocity-offline-{}", std::process::id()));
        let (from, staged) = (base.join("from"), base.join("staged"));
        for folder in [&from, &staged.join("pay"), &staged.join("worker")] {
            std::fs::create_dir_all(folder).unwrap();
        }
        for name in COPIED {
            std::fs::write(from.join(name), "").unwrap();
        }
        std::fs::write(from.join(TEMPLATE), "b = \"__BUILD__\"; f = [\"__FILES__\"];").unwrap();
        for file in [
            "index.html",
            "pay/index.html",
            "checkout.js",
            "worker/k-1.js",
            "a-1.css",
        ] {
            std::fs::write(staged.join(file), file).unwrap();
        }
        let script = || std::fs::read_to_string(staged.join("sw.js")).unwrap();
        write(&from, &staged).unwrap();
        let first = script();
        for file in [
            "\"/\"",
            "\"/worker/k-1.js\"",
            "\"/a-1.css\"",
            "\"/app.webmanifest\"",
        ] {
            assert!(first.contains(file), "{file} in {first}");
        }
        assert!(!first.contains("pay") && !first.contains("checkout"), "{first}");
        std::fs::remove_file(staged.join("sw.js")).unwrap();
        std::fs::write(staged.join("index.html"), "another page").unwrap();
        write(&from, &staged).unwrap();
        assert_ne!(script(), first);
        std::fs::remove_dir_all(&base).unwrap();
    }
}
