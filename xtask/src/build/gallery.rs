//! The gallery of components: a page of its own that no site has, with the style sheets of the wallet's page.

use std::path::{Path, PathBuf};

use super::{assemble, assets, clear, html, locale_files};
use crate::error::{Error, Result, io};
use crate::npm;
use crate::process::Cmd;
use crate::session::Session;
use crate::toolchain::WASM;
use crate::tools::Tool;

const NAME: &str = "gallery";

/// Builds it, unoptimised, and gives its folder.
///
/// # Errors
/// When a tool is missing and cannot be installed, or it does not build.
pub(crate) fn gallery(session: &Session) -> Result<PathBuf> {
    npm::require_node()?;
    npm::install(session, "tools")?;
    session.toolchain()?;
    let root = &session.paths.root;
    let bindgen = Tool::wasm_bindgen(root)?.ensure(session)?;
    let out = session.paths.target.join(NAME);
    clear(&out)?;
    let assets = assets(session, &out.join("work"))?;
    session.steps.run("Gallery of components", |log| {
        session
            .cargo()?
            .args(["build", "--target", WASM, "--bin", NAME])
            .run(log)?;
        let site = out.join("site");
        clear(&site)?;
        Cmd::new(bindgen.join("wasm-bindgen"))
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(&site)
            .arg(session.paths.wasm_target().join(format!("debug/{NAME}.wasm")))
            .run(log)?;
        assemble::copy_all(&assets, &site)?;
        for (file, name) in [("src/boot.js", "boot.js"), ("style/icon.svg", "icon.svg")] {
            assemble::copy(&root.join(file), &site.join(name))?;
        }
        let icons = assemble::take_sprite(&site)?;
        write_page(root, &site, &icons)?;
        Ok(site)
    })
}

/// The wallet's page with the gallery's program in place of its own.
fn write_page(root: &Path, site: &Path, icons: &str) -> Result<()> {
    let source = root.join("index.html");
    let page = std::fs::read_to_string(&source).map_err(|e| io("read", &source, &e))?;
    let mut css = String::new();
    let mut lines = Vec::new();
    for line in page.lines() {
        if !line.contains("data-trunk") {
            lines.push(line.to_owned());
            continue;
        }
        for (_, address) in html::links(line, "css") {
            let path = root.join(address);
            css.push_str(&std::fs::read_to_string(&path).map_err(|e| io("read", &path, &e))?);
            css.push('\n');
        }
        if line.contains("rel=\"rust\"") {
            lines.push("    <link rel=\"stylesheet\" href=\"/style.css\">".to_owned());
            lines.push(format!(
                "    <script type=\"module\" src=\"/boot.js\" data-js=\"/{NAME}.js\" data-wasm=\"/{NAME}_bg.wasm\"></script>"
            ));
        }
    }
    if css.is_empty() {
        return Err(Error::new(format!("{} links no style sheet.", source.display())));
    }
    let tables = crate::locales::read(root)?;
    let locales = locale_files::write(&tables, "", tables.keys.len(), site)?;
    let text = lines
        .join("\n")
        .replace("__LOCALES__", &locales)
        .replace(assemble::ICONS_MARK, icons);
    for (name, content) in [("index.html", text), ("style.css", css)] {
        let path = site.join(name);
        std::fs::write(&path, content).map_err(|e| io("write", &path, &e))?;
    }
    Ok(())
}
