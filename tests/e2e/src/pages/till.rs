use demo::STAFF;

use crate::{JourneyError, Page, Result};

/// The pages of the café's till.
#[derive(Debug)]
pub struct TillPage {
    page: Page,
    origin: String,
}

impl TillPage {
    /// The till at an origin, in the window in front.
    #[must_use]
    pub fn new(page: Page, origin: &str) -> Self {
        Self {
            page,
            origin: origin.into(),
        }
    }

    /// Signs somebody of the café in.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn sign_in(&self, login: &str) -> Result<()> {
        let member = STAFF
            .iter()
            .find(|member| member.login == login)
            .ok_or_else(|| JourneyError::Answer(format!("nobody is called {login}")))?;
        self.page.open(&format!("{}/staff", self.origin)).await?;
        self.page.type_into("login", member.login).await?;
        self.page.type_into("password", member.password).await?;
        self.page.click("sign-in").await
    }

    /// Types an amount, whole tenge, and goes to the page with the code.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn charge(&self, tenge: &str) -> Result<()> {
        for digit in tenge.chars() {
            // The keys on the page, as a thumb uses them.
            self.page
                .find(&format!("[data-key=\"{digit}\"]"))
                .await?
                .click()
                .await?;
        }
        self.page.click("charge").await?;
        self.page.by_id("sale-total").await.map(drop)
    }

    /// The address that the customer's page leads the wallet to.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn pay_link(&self) -> Result<String> {
        let link = self.page.by_id("pay").await?.attr("href").await?;
        link.ok_or_else(|| JourneyError::Answer("the customer's page has no link".into()))
    }
}
