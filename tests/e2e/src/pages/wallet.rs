use crate::{Page, Result, Secrets};

/// The wallet.
#[derive(Debug)]
pub struct WalletPage {
    page: Page,
    origin: String,
    secrets: Secrets,
}

impl WalletPage {
    /// The wallet of an origin, in the window in front.
    #[must_use]
    pub fn new(page: Page, origin: &str, secrets: Secrets) -> Self {
        Self {
            page,
            origin: origin.into(),
            secrets,
        }
    }

    /// The page itself.
    #[must_use]
    pub const fn page(&self) -> &Page {
        &self.page
    }

    /// Opens the front page.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn open(&self) -> Result<()> {
        self.page.open(&self.origin).await
    }

    /// Goes to another page of the wallet as a link does: an unlocked wallet stays unlocked.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn go(&self, path: &str) -> Result<()> {
        let script = format!(
            "const a = document.createElement('a'); a.href = '{path}'; document.body.append(a); a.click(); a.remove()"
        );
        self.page.run(&script).await.map(drop)
    }

    /// Creates a wallet as a newcomer does and gives the words and the address.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn create(&self, password: &str) -> Result<(Vec<String>, String)> {
        let words = self.begin_to_create().await?;
        self.choose_password(password).await?;
        Ok((words, self.address().await?))
    }

    /// Makes new words and goes on to the password.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn begin_to_create(&self) -> Result<Vec<String>> {
        self.open().await?;
        self.page.click("create-wallet").await?;
        let text = self
            .page
            .text_that("words-list", "with 12 words", |text| text.lines().count() == 12)
            .await?;
        let words: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        self.secrets.note_words(&words.join(" "), "");
        self.page.click("words-saved").await?;
        Ok(words)
    }

    /// Creates a wallet with 24 words and a passphrase and gives the words and the address.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn create_long(&self, password: &str, passphrase: &str) -> Result<(Vec<String>, String)> {
        self.open().await?;
        self.page.click("create-wallet").await?;
        self.page.click("create-more").await?;
        self.page.click("words-long").await?;
        let text = self
            .page
            .text_that("words-list", "with 24 words", |text| text.lines().count() == 24)
            .await?;
        let words: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        self.secrets.note_words(&words.join(" "), passphrase);
        self.page.type_into("new-passphrase", passphrase).await?;
        self.page.type_into("repeat-passphrase", passphrase).await?;
        self.page.click("words-saved").await?;
        self.choose_password(password).await?;
        Ok((words, self.address().await?))
    }

    /// Goes to the form for words.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn begin_to_restore(&self) -> Result<()> {
        self.open().await?;
        self.page.click("restore-wallet").await
    }

    /// Types words and sends them.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn enter_words(&self, words: &str) -> Result<()> {
        self.secrets.note_words(words, "");
        self.page.type_into("restore-words", words).await?;
        self.page.click("restore-submit").await
    }

    /// Types a new password twice and waits for home.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn choose_password(&self, password: &str) -> Result<()> {
        self.page.type_into("new-password", password).await?;
        self.page.type_into("repeat-password", password).await?;
        self.page.click("create-submit").await?;
        self.address().await.map(drop)
    }

    /// The account's address, on home.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn address(&self) -> Result<String> {
        self.page
            .text_that("address", "as an address", |text| {
                text.starts_with("0x") && text.len() == 42
            })
            .await
    }

    /// Takes demo money and waits until it is there.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn fill(&self) -> Result<()> {
        // It can be focused all the time, and pressed when the registry is here.
        self.page
            .find("[data-testid=faucet][aria-disabled=false]")
            .await?;
        self.page.click("faucet").await?;
        self.page
            .text_that("balance-tUSD", "above nothing", |text| text.contains("200"))
            .await
            .map(drop)
    }

    /// Locks the wallet.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn lock(&self) -> Result<()> {
        self.page.click("lock").await?;
        self.page.by_id("unlock-password").await.map(drop)
    }

    /// Types the password of a locked wallet.
    ///
    /// # Errors
    /// [`crate::JourneyError`].
    pub async fn unlock(&self, password: &str) -> Result<()> {
        self.page.type_into("unlock-password", password).await?;
        self.page.click("unlock-submit").await
    }
}
