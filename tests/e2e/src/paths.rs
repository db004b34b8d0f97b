use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use crate::Engine;

const CHROMIUM: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// Where programs and the built site are.
#[derive(Debug, Clone)]
pub struct Paths {
    /// The built site.
    pub dist: PathBuf,
    /// Anvil.
    pub anvil: PathBuf,
    /// Which browser is steered.
    pub engine: Engine,
    /// Its driver: chromedriver or geckodriver.
    pub driver: PathBuf,
    /// The browser itself; the driver's own choice when absent.
    pub browser: Option<PathBuf>,
    /// The scripts of `tests/interop`.
    pub scripts: PathBuf,
}

impl Paths {
    /// From the environment, else from where a checkout has them.
    #[must_use]
    pub fn find() -> Self {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let from = |variable: &str| {
            env::var_os(variable)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let anvil = || root.join("tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
        let engine = Engine::chosen();
        let (browser, names, driver, program) = match engine {
            Engine::Chromium => ("CHROMIUM", CHROMIUM.as_slice(), "CHROMEDRIVER", "chromedriver"),
            Engine::Firefox => ("FIREFOX", FIREFOX.as_slice(), "GECKODRIVER", "geckodriver"),
        };
        Self {
            dist: from("CRYPTOCITY_DIST").unwrap_or_else(|| root.join("dist")),
            anvil: from("CRYPTOCITY_ANVIL").unwrap_or_else(anvil),
            engine,
            driver: from(driver).unwrap_or_else(|| program.into()),
            browser: from(browser).or_else(|| names.iter().find_map(|name| on_path(name.as_ref()))),
            scripts: root.join("tests/interop"),
        }
    }
}

fn on_path(name: &OsStr) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
