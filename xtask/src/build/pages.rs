//! Wallet and pay page, by Trunk.

use std::path::{Path, PathBuf};

use super::key_worker::WASM_OPT;
use super::{Options, Programs, clear};
use crate::error::{Result, io};
use crate::process::Cmd;
use crate::session::Session;
use crate::tools::Tool;

/// One HTML target of Trunk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    step: &'static str,
    html: &'static str,
    folder: &'static str,
    public_url: &'static str,
    /// Whether its module is cut along `#[wasm_split]` (`docs/adr/0019-code-in-parts.md`).
    split: bool,
}

pub(super) const WALLET: Page = Page {
    step: "Wallet",
    html: "index.html",
    folder: "wallet",
    public_url: "/",
    split: true,
};

/// Trunk names every page index.html, so this one is built into its own folder and served from there.
pub(super) const PAY: Page = Page {
    step: "Pay page",
    html: "pay.html",
    folder: "pay",
    public_url: "/pay/",
    split: false,
};

pub(super) fn build(
    session: &Session,
    programs: &Programs,
    options: &Options,
    page: &Page,
    work: &Path,
) -> Result<PathBuf> {
    let out = work.join(page.folder);
    // A development build is one module: it is built often and loaded from this machine.
    let parts = (page.split && options.release).then(|| work.join(format!("{}-parts", page.folder)));
    let splitter = match &parts {
        Some(_) => Some(Tool::wasm_split().ensure(session)?),
        None => None,
    };
    session.steps.run(page.step, |log| {
        clear(&out)?;
        let root = &session.paths.root;
        let mut trunk = options.flags(programs.apply(session.toolchain()?.apply(Cmd::new("trunk"))), &[]);
        if let (Some(parts), Some(splitter)) = (&parts, &splitter) {
            clear(parts)?;
            trunk = trunk
                .path(root.join("tools/split"))
                .env("CRYPTOCITY_BIND", programs.wasm_bindgen.join("wasm-bindgen"))
                .env("CRYPTOCITY_SPLIT", splitter.join("wasm-split-cli"))
                .env("CRYPTOCITY_PARTS", parts);
        }
        trunk
            .args([
                "build",
                "--offline",
                "true",
                "--release",
                if options.release { "true" } else { "false" },
            ])
            .args(parts.is_some().then_some("--features=split"))
            .args(["--public-url", page.public_url, "--dist"])
            .arg(&out)
            .arg(page.html)
            .cwd(root)
            // Trunk reads this as one of its switches and refuses the usual "1".
            .env("NO_COLOR", "true")
            .run(log)?;
        if let Some(parts) = &parts {
            shrink(programs, parts, log)?;
        }
        if options.release {
            Cmd::new("node")
                .arg("tools/minify-glue.mjs")
                .arg(&out)
                .args(&parts)
                .cwd(root)
                .run(log)?;
        }
        Ok(())
    })?;
    Ok(out)
}

/// Trunk shrinks the page's own module; the parts are shrunk here.
fn shrink(programs: &Programs, parts: &Path, log: &Path) -> Result<()> {
    let entries = std::fs::read_dir(parts).map_err(|e| io("read", parts, &e))?;
    let names = entries.flatten().map(|entry| entry.file_name());
    let of_parts = |name: &std::ffi::OsString| {
        let name = name.to_string_lossy();
        (name.starts_with("split_") || name.starts_with("chunk_")) && name.ends_with(".wasm")
    };
    for part in names.filter(of_parts) {
        let path = parts.join(part);
        programs
            .apply(Cmd::new("wasm-opt"))
            .arg(&path)
            .args(WASM_OPT)
            .arg("-o")
            .arg(&path)
            .run(log)?;
    }
    Ok(())
}
