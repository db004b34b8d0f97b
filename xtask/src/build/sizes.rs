//! What a visitor downloads, raw and compressed as a server would.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{budget, html};
use crate::error::{Error, Result, io};
use crate::process::Cmd;

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) files: Vec<String>,
    pub(crate) raw: u64,
    pub(crate) brotli: u64,
    /// The most bytes it may have compressed, where DESIGN sets a bar.
    pub(crate) bar: Option<u64>,
}

impl Row {
    pub(crate) fn fits(&self) -> bool {
        self.bar.is_none_or(|bar| self.brotli <= bar)
    }
}

/// Prints path, raw and compressed size of each file as JSON: `[[path, raw, brotli], …]`. A `.br` beside it is taken as it is.
const COMPRESS: &str = "
const { existsSync, readFileSync, statSync } = require('node:fs');
const { brotliCompressSync, constants: c } = require('node:zlib');
const size = (path) => {
  const raw = readFileSync(path);
  if (existsSync(`${path}.br`)) return [path, raw.length, statSync(`${path}.br`).size];
  const params = { [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_SIZE_HINT]: raw.length };
  return [path, raw.length, brotliCompressSync(raw, { params }).length];
};
console.log(JSON.stringify(process.argv.slice(1).map(size)));
";

/// Measures the groups that DESIGN sets bars for.
///
/// # Errors
/// When a file of the site is missing.
pub(super) fn measure(site: &Path, log: &Path) -> Result<Vec<Row>> {
    let wallet = page(site, "index.html")?;
    let pay = page(site, "pay/index.html")?;
    // All workers are in one folder; only the paying one is loaded with every page.
    let of = |kind: &super::key_worker::Kind| -> Result<Vec<String>> {
        let start = format!("worker/{}-", kind.name);
        let files = files_in(site, "worker")?;
        Ok(files
            .into_iter()
            .filter(|file| file.starts_with(&start))
            .collect())
    };
    let worker = of(&super::key_worker::PAYING)?;
    let wallet_worker = of(&super::key_worker::WALLET)?;
    let city_worker = of(&super::key_worker::CITY)?;
    let parts = files_in(site, "parts")?;
    let embed_parts = files_in(site, "embed")?;
    let loader = vec!["checkout.js".to_owned()];
    let groups = [
        (budget::WALLET, join(&wallet, &worker)),
        (budget::WALLET_PARTS, parts),
        (budget::PAY_VIEW, pay.clone()),
        (budget::PAY_ALL, join(&pay, &worker)),
        (budget::WORKER, worker.clone()),
        (budget::WALLET_WORKER, wallet_worker),
        (budget::CITY_WORKER, city_worker),
        (budget::EMBED, loader.clone()),
        (budget::EMBED_ALL, distinct(site, &join(&loader, &embed_parts))?),
    ];
    let all: BTreeSet<&String> = groups.iter().flat_map(|(_, files)| files).collect();
    let sizes = compress(site, &all, log)?;
    let row = |(bar, files): (budget::Bar, Vec<String>)| {
        let of =
            |pick: fn(&(u64, u64)) -> u64| files.iter().filter_map(|file| sizes.get(file)).map(pick).sum();
        Row {
            name: bar.name.to_owned(),
            raw: of(|s| s.0),
            brotli: of(|s| s.1),
            bar: bar.bytes,
            files,
        }
    };
    Ok(groups.into_iter().map(row).collect())
}

/// The page itself and what it loads, as paths inside the site.
fn page(site: &Path, name: &str) -> Result<Vec<String>> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| io("read", path, &e));
    let text = read(&site.join(name))?;
    let mut files = vec![name.to_owned()];
    // One language is loaded; Kazakh stands for it.
    let locale = html::metas(&text)
        .find(|content| content.starts_with("/locale/"))
        .map(|content| content.replace("{language}", locales::LANGUAGES[0]));
    for address in html::loaded_files(&text).into_iter().chain(locale) {
        let file = address.trim_start_matches('/').to_owned();
        if !site.join(&file).is_file() || files.contains(&file) {
            continue;
        }
        if Path::new(&file)
            .extension()
            .is_some_and(|extension| extension == "css")
        {
            let fonts = html::css_files(&read(&site.join(&file))?);
            files.extend(
                fonts
                    .iter()
                    .map(|font| font.trim_start_matches('/').to_owned())
                    .filter(|f| site.join(f).is_file() && !files.contains(f))
                    .collect::<Vec<_>>(),
            );
        }
        files.push(file);
    }
    Ok(files)
}

fn files_in(site: &Path, folder: &str) -> Result<Vec<String>> {
    let path = site.join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        return Ok(Vec::new());
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy()))
        .filter(|name| {
            ["js", "mjs", "wasm", "css"]
                .iter()
                .any(|end| name.ends_with(&format!(".{end}")))
        })
        .collect();
    names.sort();
    Ok(names)
}

/// The same file under a second, versioned name is downloaded once.
fn distinct(site: &Path, files: &[String]) -> Result<Vec<String>> {
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let mut kept = Vec::new();
    for file in files {
        let path: PathBuf = site.join(file);
        let bytes = std::fs::read(&path).map_err(|e| io("read", &path, &e))?;
        if !seen.contains(&bytes) {
            seen.push(bytes);
            kept.push(file.clone());
        }
    }
    Ok(kept)
}

fn join(first: &[String], second: &[String]) -> Vec<String> {
    first.iter().chain(second).cloned().collect()
}

type Sizes = std::collections::BTreeMap<String, (u64, u64)>;

fn compress(site: &Path, files: &BTreeSet<&String>, log: &Path) -> Result<Sizes> {
    let text = Cmd::new("node")
        .args(["-e", COMPRESS])
        .args(files)
        .cwd(site)
        .read()
        .map_err(|e| e.log(log))?;
    parse_sizes(&text).ok_or_else(|| Error::new(format!("The sizes are not understood: {text}")))
}

fn parse_sizes(text: &str) -> Option<Sizes> {
    let json: Value = serde_json::from_str(text).ok()?;
    json.as_array()?
        .iter()
        .map(|entry| {
            Some((
                entry[0].as_str()?.to_owned(),
                (entry[1].as_u64()?, entry[2].as_u64()?),
            ))
        })
        .collect()
}

/// Leaves `sizes.json` in the site for `check` and for comparisons.
pub(super) fn write(site: &Path, rows: &[Row]) -> Result<()> {
    let json: Vec<Value> = rows
        .iter()
        .map(|row| json!({ "name": row.name, "raw": row.raw, "brotli": row.brotli, "bar": row.bar, "files": row.files }))
        .collect();
    let path = site.join("sizes.json");
    std::fs::write(&path, format!("{:#}\n", Value::Array(json))).map_err(|e| io("write", &path, &e))
}

/// The table for people.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut lines = vec![format!("{:<44}{:>12}{:>12}{:>12}", "", "raw", "brotli 11", "bar")];
    for row in rows {
        let bar = row.bar.map(kib).unwrap_or_default();
        let mark = if row.fits() { "" } else { "  over" };
        lines.push(format!(
            "{:<44}{:>12}{:>12}{bar:>12}{mark}",
            row.name,
            kib(row.raw),
            kib(row.brotli)
        ));
    }
    lines.join("\n")
}

/// Rounded up to a tenth, so that nothing looks smaller than it is.
fn kib(bytes: u64) -> String {
    let tenths = (bytes * 10).div_ceil(1024);
    format!("{}.{} KiB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(brotli: u64, bar: Option<u64>) -> Row {
        Row {
            name: "pay page".to_owned(),
            files: Vec::new(),
            raw: 4096,
            brotli,
            bar,
        }
    }

    #[test]
    fn sizes_round_up() {
        assert_eq!(kib(1024), "1.0 KiB");
        assert_eq!(kib(1025), "1.1 KiB");
        assert_eq!(kib(0), "0.0 KiB");
    }

    #[test]
    fn the_table_marks_what_is_over_its_bar() {
        let text = table(&[row(1024, Some(1024)), row(1025, Some(1024)), row(9, None)]);
        let marks: Vec<bool> = text.lines().map(|line| line.ends_with("over")).collect();
        assert_eq!(marks, [false, false, true, false]);
    }

    #[test]
    fn reads_what_node_prints() {
        let sizes = parse_sizes(r#"[["a.js",10,4]]"#).unwrap();
        assert_eq!(sizes["a.js"], (10, 4));
        assert!(parse_sizes("{}").is_none());
    }

    #[test]
    fn a_page_counts_its_files_once_and_its_fonts() {
        let site = std::env::temp_dir().join(format!("cryptocity-sizes-{}", std::process::id()));
        std::fs::create_dir_all(&site).unwrap();
        let put = |name: &str, text: &str| std::fs::write(site.join(name), text).unwrap();
        put(
            "index.html",
            r#"<link href=/a.css><link href="/a.css"><link rel=canonical href="/elsewhere">"#,
        );
        put("a.css", "x{src:url(/f.woff2)}");
        put("f.woff2", "");
        assert_eq!(
            page(&site, "index.html").unwrap(),
            ["index.html", "f.woff2", "a.css"]
        );
        std::fs::remove_dir_all(&site).unwrap();
    }
}
