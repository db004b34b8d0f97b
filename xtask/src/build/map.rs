//! The map with Leaflet in one script and one style sheet, loaded when a map is opened.

use std::path::{Path, PathBuf};

use super::clear;
use crate::error::{Result, io};
use crate::hash;
use crate::process::Cmd;
use crate::session::Session;

/// The folder of the files, and the script's name in it; the style sheet's differs in its ending only.
#[derive(Clone, Debug)]
pub(super) struct Map {
    pub(super) folder: PathBuf,
    pub(super) script: String,
}

/// No tiles: a deployment that has a source of them puts it here.
const NO_TILES: &str = "{}\n";

pub(super) fn build(session: &Session, work: &Path) -> Result<Map> {
    let (raw, folder) = (work.join("map-raw"), work.join("map"));
    session.steps.run("Map", |log| {
        clear(&raw)?;
        clear(&folder)?;
        let root = &session.paths.root;
        Cmd::new(root.join("embed/node_modules/.bin/esbuild"))
            .arg("src/map/map.js")
            .args([
                "--bundle",
                "--minify",
                "--format=esm",
                "--target=es2022",
                "--legal-comments=inline",
                "--loader:.png=dataurl",
                "--log-level=warning",
            ])
            .arg(format!("--outdir={}", raw.display()))
            .env("NODE_PATH", root.join("tools/node_modules"))
            .cwd(root)
            .run(log)?;
        let read = |name: &str| {
            let path = raw.join(name);
            std::fs::read(&path).map_err(|e| io("read", &path, &e))
        };
        let (script, style) = (read("map.js")?, read("map.css")?);
        let stem = format!("map-{}", hash::short([script.as_slice(), &style]));
        let write = |name: String, bytes: &[u8]| {
            let path = folder.join(name);
            std::fs::write(&path, bytes).map_err(|e| io("write", &path, &e))
        };
        write(format!("{stem}.js"), &script)?;
        write(format!("{stem}.css"), &style)?;
        write("tiles.json".to_owned(), NO_TILES.as_bytes())?;
        Ok(Map {
            folder: folder.clone(),
            script: format!("{stem}.js"),
        })
    })
}
