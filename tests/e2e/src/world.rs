use demo::{Stack, StackOptions};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;

use crate::{
    Browser, Engine, JourneyError, Paths, Purchase, Recorder, Result, Secrets,
    pages::{CafePage, DepositPages, PayPage, TillPage, WalletPage},
    verify_purchase,
};

/// The password of every journey.
pub const PASSWORD: &str = "тау бөктері 2026";

/// A running stack and a browser with an empty profile.
#[derive(Debug)]
pub struct World {
    /// The browser.
    pub browser: Browser,
    /// The stack.
    pub stack: Stack,
    /// What must not leave the pages of this journey.
    pub secrets: Secrets,
    recorder: Option<Recorder>,
    paths: Paths,
    client: reqwest::Client,
}

impl World {
    /// Starts both.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn start() -> Result<Self> {
        Self::start_with(Paths::find(), StackOptions::default()).await
    }

    /// Starts both, the stack with other options than usual.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn start_with(paths: Paths, options: StackOptions) -> Result<Self> {
        let options = StackOptions {
            dist: paths.dist.clone(),
            anvil: Some(paths.anvil.clone()),
            ..options
        };
        let (stack, browser) = tokio::join!(Stack::start(options), Browser::start(&paths));
        let client = reqwest::Client::builder().no_proxy().build()?;
        let secrets = Secrets::default();
        secrets.note_text("password", PASSWORD);
        Ok(Self {
            secrets,
            recorder: None,
            browser: browser?,
            stack: stack?,
            paths,
            client,
        })
    }

    /// Ends both.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn end(self) -> Result<()> {
        let quit = self.browser.quit().await;
        self.stack.stop().await;
        quit
    }

    /// From now on everything that the pages of Chromium send and say is written down.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn watch(&mut self) -> Result<()> {
        if self.browser.engine() == Engine::Chromium {
            self.recorder = Some(Recorder::start(&self.browser.debugger_address()?).await?);
        }
        Ok(())
    }

    /// What was written down.
    #[must_use]
    pub const fn recorder(&self) -> Option<&Recorder> {
        self.recorder.as_ref()
    }

    /// Starts another browser on what a killed one has left behind.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn reopen(&mut self) -> Result<()> {
        self.browser.reopen(&self.paths).await?;
        self.watch().await
    }

    /// The wallet, in the window in front.
    #[must_use]
    pub fn wallet(&self) -> WalletPage {
        WalletPage::new(
            self.browser.page(),
            &self.stack.addresses().wallet,
            self.secrets.clone(),
        )
    }

    /// The café, in the window in front.
    #[must_use]
    pub fn cafe(&self) -> CafePage {
        CafePage::new(self.browser.page(), &self.stack.addresses().cafe)
    }

    /// The pages about deposits, in the window in front.
    #[must_use]
    pub fn deposits(&self) -> DepositPages {
        DepositPages::new(self.browser.page())
    }

    /// The pay page, in the window in front.
    #[must_use]
    pub fn pay(&self) -> PayPage {
        PayPage::new(self.browser.page())
    }

    /// The café's till, in the window in front.
    #[must_use]
    pub fn till(&self) -> TillPage {
        TillPage::new(self.browser.page(), &self.stack.addresses().merchant)
    }

    /// A newcomer with demo money: creates a wallet, fills it, and gives the address.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn become_resident(&self) -> Result<String> {
        let (_, address) = self.wallet().create(PASSWORD).await?;
        self.wallet().fill().await?;
        Ok(address)
    }

    /// Orders at the café and goes to the pay page that opens. Gives the windows of both.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn order(&self) -> Result<(WindowHandle, WindowHandle)> {
        self.cafe().choose().await?;
        self.press_pay().await
    }

    /// Presses the café's button and goes to the pay page that opens.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn press_pay(&self) -> Result<(WindowHandle, WindowHandle)> {
        let cafe = self.browser.window().await?;
        let known = self.browser.windows().await?;
        self.cafe().press_pay().await?;
        let pay = self.browser.switch_to_new_window(&known).await?;
        Ok((cafe, pay))
    }

    /// What the order on the pay page asks for, fetched once more by somebody else than the wallet.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn ask_what_is_to_be_paid(&self, token: &str) -> Result<Purchase> {
        let pay_url = self.pay().pay_url().await?;
        let answer = self.client.get(&pay_url).send().await?;
        let header = answer
            .headers()
            .get("payment-required")
            .and_then(|value| value.to_str().ok());
        let required =
            header.ok_or_else(|| JourneyError::Answer(format!("{pay_url}: {}", answer.status())))?;
        let addresses = self.stack.addresses();
        Ok(Purchase {
            rpc: addresses.rpc.clone(),
            wallet: addresses.wallet.clone(),
            operator: addresses.operator.clone(),
            status_url: status_url(&pay_url),
            payment_required: required.into(),
            token: token.into(),
        })
    }

    /// How an order stands, says the merchant's till.
    ///
    /// # Errors
    /// [`JourneyError`].
    pub async fn status(&self, purchase: &Purchase) -> Result<Value> {
        Ok(self.client.get(&purchase.status_url).send().await?.json().await?)
    }

    /// Tells the chain's node something only a test's node takes: another account's code, another time.
    ///
    /// # Errors
    /// [`JourneyError::Answer`].
    pub async fn tell_node(&self, method: &str, params: Value) -> Result<()> {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let sent = self.client.post(&self.stack.addresses().rpc).json(&request);
        let answer: Value = sent.send().await?.error_for_status()?.json().await?;
        match answer.get("error") {
            Some(error) => Err(JourneyError::Answer(format!("{method}: {error}"))),
            None => Ok(()),
        }
    }

    /// Has the independent script check a purchase.
    ///
    /// # Errors
    /// [`JourneyError::Refuted`].
    pub async fn verify(&self, purchase: &Purchase) -> Result<Value> {
        verify_purchase(&self.paths, purchase).await
    }
}

/// Status and payment of an order differ in their path only.
fn status_url(pay_url: &str) -> String {
    pay_url.replacen("/pay/", "/v1/orders/", 1)
}
