//! `cargo xtask shots`: every page state in every size, theme and language, looked through for faults.

use std::path::Path;

use crate::build;
use crate::error::{Error, Result};
use crate::npm;
use crate::packages;
use crate::process::Cmd;
use crate::session::Session;
use crate::stack;
use crate::test::browser::{self, Browser};

const FOLDER: &str = "tests/shots";

/// Debian's packages of the fonts that pages are drawn with, and where each lies. The same letters everywhere make the same
/// pictures everywhere.
const FONTS: &[(&str, &str)] = &[
    ("fonts-roboto-unhinted", "/usr/share/fonts/truetype/roboto"),
    ("fonts-noto-mono", "/usr/share/fonts/truetype/noto"),
    ("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu"),
];

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) no_build: bool,
    /// Only the main states, beside their references.
    pub(crate) quick: bool,
    /// Makes what is seen now the references and the sheets of `docs/shots`.
    pub(crate) update: bool,
    /// Only the states with this in their name.
    pub(crate) only: Option<String>,
}

/// # Errors
/// When something is missing, a state is not reached, or a page has a fault.
pub(crate) fn run(session: &Session, options: &Options) -> Result<()> {
    prepare(session)?;
    if options.quick {
        if !options.no_build {
            build::site(session, &build::Options::default())?;
        }
        return compare(session, options.update);
    }
    if !options.no_build {
        build(session)?;
    }
    let mut cmd = command(session, &session.paths.target.join("shots-dist"))?;
    if options.update {
        cmd = cmd.arg("--update");
    }
    if let Some(part) = &options.only {
        cmd = cmd.arg("--only").arg(part);
    }
    cmd.run_visibly()?;
    eprintln!(
        "Pictures and sheets: {}",
        session.paths.target.join("shots").display()
    );
    Ok(())
}

/// Installs what the pictures need.
///
/// # Errors
/// When something cannot be installed.
pub(crate) fn prepare(session: &Session) -> Result<()> {
    let mut missing = browser::missing_packages();
    let fonts = FONTS.iter().filter(|(_, folder)| !Path::new(folder).is_dir());
    missing.extend(fonts.map(|(package, _)| package));
    packages::install(session, "Debian packages: browser and fonts", &missing)?;
    npm::install(session, FOLDER)
}

/// Tests of the tool itself: what is broken on purpose is found, what is sound is left alone.
///
/// # Errors
/// When one fails.
pub(crate) fn test(session: &Session) -> Result<()> {
    prepare(session)?;
    let browser = Browser::find()?;
    session.steps.run("Faults of pages are found", |log| {
        browser
            .apply(Cmd::new("npm"))
            .arg("test")
            .env("CRYPTOCITY_SHOTS_OUT", session.paths.target.join("shots-test"))
            .cwd(session.paths.root.join(FOLDER))
            .run(log)
    })
}

/// The main pages of the site in `dist/` and the gallery beside their references, in the looks that have one.
///
/// # Errors
/// When one differs, or is not reached.
pub(crate) fn compare(session: &Session, update: bool) -> Result<()> {
    prepare(session)?;
    stack::build(session, &["till", "site", "demo"])?;
    build::gallery(session)?;
    session.steps.run("Main pages look as before", |log| {
        let look = || {
            command(session, &session.paths.root.join("dist"))?
                .arg("--quick")
                .args(update.then_some("--update"))
                .run(log)
        };
        // A page pictured in a moment of change looks otherwise once: what is broken does so twice.
        look().or_else(|_| look())
    })
}

/// Serves the gallery of components until Ctrl-C.
///
/// # Errors
/// When it does not build, or the port is taken.
pub(crate) fn show_gallery(session: &Session, port: u16) -> Result<()> {
    let gallery = build::gallery(session)?;
    let programs = stack::build(session, &["site"])?;
    eprintln!("The gallery is at http://localhost:{port}/");
    let shown = Cmd::new(programs.join("site"))
        .arg("--dist")
        .arg(gallery)
        .arg("--listen")
        .arg(format!("127.0.0.1:{port}"))
        .stops_its_children()
        .run_visibly();
    match shown {
        Err(error) if error.is_interruption() => Ok(()),
        other => other,
    }
}

/// The development build: built in a fraction of the time.
fn build(session: &Session) -> Result<()> {
    let options = build::Options {
        out: session.paths.target.join("shots-dist"),
        release: false,
    };
    build::site(session, &options)?;
    build::gallery(session)?;
    stack::build(session, &["till", "site", "demo"]).map(drop)
}

fn command(session: &Session, dist: &Path) -> Result<Cmd> {
    let root = &session.paths.root;
    let programs = session.paths.target.join("debug");
    if !dist.join("index.html").is_file() || !programs.join("cryptocity-demo").is_file() {
        return Err(
            Error::new("The site or the demo is not built.").remedy("`cargo xtask shots` without --no-build")
        );
    }
    Ok(Browser::find()?
        .apply(Cmd::new("node"))
        .arg(root.join(FOLDER).join("run.mjs"))
        .env("CRYPTOCITY_DIST", dist)
        .env("CRYPTOCITY_GALLERY", session.paths.target.join("gallery/site"))
        .env("CRYPTOCITY_PROGRAMS", programs)
        .env("CRYPTOCITY_ANVIL", npm::anvil(root)?)
        .env("CRYPTOCITY_SHOTS_OUT", session.paths.target.join("shots"))
        .cwd(root))
}
