use crate::{JourneyError, Page, Result};

/// The demo café's page.
#[derive(Debug)]
pub struct CafePage {
    page: Page,
    origin: String,
}

impl CafePage {
    /// The café of an origin, in the window in front.
    #[must_use]
    pub fn new(page: Page, origin: &str) -> Self {
        Self {
            page,
            origin: origin.into(),
        }
    }

    /// The page itself.
    #[must_use]
    pub const fn page(&self) -> &Page {
        &self.page
    }

    /// Opens the page and puts two coffees and a bun into the basket: 2 250 ₸.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn choose(&self) -> Result<()> {
        self.page.open(&self.origin).await?;
        for dish in ["latte", "latte", "baursak"] {
            self.page
                .find(&format!("[data-dish={dish}] .more"))
                .await?
                .click()
                .await?;
        }
        Ok(())
    }

    /// Presses the payment button, inside the element's shadow tree.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn press_pay(&self) -> Result<()> {
        let button = self.page.find_inside("cryptocity-checkout", "button").await?;
        Ok(button.click().await?)
    }

    /// What the element says about the payment.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn status(&self) -> Result<String> {
        let status = self
            .page
            .find_inside("cryptocity-checkout", "[role=status]")
            .await?;
        Ok(status.text().await?)
    }

    /// Waits for the link that the element shows when no window could be opened, and follows it.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn follow_link(&self) -> Result<()> {
        let link = self.page.find_inside("cryptocity-checkout", "a").await?;
        Ok(link.click().await?)
    }

    /// Whether the café has thanked.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn has_thanked(&self) -> Result<bool> {
        let shown = self
            .page
            .run("return !document.getElementById('thanks').hidden")
            .await?;
        shown
            .as_bool()
            .ok_or_else(|| JourneyError::Answer(shown.to_string()))
    }

    /// Waits for the thanks and gives order id and transaction.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn thanks(&self) -> Result<(String, String)> {
        self.page.find("#thanks").await?;
        let order = self.page.find("#order-id").await?;
        let order = order.attr("data-order").await?.unwrap_or_default();
        let read = async || {
            let text = self.page.find("#transaction").await?.text().await?;
            Ok(Some(text).filter(|text| text.starts_with("0x")))
        };
        Ok((
            order,
            self.page.wait_for("the transaction at the café", read).await?,
        ))
    }
}
