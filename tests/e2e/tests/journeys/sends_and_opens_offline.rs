use std::fs;

use e2e::{PASSWORD, Result, World};

use crate::support::{digits, journey};

/// Account 8 of the development mnemonic: nobody of the demo uses it.
const AIGUL: &str = "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f";

/// Writes a contact into the address book.
async fn remember_aigul(world: &World) -> Result<()> {
    let page = world.browser.page();
    world.wallet().go("/contacts").await?;
    page.click("contact-add").await?;
    page.type_into("contact-name", "Айгүл").await?;
    page.type_into("contact-address", AIGUL).await?;
    page.click("contact-save").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn money_goes_to_a_contact_without_coin_and_is_confirmed() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        remember_aigul(world).await?;
        page.click("contact-send").await?;
        // Typed in tenge, at 538.90 for a dollar: 5389 ₸ are exactly 10 tUSD.
        page.type_into("send-amount", "5389").await?;
        page.click("send-next").await?;
        page.text_that("statement", "with name and address", |text| {
            text.contains("Айгүл") && text.replace(char::is_whitespace, "").contains(AIGUL)
        })
        .await?;
        assert_eq!(digits(&page.text("send-arrives").await?), "10");
        page.type_into("send-password", PASSWORD).await?;
        page.click("send-approve").await?;
        page.find("[data-testid=entry-view][data-state=final], [data-testid=entry-view][data-state=mined]")
            .await?;
        assert!(page.text("entry-view").await?.contains("Айгүл"));
        // The book is encrypted; with the password it is there again after the page was closed.
        world.wallet().open().await?;
        world.wallet().unlock(PASSWORD).await?;
        page.text_that("balance-tUSD", "less by what was sent", |text| {
            digits(text).starts_with("190")
        })
        .await?;
        page.text_that("entry", "with the contact's name", |text| text.contains("Айгүл"))
            .await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_any_network_the_wallet_opens_with_what_it_knew() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        page.by_id("entry").await?;
        // From now on the pages come from what is kept; a document that is no page does not become one.
        page.wait_for("the kept pages in charge", async || {
            let kept = page
                .run("return navigator.serviceWorker.controller && true")
                .await?;
            Ok(kept.as_bool())
        })
        .await?;
        page.run("location.href = '/zone/registry.json'").await?;
        page.wait_for("the document itself", async || {
            let kind = page.run("return document.contentType").await?;
            Ok((kind == "application/json").then_some(()))
        })
        .await?;
        world.stack.stop_operator().await;
        world.stack.stop_chain().await;
        fs::remove_file(world.stack.zone_folder().join("registry.json"))?;
        world.wallet().open().await?;
        world.wallet().unlock(PASSWORD).await?;
        page.text_that("balance-tUSD", "as known last", |text| text.contains("200"))
            .await?;
        page.by_id("entry").await?;
        page.by_id("offline").await?;
        page.by_id("stale").await?;
        Ok(())
    })
    .await
}
