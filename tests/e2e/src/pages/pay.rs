use serde_json::Value;

use crate::{JourneyError, Page, Result};

/// The pay page.
#[derive(Debug)]
pub struct PayPage {
    page: Page,
}

/// A payment that the page shows a receipt for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The transaction.
    pub transaction: String,
    /// Milliseconds from the click on the button to the receipt, when the click was timed.
    pub approve_to_receipt_ms: Option<u64>,
}

/// Notes the moment of the click and of the receipt, from outside: the page knows nothing of it.
const STOPWATCH: &str = r#"
    addEventListener("click", ({ target }) => {
        if (target.closest?.("[data-testid=pay-submit]")) window.approvedAt = performance.now();
    }, true);
    new MutationObserver((_, observer) => {
        if (!document.querySelector("[data-testid=receipt]")) return;
        observer.disconnect();
        requestAnimationFrame(() => { window.receiptAt = performance.now(); });
    }).observe(document, { childList: true, subtree: true });
"#;

impl PayPage {
    /// The pay page in the window in front.
    #[must_use]
    pub const fn new(page: Page) -> Self {
        Self { page }
    }

    /// The page itself.
    #[must_use]
    pub const fn page(&self) -> &Page {
        &self.page
    }

    /// Waits until the order is on screen.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn order_is_shown(&self) -> Result<()> {
        self.page.by_id("pay-submit").await.map(drop)
    }

    /// Chooses the asset to pay in, by its symbol.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn choose(&self, symbol: &str) -> Result<()> {
        self.page.click(&format!("asset-{symbol}")).await?;
        self.page
            .text_that("asset-amount", &format!("in {symbol}"), |text| {
                text.contains(symbol)
            })
            .await
            .map(drop)
    }

    /// Types the password and presses the button.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn approve(&self, password: &str) -> Result<()> {
        self.page.type_into("pay-password", password).await?;
        self.page.run(STOPWATCH).await?;
        self.page.click("pay-submit").await
    }

    /// Waits for the receipt.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn receipt(&self) -> Result<Paid> {
        let receipt = self
            .page
            .find("[data-testid=receipt][data-state=settled]")
            .await?;
        let transaction = receipt.attr("data-transaction").await?.unwrap_or_default();
        let measured = async || {
            let times = self
                .page
                .run("return [window.approvedAt, window.receiptAt]")
                .await?;
            let untimed = times[0].is_null();
            Ok(Some(milliseconds(&times)).filter(|time| untimed || time.is_some()))
        };
        let approve_to_receipt_ms = self.page.wait_for("the receipt to be drawn", measured).await?;
        Ok(Paid {
            transaction,
            approve_to_receipt_ms,
        })
    }

    /// The order's pay URL, from the list of what the page has fetched.
    ///
    /// # Errors
    /// [`JourneyError::Answer`].
    pub async fn pay_url(&self) -> Result<String> {
        let script = "return performance.getEntriesByType('resource').map(({ name }) => name)";
        let fetched = self.page.run(script).await?;
        let mut urls = fetched.as_array().into_iter().flatten().filter_map(Value::as_str);
        let url = urls.rfind(|url| url.contains("/pay/0x")).map(str::to_owned);
        url.ok_or_else(|| JourneyError::Answer(format!("no pay URL among {fetched}")))
    }
}

fn milliseconds(times: &Value) -> Option<u64> {
    let text = format!("{:.0}", times[1].as_f64()? - times[0].as_f64()?);
    text.parse().ok()
}
