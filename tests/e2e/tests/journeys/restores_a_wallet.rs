use e2e::{PASSWORD, Result, says_in_every_language};

use crate::support::journey;

/// Account 0 of the development mnemonic.
const WORDS: &str = "test test test test test test test test test test test junk";
const ADDRESS: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_words_are_named_by_their_place_and_the_right_ones_open_the_account() -> Result<()> {
    journey(async |world| {
        let wallet = world.wallet();
        wallet.begin_to_restore().await?;
        let page = wallet.page();

        wallet
            .enter_words(&WORDS.replacen("test test test", "test test tset", 1))
            .await?;
        let error = says_in_every_language(page, "error.unknownWord").await?;
        assert!(error.contains('3'), "{error}");

        wallet.enter_words(&WORDS.replace("junk", "test")).await?;
        says_in_every_language(page, "error.wordsChecksum").await?;

        wallet.enter_words("test test test").await?;
        says_in_every_language(page, "error.wordCount").await?;

        wallet
            .enter_words(&format!("  {}  ", WORDS.to_uppercase().replace(' ', "  ")))
            .await?;
        // On a development node its first ten accounts have coin: they are found, and not wanted here.
        for index in 1..10 {
            page.click(&format!("found-{index}")).await?;
        }
        page.click("discovery-continue").await?;
        wallet.choose_password(PASSWORD).await?;
        assert_eq!(wallet.address().await?, ADDRESS);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_words_shown_at_creation_bring_the_same_account_back() -> Result<()> {
    let (words, address) = {
        let mut kept = None;
        journey(async |world| {
            kept = Some(world.wallet().create(PASSWORD).await?);
            Ok(())
        })
        .await?;
        kept.unwrap()
    };
    journey(async |world| {
        let wallet = world.wallet();
        wallet.begin_to_restore().await?;
        wallet.enter_words(&words.join(" ")).await?;
        // Another city, whose chain has never seen the account: that is said first.
        wallet.page().click("discovery-continue").await?;
        wallet.choose_password("another mountain river").await?;
        assert_eq!(wallet.address().await?, address);
        Ok(())
    })
    .await
}
