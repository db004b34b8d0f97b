use std::{env, path::Path, time::Duration};

use tempfile::TempDir;
use thirtyfour::{
    Capabilities, ChromeCapabilities, ChromiumLikeCapabilities as _, FirefoxCapabilities, WebDriver,
    WindowHandle,
    common::{capabilities::firefox::FirefoxPreferences, config::WebDriverConfig},
};
use tokio::process::Child;

use crate::{
    Engine, JourneyError, Page, Paths, Result,
    driver::start_driver,
    processes::{kill_browser, profile_argument},
};

const CHROMIUM_ARGUMENTS: [&str; 6] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--window-size=1000,900",
];

/// A browser with a profile of its own, empty at first.
#[derive(Debug)]
pub struct Browser {
    // Before the driver's process: it is asked to close the browser first.
    driver: WebDriver,
    engine: Engine,
    process: Child,
    // Last: gone when nobody writes into it any more.
    profile: TempDir,
}

impl Browser {
    /// Starts a driver on a free port and a browser under it.
    ///
    /// # Errors
    /// When either does not start.
    pub async fn start(paths: &Paths) -> Result<Self> {
        let profile = TempDir::new()?;
        let (driver, process) = launch(paths, profile.path()).await?;
        Ok(Self {
            driver,
            engine: paths.engine,
            process,
            profile,
        })
    }

    /// Kills the browser at this moment, as a crash would. What it has written so far stays.
    ///
    /// # Errors
    /// When it cannot be killed.
    pub async fn kill(&self) -> Result<()> {
        kill_browser(self.profile.path()).await
    }

    /// Starts another browser on what a killed one has left behind.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn reopen(&mut self, paths: &Paths) -> Result<()> {
        // The old driver finds its browser gone.
        let _ = self.driver.clone().quit().await;
        (self.driver, self.process) = launch(paths, self.profile.path()).await?;
        Ok(())
    }

    /// The folder Chromium keeps everything in.
    #[must_use]
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Which browser it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The window in front.
    #[must_use]
    pub fn page(&self) -> Page {
        Page::new(self.driver.clone())
    }

    /// Where the browser can be reached by the DevTools protocol.
    ///
    /// # Errors
    /// When the browser does not say.
    pub fn debugger_address(&self) -> Result<String> {
        let capabilities = self.driver.handle().capabilities();
        let address = capabilities
            .get("goog:chromeOptions")
            .and_then(|options| options.get("debuggerAddress"));
        let address = address.and_then(|address| address.as_str()).map(str::to_owned);
        address.ok_or_else(|| JourneyError::DevTools("no address among the capabilities".into()))
    }

    /// The window in front.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn window(&self) -> Result<WindowHandle> {
        Ok(self.driver.window().await?)
    }

    /// All windows.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn windows(&self) -> Result<Vec<WindowHandle>> {
        Ok(self.driver.windows().await?)
    }

    /// Brings a window to the front.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn switch_to(&self, window: &WindowHandle) -> Result<()> {
        Ok(self.driver.switch_to_window(window.clone()).await?)
    }

    /// Waits for a window beside `known` and brings it to the front.
    ///
    /// # Errors
    /// When none opens.
    pub async fn switch_to_new_window(&self, known: &[WindowHandle]) -> Result<WindowHandle> {
        let page = self.page();
        let find = async || {
            Ok(self
                .driver
                .windows()
                .await?
                .into_iter()
                .find(|window| !known.contains(window)))
        };
        let window = page.wait_for("a new window", find).await?;
        self.switch_to(&window).await?;
        Ok(window)
    }

    /// Opens another tab and brings it to the front.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn open_tab(&self) -> Result<WindowHandle> {
        let tab = self.driver.new_tab().await?;
        self.switch_to(&tab).await?;
        Ok(tab)
    }

    /// Closes the window in front.
    ///
    /// # Errors
    /// When it is gone already.
    pub async fn close_window(&self) -> Result<()> {
        Ok(self.driver.close_window().await?)
    }

    /// A picture of every window into the folder `CRYPTOCITY_SHOTS`, if it is set.
    pub async fn take_pictures(&self, name: &str) {
        let Some(folder) = env::var_os("CRYPTOCITY_SHOTS") else {
            return;
        };
        let windows = self.driver.windows().await.unwrap_or_default();
        for (number, window) in windows.into_iter().enumerate() {
            let path = Path::new(&folder).join(format!("{name}-{number}.png"));
            // For people who look for the cause of something else.
            let _ = self.driver.switch_to_window(window).await;
            let _ = self.driver.screenshot(&path).await;
        }
    }

    /// Ends the browser.
    ///
    /// # Errors
    /// When the driver is gone.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.quit().await?)
    }
}

async fn launch(paths: &Paths, profile: &Path) -> Result<(WebDriver, Child)> {
    let (process, port) = start_driver(paths.engine, &paths.driver).await?;
    let capabilities = match paths.engine {
        Engine::Chromium => chromium(paths, profile)?,
        Engine::Firefox => firefox(paths)?,
    };
    let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
        .request_timeout(Duration::from_secs(120))
        .connect()
        .await?;
    driver.set_config(WebDriverConfig::builder().keep_alive(true).build()?);
    Ok((driver, process))
}

fn chromium(paths: &Paths, profile: &Path) -> Result<Capabilities> {
    let mut capabilities = ChromeCapabilities::new();
    for argument in CHROMIUM_ARGUMENTS {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&profile_argument(profile))?;
    // As people have it: a window opens only for a click.
    capabilities.add_exclude_switch("disable-popup-blocking")?;
    if let Some(browser) = &paths.browser {
        capabilities.set_binary(&browser.to_string_lossy())?;
    }
    Ok(capabilities.into())
}

fn firefox(paths: &Paths) -> Result<Capabilities> {
    let mut capabilities = FirefoxCapabilities::new();
    capabilities.add_arg("-headless")?;
    let mut preferences = FirefoxPreferences::new();
    // As people have it: a window opens only for a click.
    preferences.set("dom.disable_open_during_load", true)?;
    capabilities.set_preferences(preferences)?;
    if let Some(browser) = &paths.browser {
        capabilities.set_firefox_binary(&browser.to_string_lossy())?;
    }
    Ok(capabilities.into())
}
