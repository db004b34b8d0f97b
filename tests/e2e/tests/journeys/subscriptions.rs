use e2e::{Result, World};
use serde_json::json;

use crate::support::{digits, journey};

/// Pays for five units of the demo's offering; gives the transaction that delivered them.
async fn subscribe(world: &World) -> Result<String> {
    world.become_resident().await?;
    let page = world.browser.page();
    world.wallet().go("/invest/demo-o-solar").await?;
    page.type_into("subscribe-units", "5").await?;
    let total = page
        .text_that("subscribe-total", "the price of five units", |text| {
            digits(text).contains("50000")
        })
        .await?;
    assert!(total.contains("tKZT"), "{total}");
    page.click("subscribe-risks").await?;
    page.click("subscribe-ask").await?;
    page.click("subscribe-accept").await?;
    let hash = page.text("subscribe-transaction").await?;
    assert!(hash.starts_with("0x"), "{hash}");
    page.text_that("holding", "five units", |text| {
        text.contains("5 units") && digits(text).contains("50000")
    })
    .await?;
    Ok(hash)
}

/// Units of the demo's offering arrive in the transaction that pays for them; the page and activity know it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resident_subscribes_and_holds_units() -> Result<()> {
    journey(async |world| {
        let hash = subscribe(world).await?;
        let page = world.browser.page();

        world.wallet().go("/invest").await?;
        page.text_that("holding", "five units", |text| text.contains("5 units"))
            .await?;

        world.wallet().go("/activity").await?;
        page.wait_for("an investment by its name", async || {
            let path = page
                .run(
                    "return [...document.querySelectorAll('[data-testid=entry]')]
                        .find((row) => row.textContent.includes('Investment'))?.click() ?? location.pathname",
                )
                .await?;
            Ok(path
                .as_str()
                .filter(|path| path.starts_with("/activity/"))
                .map(|_| ()))
        })
        .await?;
        assert_eq!(page.text("entry-hash").await?.trim(), hash.trim());
        page.click("entry-belongs").await?;
        page.wait_for("the offering", async || {
            let path = page.run("return location.pathname").await?;
            Ok(path
                .as_str()
                .filter(|path| *path == "/invest/demo-o-solar")
                .map(|_| ()))
        })
        .await
    })
    .await
}

/// Whoever has no wallet reads the offering and is told what to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_wallet_the_offering_says_what_to_do() -> Result<()> {
    journey(async |world| {
        let page = world.browser.page();
        let wallet = world.stack.addresses().wallet.clone();
        page.open(&format!("{wallet}/invest/demo-o-solar?locale=en"))
            .await?;
        page.text("document").await?;
        page.text("subscribe-create").await?;
        Ok(())
    })
    .await
}

/// Ten units are the least that must be sold; five were when it closed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_an_offering_fails_its_investor_takes_the_money_back() -> Result<()> {
    journey(async |world| {
        subscribe(world).await?;
        let page = world.browser.page();
        assert!(!page.shows("subscribe-refund").await?);
        let tenge_are = async |amount: &str| {
            world.wallet().go("/").await?;
            page.text_that("balance-tKZT", amount, |text| digits(text).starts_with(amount))
                .await
        };
        tenge_are("50000").await?;

        let a_year = 365 * 24 * 3600;
        world.tell_node("evm_increaseTime", json!([a_year])).await?;
        world.tell_node("evm_mine", json!([])).await?;
        world.wallet().go("/invest/demo-o-solar").await?;
        page.click("subscribe-refund").await?;
        let hash = page.text("refund-transaction").await?;
        assert!(hash.starts_with("0x"), "{hash}");
        page.wait_for("the units to be gone", async || {
            Ok((!page.shows("holding").await?).then_some(()))
        })
        .await?;

        tenge_are("100000").await?;
        Ok(())
    })
    .await
}
