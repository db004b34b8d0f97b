use std::time::Duration;

use e2e::{PASSWORD, Result, Secrets, files_under};

use crate::support::journey;

/// Account 0 of the development mnemonic.
const WORDS: &str = "test test test test test test test test test test test junk";
const PASSPHRASE: &str = "көктөбе-тұманы-17";
/// Typed into a field of a page that does nothing to protect it.
const CANARY: &str = "canary that every browser writes down";
/// Browsers write what is in fields every few seconds.
const WRITTEN_BY_THEN: Duration = Duration::from_secs(9);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_are_being_typed_when_the_browser_crashes_are_not_on_disk() -> Result<()> {
    journey(async |world| {
        let wallet = world.wallet();
        wallet.begin_to_restore().await?;
        let page = wallet.page();
        world.secrets.note_words(WORDS, PASSPHRASE);
        page.type_into("restore-words", WORDS).await?;
        page.click("restore-more").await?;
        page.type_into("restore-passphrase", PASSPHRASE).await?;

        // Beside it, a page that shows that the search finds what is there.
        world.browser.open_tab().await?;
        let careless = world.browser.page();
        careless.open(&world.stack.addresses().cafe).await?;
        careless
            .run("document.body.innerHTML = '<textarea data-testid=careless></textarea>'")
            .await?;
        careless.type_into("careless", CANARY).await?;
        tokio::time::sleep(WRITTEN_BY_THEN).await;
        world.browser.kill().await?;

        let canary = Secrets::default();
        canary.note_text("canary", CANARY);
        let mut found = 0;
        for (path, bytes) in files_under(world.browser.profile()) {
            let leaks = world.secrets.found_in_bytes(&bytes);
            assert!(leaks.is_empty(), "{path}: {leaks:?}");
            found += canary.found_in_bytes(&bytes).len();
        }
        assert!(found > 0, "the search does not even find the canary");

        world.reopen().await?;
        let wallet = world.wallet();
        wallet.begin_to_restore().await?;
        wallet.enter_words(WORDS).await?;
        // Its first ten accounts have coin on a development node.
        wallet.page().click("discovery-continue").await?;
        wallet.choose_password(PASSWORD).await
    })
    .await
}
