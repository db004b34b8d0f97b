use e2e::{PASSWORD, Result, says_in_every_language};

use crate::support::{DOLLAR, journey, state};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_on_the_pay_page_leaves_the_order_payable() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        pay.choose("tUSD").await?;
        pay.approve("not the password").await?;
        says_in_every_language(pay.page(), "error.wrongPassword").await?;
        assert_eq!(state(&world.status(&purchase).await?), "created");
        pay.approve(PASSWORD).await?;
        let paid = pay.receipt().await?;
        assert_eq!(world.verify(&purchase).await?["tx"], paid.transaction.as_str());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_keeps_the_wallet_locked_and_the_right_one_opens_it() -> Result<()> {
    journey(async |world| {
        let wallet = world.wallet();
        let (_, address) = wallet.create(PASSWORD).await?;
        wallet.lock().await?;
        wallet.unlock("not the password").await?;
        says_in_every_language(wallet.page(), "error.wrongPassword").await?;
        assert!(!wallet.page().shows("address").await?);
        wallet.unlock(PASSWORD).await?;
        assert_eq!(wallet.address().await?, address);
        // Another load starts locked: nothing outlives the page.
        wallet.open().await?;
        wallet.page().by_id("unlock-password").await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_that_is_easily_guessed_is_not_taken() -> Result<()> {
    journey(async |world| {
        let wallet = world.wallet();
        wallet.begin_to_create().await?;
        let page = wallet.page();
        page.type_into("new-password", "password2026").await?;
        page.type_into("repeat-password", "password2026").await?;
        page.click("create-submit").await?;
        says_in_every_language(page, "error.weakPassword").await?;
        // The words are still the same wallet's.
        wallet.choose_password(PASSWORD).await?;
        assert!(wallet.address().await?.starts_with("0x"));
        Ok(())
    })
    .await
}
