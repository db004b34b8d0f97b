use std::time::Duration;

use serde_json::Value;
use thirtyfour::{
    By, WebDriver, WebElement,
    common::print::{PrintPage, PrintParameters},
    error::{WebDriverErrorInner, WebDriverResult},
};
use tokio::time::{sleep, timeout};

use crate::{JourneyError, Result};

/// How long anything on a page may take. Long, since the machine may be busy; journeys do not measure.
const PATIENCE: Duration = Duration::from_secs(45);
const INTERVAL: Duration = Duration::from_millis(50);

/// The window in front: finding, clicking, typing, waiting.
#[derive(Debug, Clone)]
pub struct Page {
    driver: WebDriver,
}

impl Page {
    pub(crate) const fn new(driver: WebDriver) -> Self {
        Self { driver }
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, url: &str) -> Result<()> {
        Ok(self.driver.goto(url).await?)
    }

    /// Opens a page of an origin.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open_path(&self, origin: &str, path: &str) -> Result<()> {
        self.open(&format!("{origin}{path}")).await
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn reload(&self) -> Result<()> {
        Ok(self.driver.refresh().await?)
    }

    /// Gives the window a size.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        Ok(self.driver.set_window_rect(0, 0, width, height).await?)
    }

    /// Waits for a visible element.
    ///
    /// # Errors
    /// [`JourneyError::Waited`].
    pub async fn find(&self, css: &str) -> Result<WebElement> {
        let look = async || {
            for element in self.driver.find_all(By::Css(css)).await? {
                // Gone again since it was found: the page has changed, and is looked at anew.
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        };
        self.wait_for(css, look).await
    }

    /// Waits for an element inside the shadow tree of another one. A script looks for it: Firefox does not take a shadow root
    /// where an element is asked for.
    ///
    /// # Errors
    /// [`JourneyError::Waited`].
    pub async fn find_inside(&self, host: &str, css: &str) -> Result<WebElement> {
        self.find(host).await?;
        let script = format!("return document.querySelector({host:?}).shadowRoot.querySelector({css:?})");
        let look = async || {
            Ok(self
                .driver
                .execute(script.as_str(), Vec::new())
                .await?
                .element()
                .ok())
        };
        self.wait_for(&format!("{css} inside {host}"), look).await
    }

    /// Waits for the element with a `data-testid`.
    ///
    /// # Errors
    /// [`JourneyError::Waited`].
    pub async fn by_id(&self, id: &str) -> Result<WebElement> {
        self.find(&test_id(id)).await
    }

    /// Whether an element is on the page and visible now.
    ///
    /// # Errors
    /// When the browser cannot say.
    pub async fn shows(&self, id: &str) -> Result<bool> {
        for element in self.driver.find_all(By::Css(test_id(id))).await? {
            if element.is_displayed().await.unwrap_or(false) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Waits for an element and clicks it.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn click(&self, id: &str) -> Result<()> {
        let press = async || {
            let element = self.by_id(id).await?;
            match self.press(&element).await {
                Ok(pressed) => Ok(pressed.then_some(())),
                Err(error) if matches!(*error, WebDriverErrorInner::StaleElementReference(_)) => Ok(None),
                Err(error) => Err(error.into()),
            }
        };
        self.wait_for(&format!("{id} to be clickable"), press).await
    }

    /// Clicks an element unless it cannot be clicked yet.
    async fn press(&self, element: &WebElement) -> WebDriverResult<bool> {
        if !element.is_clickable().await? {
            return Ok(false);
        }
        // As people do: WebDriver scrolls just as far as needed, under whatever sticks to the edge.
        let center = "arguments[0].scrollIntoView({ block: 'center' })";
        self.driver.execute(center, vec![element.to_json()?]).await?;
        element.click().await?;
        Ok(true)
    }

    /// Waits for a field and types into it.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn type_into(&self, id: &str, text: &str) -> Result<()> {
        let field = self.by_id(id).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Waits for an element and reads its text.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn text(&self, id: &str) -> Result<String> {
        Ok(self.by_id(id).await?.text().await?)
    }

    /// Waits until the text of an element fulfils a condition.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn text_that(&self, id: &str, what: &str, holds: impl Fn(&str) -> bool) -> Result<String> {
        let css = test_id(id);
        let read = async || {
            let found = self.driver.find_all(By::Css(css.as_str())).await?;
            let Some(element) = found.first() else {
                return Ok(None);
            };
            Ok(element.text().await.ok().filter(|text| holds(text)))
        };
        self.wait_for(&format!("{id} {what}"), read).await
    }

    /// Waits until `look` finds something.
    ///
    /// # Errors
    /// [`JourneyError::Waited`], or what `look` fails with.
    pub async fn wait_for<T>(&self, what: &str, look: impl AsyncFn() -> Result<Option<T>>) -> Result<T> {
        let looking = async {
            loop {
                if let Some(found) = look().await? {
                    return Ok(found);
                }
                sleep(INTERVAL).await;
            }
        };
        match timeout(PATIENCE, looking).await {
            Ok(result) => result,
            Err(_) => Err(self.waited(what).await),
        }
    }

    /// Goes into a frame of the page; another window leaves it again.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn enter_frame(&self, css: &str) -> Result<()> {
        Ok(self.find(css).await?.enter_frame().await?)
    }

    /// The page as it would be printed on A4, as a PDF.
    ///
    /// # Errors
    /// When the browser cannot print.
    pub async fn print(&self) -> Result<Vec<u8>> {
        let parameters = PrintParameters {
            page: PrintPage {
                width: 21.0,
                height: 29.7,
            },
            // As the print dialogue of a browser has it, unless the page says otherwise.
            shrink_to_fit: false,
            ..PrintParameters::default()
        };
        Ok(self.driver.print_page(parameters).await?)
    }

    /// Runs a script in the page, as WebDriver does: it sees what the page's own scripts see.
    ///
    /// # Errors
    /// When it throws.
    pub async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    async fn waited(&self, what: &str) -> JourneyError {
        let url = self
            .driver
            .current_url()
            .await
            .map(|url| url.to_string())
            .unwrap_or_default();
        let body = self
            .run("return document.body ? document.body.innerText : ''")
            .await;
        let text = body
            .ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default();
        JourneyError::Waited {
            what: what.into(),
            url,
            text,
        }
    }
}

fn test_id(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}
