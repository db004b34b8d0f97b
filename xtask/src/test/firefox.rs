//! `cargo xtask firefox`: what must look and work the same in a second engine. Not yet a step of `cargo xtask test`.

use std::path::PathBuf;

use crate::build;
use crate::error::{Error, Result, io};
use crate::npm;
use crate::packages;
use crate::process::{Cmd, find_program};
use crate::session::Session;
use crate::test::browser;
use crate::tools::Tool;

const BROWSERS: &[&str] = &["firefox-esr", "firefox"];

/// The journeys that need nothing of Chromium's own: windows, policies, redirect, link, the purchase itself.
const JOURNEYS: &[&str] = &[
    "buys_at_the_cafe",
    "a_window_opens_and_knows_its_page_wherever_policies_allow",
    "where_windows_are_cut_off_a_redirect_pays_and_comes_back",
    "a_link_on_another_device_is_followed_live",
];

/// Firefox and the program that steers it.
#[derive(Clone, Debug)]
struct Firefox {
    browser: PathBuf,
    driver: PathBuf,
}

impl Firefox {
    /// Installed when missing.
    fn ensure(session: &Session) -> Result<Self> {
        if find_program(BROWSERS).is_none() {
            packages::install(session, "Debian packages: Firefox", &["firefox-esr"])?;
        }
        let browser = find_program(BROWSERS).ok_or_else(|| {
            Error::new("Firefox is not on PATH, and the tests in a second engine need it.")
                .remedy("install Firefox, any release of the last year")
        })?;
        let driver = Tool::geckodriver().ensure(session)?.join("geckodriver");
        Ok(Self { browser, driver })
    }
}

/// The command: builds the site when it is not there.
///
/// # Errors
/// When something is missing or a test fails.
pub(crate) fn run(session: &Session) -> Result<()> {
    prepare(session)?;
    if !session.paths.root.join("dist/index.html").is_file() {
        build::site(session, &build::Options::default())?;
    }
    unit_tests(session)?;
    journeys(session)
}

/// # Errors
/// When something cannot be installed.
pub(super) fn prepare(session: &Session) -> Result<()> {
    npm::install(session, "tools")?;
    Firefox::ensure(session).map(drop)
}

/// The tests that need a page or a worker: formats, storage, locks, randomness.
pub(super) fn unit_tests(session: &Session) -> Result<()> {
    let firefox = Firefox::ensure(session)?;
    let settings = session.paths.target.join("webdriver-firefox.json");
    let options = serde_json::json!({ "binary": firefox.browser, "args": ["-headless"] });
    let json = serde_json::json!({ "moz:firefoxOptions": options });
    std::fs::write(&settings, json.to_string()).map_err(|e| io("write", &settings, &e))?;
    let cargo = session.cargo()?.env("GECKODRIVER", &firefox.driver);
    browser::in_browser(session, "Tests in Firefox", cargo, &settings)
}

/// # Errors
/// When one does not arrive.
pub(super) fn journeys(session: &Session) -> Result<()> {
    let firefox = Firefox::ensure(session)?;
    crate::stack::build(session, &["till", "site", "demo"])?;
    session.steps.run("Purchase journeys in Firefox", |log| {
        let journeys = |cargo: Cmd| {
            cargo
                .args(["test", "--package", "e2e", "--test", "journeys", "--"])
                .args(JOURNEYS)
        };
        journeys(session.cargo()?)
            .path(npm::tools_bin(&session.paths.root))
            .env("CRYPTOCITY_ENGINE", "firefox")
            .env("GECKODRIVER", &firefox.driver)
            .env("FIREFOX", &firefox.browser)
            .env("CRYPTOCITY_DIST", session.paths.root.join("dist"))
            .env("CRYPTOCITY_ANVIL", npm::anvil(&session.paths.root)?)
            .run(log)
    })
}
