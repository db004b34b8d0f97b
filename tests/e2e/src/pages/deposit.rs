use crate::{Page, Result};

/// The pages about deposits, in the window in front, with an open wallet.
#[derive(Debug)]
pub struct DepositPages {
    page: Page,
}

impl DepositPages {
    /// The pages in the window in front.
    #[must_use]
    pub const fn new(page: Page) -> Self {
        Self { page }
    }

    /// From home to the list, without loading anything again: the wallet stays open.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn open(&self) -> Result<()> {
        let link = self.page.find("main a[href=\"/deposits\"]").await?;
        link.scroll_into_view().await?;
        Ok(link.click().await?)
    }

    /// Adds the published accounts of the demo's seller and notary to this wallet.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn play_all_roles(&self) -> Result<()> {
        for role in ["demo-seller", "demo-notary"] {
            self.page.click(role).await?;
            self.page
                .wait_for(&format!("{role} to be added"), async || {
                    Ok((!self.page.shows(role).await?).then_some(()))
                })
                .await?;
        }
        Ok(())
    }

    /// Proposes a deposit for the first home, as the first account.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn propose(&self, kind: &str, tenge: &str) -> Result<()> {
        self.page.click("deposit-new").await?;
        self.page.click(kind).await?;
        self.page.type_into("deposit-amount", tenge).await?;
        self.identify("Айгерім Сапарова").await?;
        self.page.click("deposit-propose").await?;
        self.phase("seller").await
    }

    /// Joins as the seller, with the other account of this wallet.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn join(&self) -> Result<()> {
        let folded = "[data-testid=\"deposit-join-here\"] summary";
        let summary = self.page.find(folded).await?;
        summary.scroll_into_view().await?;
        summary.click().await?;
        self.identify("Нұрлан Оспанов").await?;
        self.page.click("deposit-join").await?;
        self.phase("signatures").await
    }

    async fn identify(&self, name: &str) -> Result<()> {
        self.page.type_into("deposit-name", name).await?;
        self.page.type_into("deposit-number", "260940000507").await
    }

    /// Chooses a side and presses one of its buttons; gives the hash of the agreement that is shown.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn begin(&self, side: &str, step: &str) -> Result<String> {
        self.page.click(&format!("tab-{side}")).await?;
        self.page.click(step).await?;
        self.page.text("deposit-hash").await
    }

    /// Signs what is shown and waits until it has arrived.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn sign(&self, password: &str) -> Result<()> {
        self.page.type_into("deposit-password", password).await?;
        self.page.click("deposit-sign").await?;
        self.page
            .wait_for("the step to arrive", async || {
                Ok((!self.page.shows("deposit-password").await?).then_some(()))
            })
            .await
    }

    /// Takes demo money for the account that is about to pay.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn fill(&self) -> Result<()> {
        self.page.click("deposit-faucet").await?;
        self.page
            .wait_for("demo money", async || {
                Ok((!self.page.shows("deposit-faucet").await?).then_some(()))
            })
            .await
    }

    /// Waits until the deposit is in a phase.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn phase(&self, phase: &str) -> Result<()> {
        let css = format!("[data-testid=\"deposit-phase\"][data-phase=\"{phase}\"]");
        self.page.find(&css).await.map(drop)
    }

    /// What has happened, newest first.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn history(&self) -> Result<String> {
        self.page.text("deposit-history").await
    }
}
