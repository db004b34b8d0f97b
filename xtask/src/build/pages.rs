//! Wallet and pay page, by Trunk.

use std::path::{Path, PathBuf};

use super::{Options, Programs, clear};
use crate::error::Result;
use crate::process::Cmd;
use crate::session::Session;

/// One HTML target of Trunk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    step: &'static str,
    html: &'static str,
    folder: &'static str,
    public_url: &'static str,
}

pub(super) const WALLET: Page = Page {
    step: "Wallet",
    html: "index.html",
    folder: "wallet",
    public_url: "/",
};

/// Trunk names every page index.html, so this one is built into its own folder and served from there.
pub(super) const PAY: Page = Page {
    step: "Pay page",
    html: "pay.html",
    folder: "pay",
    public_url: "/pay/",
};

pub(super) fn build(
    session: &Session,
    programs: &Programs,
    options: &Options,
    page: &Page,
    work: &Path,
) -> Result<PathBuf> {
    let out = work.join(page.folder);
    session.steps.run(page.step, |log| {
        clear(&out)?;
        let trunk = programs.apply(session.toolchain()?.apply(Cmd::new("trunk")));
        options
            .flags(trunk, &[])
            .args([
                "build",
                "--offline",
                "true",
                "--release",
                if options.release { "true" } else { "false" },
            ])
            .args(["--public-url", page.public_url, "--dist"])
            .arg(&out)
            .arg(page.html)
            .cwd(&session.paths.root)
            // Trunk reads this as one of its switches and refuses the usual "1".
            .env("NO_COLOR", "true")
            .run(log)?;
        if options.release {
            Cmd::new("node")
                .arg("tools/minify-glue.mjs")
                .arg(&out)
                .cwd(&session.paths.root)
                .run(log)?;
        }
        Ok(())
    })?;
    Ok(out)
}
