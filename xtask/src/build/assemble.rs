//! Puts the parts of the site together.

use std::path::{Path, PathBuf};

use super::key_worker::Worker;
use super::map::Map;
use super::{clear, html, locale_files, offline, styles};
use crate::error::{Error, Result, io};
use crate::hash;

/// Where each part was built.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts<'a> {
    pub(super) wallet: &'a Path,
    pub(super) pay: &'a Path,
    pub(super) worker: &'a Worker,
    pub(super) wallet_worker: &'a Worker,
    pub(super) city_worker: &'a Worker,
    pub(super) embed: &'a Path,
    /// Icons and typeface.
    pub(super) assets: &'a Path,
    pub(super) map: &'a Map,
}

/// Stands in both HTML files until the worker's name is known.
const WORKER_MARK: &str = "__KEY_WORKER__";
/// Stands in the wallet's.
const WALLET_WORKER_MARK: &str = "__WALLET_WORKER__";
const CITY_WORKER_MARK: &str = "__CITY_WORKER__";
const MAP_MARK: &str = "__MAP__";

/// Stands in both HTML files until the names of the texts are known.
const LOCALES_MARK: &str = "__LOCALES__";

/// Stands in the pay page's.
const QR_MARK: &str = "__QR__";
/// Stands in both.
const SEAL_MARK: &str = "__SEAL__";
/// Stands in the wallet's.
pub(super) const ICONS_MARK: &str = "__ICONS__";
/// The sprite among the assets. It becomes part of the page: browsers fetch and parse a file of its own anew for every list that
/// is scrolled.
const SPRITE: &str = "icons.svg";

/// The site in `staged`, as it will be served.
pub(super) fn stage(root: &Path, parts: &Parts<'_>, staged: &Path) -> Result<()> {
    clear(staged)?;
    copy_all(parts.wallet, staged)?;
    copy_all(parts.pay, &staged.join("pay"))?;
    copy_all(&parts.worker.folder, &staged.join("worker"))?;
    copy_all(&parts.wallet_worker.folder, &staged.join("worker"))?;
    copy_all(&parts.city_worker.folder, &staged.join("worker"))?;
    // Types and module are for the npm package; pages load the script and its parts.
    copy(&parts.embed.join("checkout.js"), &staged.join("checkout.js"))?;
    copy_all(&parts.embed.join("embed"), &staged.join("embed"))?;
    copy(&root.join("src/boot.js"), &staged.join("boot.js"))?;
    copy(&root.join("style/icon.svg"), &staged.join("icon.svg"))?;
    copy_all(parts.assets, staged)?;
    let icons = take_sprite(staged)?;
    copy_all(&parts.map.folder, &staged.join("map"))?;
    let worker = format!("/worker/{}", parts.worker.script);
    let wallet_worker = format!("/worker/{}", parts.wallet_worker.script);
    let qr = place_script(parts.embed, "qr", staged)?;
    let seal = place_script(parts.embed, "seal", staged)?;
    let map = format!("/map/{}", parts.map.script);
    let city_worker = format!("/worker/{}", parts.city_worker.script);
    let tables = crate::locales::read(root)?;
    for (page, prefix, keys) in [
        ("index.html", "", tables.keys.len()),
        ("pay/index.html", "pay-", tables.pay_keys),
    ] {
        styles::merge(staged, &staged.join(page))?;
        let locales = locale_files::write(&tables, prefix, keys, staged)?;
        let mut marks = vec![
            (WORKER_MARK, worker.as_str()),
            (LOCALES_MARK, locales.as_str()),
            (SEAL_MARK, seal.as_str()),
        ];
        if page == "index.html" {
            marks.push((WALLET_WORKER_MARK, &wallet_worker));
            marks.push((CITY_WORKER_MARK, &city_worker));
            marks.push((MAP_MARK, &map));
            marks.push((ICONS_MARK, &icons));
        } else {
            marks.push((QR_MARK, &qr));
        }
        finish_page(&staged.join(page), &marks)?;
    }
    offline::write(&root.join("src/offline"), staged)
}

/// Takes the sprite out of a folder of assets, and gives its text.
pub(super) fn take_sprite(folder: &Path) -> Result<String> {
    let path = folder.join(SPRITE);
    let text = std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?;
    std::fs::remove_file(&path).map_err(|e| io("remove", &path, &e))?;
    Ok(text.trim_end().to_owned())
}

/// Puts a script that a page loads when it is needed beside the pay page, named by what it holds, and gives its address.
fn place_script(embed: &Path, script: &str, staged: &Path) -> Result<String> {
    let built = embed.join(format!("{script}.js"));
    let stem = script;
    let script = std::fs::read(&built).map_err(|e| io("read", &built, &e))?;
    let name = format!("pay/{stem}-{}.js", hash::short([script.as_slice()]));
    let path = staged.join(&name);
    std::fs::write(&path, script).map_err(|e| io("write", &path, &e))?;
    Ok(format!("/{name}"))
}

fn finish_page(path: &Path, marks: &[(&str, &str)]) -> Result<()> {
    let mut text = std::fs::read_to_string(path).map_err(|e| io("read", path, &e))?;
    for (mark, value) in marks {
        if !text.contains(mark) {
            return Err(Error::new(format!("{} does not hold {mark}.", path.display()))
                .remedy("a <meta> of its head needs it as content"));
        }
        text = text.replace(mark, value);
    }
    if let Some(tag) = html::inline_script(&text) {
        return Err(Error::new(format!(
            "{} has an inline script, which its policy forbids: {tag}",
            path.display()
        )));
    }
    std::fs::write(path, text).map_err(|e| io("write", path, &e))
}

/// Replaces the site in one move, so that a server never sees half of it.
pub(super) fn publish(staged: &Path, out: &Path) -> Result<()> {
    let old = staged.with_file_name("replaced");
    clear(&old)?;
    if out.exists() {
        std::fs::remove_dir(&old).map_err(|e| io("remove", &old, &e))?;
        std::fs::rename(out, &old)
            .or_else(|_| std::fs::remove_dir_all(out))
            .map_err(|e| io("replace", out, &e))?;
    }
    let parent: PathBuf = out.parent().map(Path::to_owned).unwrap_or_default();
    std::fs::create_dir_all(&parent).map_err(|e| io("create", &parent, &e))?;
    if std::fs::rename(staged, out).is_err() {
        // Another file system.
        copy_all(staged, out)?;
    }
    let _ = std::fs::remove_dir_all(&old);
    Ok(())
}

pub(super) fn copy_all(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).map_err(|e| io("create", to, &e))?;
    let entries = std::fs::read_dir(from).map_err(|e| io("read", from, &e))?;
    for entry in entries {
        let path = entry.map_err(|e| io("read", from, &e))?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_all(&path, &to.join(name))?
        } else {
            copy(&path, &to.join(name))?
        }
    }
    Ok(())
}

pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to)
        .map(|_| ())
        .map_err(|e| io("copy", from, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("cryptocity-site-{name}-{}", std::process::id()));
        clear(&path).unwrap();
        path
    }

    #[test]
    fn pages_name_the_worker_and_hold_no_inline_script() {
        let folder = folder("page");
        let page = folder.join("index.html");
        std::fs::write(&page, "<meta name=key-worker content=__KEY_WORKER__>").unwrap();
        let marks = [(WORKER_MARK, "/worker/key-worker-1.js")];
        finish_page(&page, &marks).unwrap();
        assert!(
            std::fs::read_to_string(&page)
                .unwrap()
                .contains("content=/worker/key-worker-1.js")
        );
        assert!(finish_page(&page, &marks).is_err(), "the mark is gone");
        std::fs::write(&page, "__KEY_WORKER__<script>1</script>").unwrap();
        assert!(finish_page(&page, &marks).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_new_site_leaves_nothing_of_the_old_one() {
        let base = folder("publish");
        let (staged, out) = (base.join("staged"), base.join("dist"));
        for (site, file) in [(&out, "old.js"), (&staged, "new.js")] {
            std::fs::create_dir_all(site).unwrap();
            std::fs::write(site.join(file), "").unwrap();
        }
        publish(&staged, &out).unwrap();
        assert!(out.join("new.js").exists() && !out.join("old.js").exists());
        std::fs::remove_dir_all(&base).unwrap();
    }
}
