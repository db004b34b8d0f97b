use e2e::Result;

use crate::support::{digits, journey};

/// Units of the demo's offering arrive in the transaction that pays for them; the page and activity know it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resident_subscribes_and_holds_units() -> Result<()> {
    journey(async |world| {
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
