//! Tests in a headless browser: Chromium, and what a second engine shares with it.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::lint::IN_BROWSER;
use crate::npm;
use crate::process::{Cmd, find_program};
use crate::session::Session;
use crate::toolchain::WASM;
use crate::tools::Tool;

const BROWSERS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const DRIVERS: &[&str] = &["chromedriver"];

/// Chromium and the program that steers it.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    pub(crate) browser: PathBuf,
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// # Errors
    /// When either is not on PATH.
    pub(crate) fn find() -> Result<Self> {
        match (find_program(BROWSERS), find_program(DRIVERS)) {
            (Some(browser), Some(driver)) => Ok(Self { browser, driver }),
            (None, _) => Err(missing("Chromium")),
            (_, None) => Err(missing("chromedriver")),
        }
    }

    /// Tells a program where they are.
    pub(crate) fn apply(&self, cmd: Cmd) -> Cmd {
        cmd.env("CHROMEDRIVER", &self.driver)
            .env("CHROMIUM", &self.browser)
    }
}

fn missing(what: &str) -> Error {
    Error::new(format!("{what} is not on PATH, and the browser tests need it."))
        .remedy("install Chromium and its chromedriver of the same version")
}

/// The Debian packages of what is not on PATH.
pub(crate) fn missing_packages() -> Vec<&'static str> {
    let browser = find_program(BROWSERS).is_none().then_some("chromium");
    let driver = find_program(DRIVERS).is_none().then_some("chromium-driver");
    browser.into_iter().chain(driver).collect()
}

/// What needs a page or a worker to be tested.
pub(super) fn unit_tests(session: &Session) -> Result<()> {
    let cargo = Browser::find()?.apply(session.cargo()?);
    let settings = session.paths.root.join("tests/web/webdriver.json");
    in_browser(session, "Tests in the browser", cargo, &settings)
}

/// Runs those tests in the browser whose driver `cargo` knows.
pub(super) fn in_browser(session: &Session, step: &str, cargo: Cmd, settings: &Path) -> Result<()> {
    let runner = Tool::wasm_bindgen(&session.paths.root)?
        .ensure(session)?
        .join("wasm-bindgen-test-runner");
    session.steps.run(step, |log| {
        let packages = IN_BROWSER.iter().flat_map(|package| ["--package", package]);
        cargo
            .args(["test", "--target", WASM])
            .args(packages)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
            // A key derivation of 64 MiB without optimisation takes longer than the runner's 20 s.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
            .run(log)
    })
}

/// Purchases through the whole stack, with the site that users get.
pub(crate) fn journeys(session: &Session) -> Result<()> {
    run_journeys(session, &[])
}

/// Those of the test command: all of them take a quarter of an hour.
const CORE: &[&str] = &[
    "buys_at_the_cafe",
    "turns_back",
    "when_servers_fail",
    "restores_a_wallet",
    "mistypes",
];

/// The purchase, and what goes wrong with it.
///
/// # Errors
/// When one does not arrive.
pub(super) fn core_journeys(session: &Session) -> Result<()> {
    run_journeys(session, CORE)
}

fn run_journeys(session: &Session, only: &[&str]) -> Result<()> {
    let browser = Browser::find()?;
    crate::stack::build(session, &["till", "site", "demo"])?;
    let filter: &[&str] = if only.is_empty() {
        &[]
    } else {
        &["--test", "journeys", "--"]
    };
    session.steps.run("Purchase journeys", |log| {
        browser
            .apply(session.cargo()?)
            .path(npm::tools_bin(&session.paths.root))
            .args(["test", "--package", "e2e"])
            .args(filter)
            .args(only)
            .env("CRYPTOCITY_DIST", session.paths.root.join("dist"))
            .env("CRYPTOCITY_ANVIL", npm::anvil(&session.paths.root)?)
            .run(log)
    })
}
