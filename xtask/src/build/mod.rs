//! `cargo xtask build`: the deployable site in one folder.

mod assemble;
mod budget;
mod flags;
mod gallery;
mod html;
mod key_worker;
mod locale_files;
mod lock;
mod map;
mod offline;
mod pages;
mod sizes;
mod styles;

use std::path::{Path, PathBuf};

use crate::error::{Result, io};
use crate::npm;
use crate::process::Cmd;
use crate::session::Session;
use crate::tools::Tool;

pub(crate) use budget::{over_budget, read as read_sizes};
pub(crate) use gallery::gallery;
pub(crate) use sizes::{Row, table};

/// What to build and where to put it.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The folder of the finished site, relative to the checkout.
    pub(crate) out: PathBuf,
    /// Optimised; the other build is quick and large.
    pub(crate) release: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            out: PathBuf::from("dist"),
            release: true,
        }
    }
}

impl Options {
    /// The compiler flags of this kind of build, for a call of cargo or Trunk.
    fn flags(&self, cmd: Cmd, more_cfgs: &[&str]) -> Cmd {
        if self.release {
            flags::apply(cmd, more_cfgs)
        } else {
            cmd
        }
    }

    fn profile_folder(&self) -> &'static str {
        if self.release { "release" } else { "debug" }
    }
}

/// The programs that turn compiled code into pages.
#[derive(Clone, Debug)]
struct Programs {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
    node: PathBuf,
}

impl Programs {
    fn apply(&self, cmd: Cmd) -> Cmd {
        cmd.path(&self.node).path(&self.wasm_bindgen).path(&self.trunk)
    }
}

/// Builds the site with everything it needs and gives its sizes, none of a development build.
///
/// # Errors
/// When a tool is missing and cannot be installed, or a part does not build. The site that was there stays then.
pub(crate) fn site(session: &Session, options: &Options) -> Result<Vec<Row>> {
    npm::require_node()?;
    npm::install(session, "tools")?;
    npm::install(session, "embed")?;
    session.toolchain()?;
    let root = &session.paths.root;
    let programs = Programs {
        wasm_bindgen: Tool::wasm_bindgen(root)?.ensure(session)?,
        trunk: Tool::trunk().ensure(session)?,
        node: npm::tools_bin(root),
    };
    let work = session.paths.target.join("site");
    let _alone = lock::take(&work)?;
    let worker = key_worker::build(session, &programs, options, &work, &key_worker::PAYING)?;
    let wallet_worker = key_worker::build(session, &programs, options, &work, &key_worker::WALLET)?;
    let city_worker = key_worker::build(session, &programs, options, &work, &key_worker::CITY)?;
    let wallet = pages::build(session, &programs, options, &pages::WALLET, &work)?;
    let pay = pages::build(session, &programs, options, &pages::PAY, &work)?;
    let embed = embed(session, &work)?;
    let assets = assets(session, &work)?;
    let map = map::build(session, &work)?;
    let out = root.join(&options.out);
    session.steps.run("Site", |log| {
        let parts = assemble::Parts {
            wallet: &wallet,
            pay: &pay,
            worker: &worker,
            wallet_worker: &wallet_worker,
            city_worker: &city_worker,
            embed: &embed,
            assets: &assets,
            map: &map,
        };
        let staged = work.join("staged");
        assemble::stage(root, &parts, &staged)?;
        let mut rows = Vec::new();
        // Compressing a development build takes minutes and says nothing.
        if options.release {
            Cmd::new("node")
                .arg(root.join("tools/compress.mjs"))
                .arg(&staged)
                .run(log)?;
            rows = sizes::measure(&staged, log)?;
            sizes::write(&staged, &rows)?;
        }
        assemble::publish(&staged, &out)?;
        Ok(rows)
    })
}

fn embed(session: &Session, work: &Path) -> Result<PathBuf> {
    let out = work.join("embed");
    session.steps.run("Embed", |log| {
        clear(&out)?;
        Cmd::new("node")
            .args(["embed/build.mjs", "--out"])
            .arg(&out)
            .cwd(&session.paths.root)
            .run(log)
    })?;
    Ok(out)
}

/// Icons and typeface.
fn assets(session: &Session, work: &Path) -> Result<PathBuf> {
    let out = work.join("assets");
    session.steps.run("Icons and typeface", |log| {
        clear(&out)?;
        Cmd::new("node")
            .args(["tools/assets.mjs", "--out"])
            .arg(&out)
            .cwd(&session.paths.root)
            .run(log)
    })?;
    Ok(out)
}

/// An empty folder.
fn clear(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(io("empty", folder, &error));
        }
        _ => {}
    }
    std::fs::create_dir_all(folder).map_err(|e| io("create", folder, &e))
}
