//! The size bars of DESIGN §8, and the ratchet on the way there: what is over its bar today may shrink, not grow.

use std::path::Path;

use serde_json::Value;

use super::sizes::Row;
use crate::error::{Error, Result, io};

/// A named group of files and the most bytes it may have compressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bar {
    pub(super) name: &'static str,
    /// The goal.
    pub(super) bytes: Option<u64>,
    /// What it may have until the goal is met. Lowered whenever the size falls; gone with the goal.
    ratchet: Option<u64>,
}

const fn bar(name: &'static str, bytes: u64) -> Bar {
    Bar {
        name,
        bytes: Some(bytes),
        ratchet: None,
    }
}

const fn over(bar: Bar, kib: u64) -> Bar {
    Bar {
        ratchet: Some(kib * 1024),
        ..bar
    }
}

// A little above what is measured.
pub(super) const WALLET: Bar = over(bar("wallet, first load with key worker", 160 * 1024), 425);
pub(super) const WALLET_PARTS: Bar = Bar {
    name: "wallet's other parts, each when asked for",
    bytes: None,
    ratchet: Some(785 * 1024),
};
pub(super) const PAY_VIEW: Bar = over(bar("pay page, first view", 60 * 1024), 165);
pub(super) const PAY_ALL: Bar = over(bar("pay page, everything needed to pay", 100 * 1024), 320);
pub(super) const WORKER: Bar = Bar {
    name: "key worker",
    bytes: None,
    ratchet: Some(160 * 1024),
};
pub(super) const WALLET_WORKER: Bar = Bar {
    name: "wallet worker, loaded when asked for",
    bytes: None,
    ratchet: Some(445 * 1024),
};
pub(super) const CITY_WORKER: Bar = Bar {
    name: "city worker, loaded with places and property",
    bytes: None,
    ratchet: Some(195 * 1024),
};
pub(super) const EMBED: Bar = bar("embed, before the click", 1536);
pub(super) const EMBED_ALL: Bar = bar("embed, with lazy parts", 4 * 1024);

/// The sizes noted by the last build, or none when there is no built site.
///
/// # Errors
/// When they cannot be read.
pub(crate) fn read(site: &Path) -> Result<Option<Vec<Row>>> {
    let path = site.join("sizes.json");
    match std::fs::read_to_string(&path) {
        Ok(text) => parse(&text).map(Some).ok_or_else(|| {
            Error::new(format!("{} is damaged.", path.display())).remedy("`cargo xtask build`")
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io("read", &path, &error)),
    }
}

fn parse(text: &str) -> Option<Vec<Row>> {
    let json: Value = serde_json::from_str(text).ok()?;
    let row = |value: &Value| {
        Some(Row {
            name: value["name"].as_str()?.to_owned(),
            files: value["files"]
                .as_array()?
                .iter()
                .filter_map(|f| f.as_str().map(str::to_owned))
                .collect(),
            raw: value["raw"].as_u64()?,
            brotli: value["brotli"].as_u64()?,
            bar: value["bar"].as_u64(),
        })
    };
    json.as_array()?.iter().map(row).collect()
}

/// Names every group above its bar.
///
/// # Errors
/// When there is one.
pub(crate) fn over_budget(rows: &[Row]) -> Result<()> {
    let over: Vec<&str> = rows
        .iter()
        .filter(|row| row.brotli > allowed(row))
        .map(|row| row.name.as_str())
        .collect();
    if over.is_empty() {
        return Ok(());
    }
    Err(Error::new(format!("Larger than allowed: {}.", over.join("; ")))
        .remedy("`cargo xtask build` shows by how much"))
}

/// The ratchet of a group, else its bar, else anything.
fn allowed(row: &Row) -> u64 {
    let ratchet = [
        WALLET,
        WALLET_PARTS,
        PAY_VIEW,
        PAY_ALL,
        WORKER,
        WALLET_WORKER,
        CITY_WORKER,
        EMBED,
        EMBED_ALL,
    ]
    .into_iter()
    .find(|bar| bar.name == row.name)
    .and_then(|bar| bar.ratchet);
    ratchet.or(row.bar).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_is_named() {
        let text = r#"[{"name":"pay","raw":9,"brotli":5,"bar":4,"files":["a"]},
            {"name":"worker","raw":9,"brotli":5,"bar":null,"files":[]}]"#;
        let rows = parse(text).unwrap();
        assert_eq!(rows[1].bar, None);
        let error = over_budget(&rows).unwrap_err().to_string();
        assert!(error.contains("pay") && !error.contains("worker"), "{error}");
        assert!(over_budget(&rows[1..]).is_ok());
    }

    #[test]
    fn what_is_over_its_bar_may_not_grow() {
        let row = |kib: u64| {
            format!(
                r#"[{{"name":"{}","raw":0,"brotli":{},"bar":1,"files":[]}}]"#,
                PAY_VIEW.name,
                kib * 1024
            )
        };
        let most = PAY_VIEW.ratchet.unwrap() / 1024;
        assert!(over_budget(&parse(&row(most)).unwrap()).is_ok());
        assert!(over_budget(&parse(&row(most + 1)).unwrap()).is_err());
    }

    #[test]
    fn damaged_notes_are_refused() {
        assert!(parse("[{}]").is_none());
    }
}
