use e2e::Result;

use crate::support::{digits, journey};

/// Where one can pay is found without a wallet; the café's page leads to the café.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_without_a_wallet_finds_the_cafe_and_its_page() -> Result<()> {
    journey(async |world| {
        let page = world.browser.page();
        let wallet = world.stack.addresses().wallet.clone();
        page.open(&format!("{wallet}/places?locale=en")).await?;
        // 40 made-up ones and the café.
        page.text_that("places-count", "all places", |text| digits(text) == "41")
            .await?;
        // In another spelling, with a letter missing.
        page.type_into("places-search", "алтау кофе").await?;
        page.wait_for("the café to come first", async || {
            let first = "return document.querySelector('[data-testid=place]')?.getAttribute('href') ?? ''";
            let href = page.run(first).await?;
            Ok((href.as_str() == Some("/places/alatau-coffee")).then_some(()))
        })
        .await?;
        page.wait_for("the query in the address", async || {
            let address = page.run("return location.search").await?;
            Ok(address.as_str().filter(|text| text.contains("q=")).map(|_| ()))
        })
        .await?;
        // Nothing found is no end: the list goes, its page stays.
        page.type_into("places-search", "zzqqxx").await?;
        let nothing = "return document.querySelector('.found .empty button') !== null || null";
        page.wait_for("that nothing was found", async || {
            Ok(page.run(nothing).await?.as_bool())
        })
        .await?;
        page.run("document.querySelector('.found .empty button').click()")
            .await?;
        page.text_that("places-count", "all places again", |text| digits(text) == "41")
            .await?;
        page.type_into("places-search", "алтау кофе").await?;
        page.wait_for("the café again", async || {
            let first = "return document.querySelector('[data-testid=place]')?.getAttribute('href') ?? ''";
            let href = page.run(first).await?;
            Ok((href.as_str() == Some("/places/alatau-coffee")).then_some(()))
        })
        .await?;
        page.click("place").await?;
        let pay = page.by_id("place-pay").await?;
        let href = pay.attr("href").await?.unwrap_or_default();
        assert_eq!(href.trim_end_matches('/'), world.stack.addresses().cafe);
        Ok(())
    })
    .await
}

/// One file that was tampered with is left out and said; everything else is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_file_costs_only_its_own_entries() -> Result<()> {
    journey(async |world| {
        let folder = world.stack.zone_folder().join("catalogue");
        let index = std::fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.to_string_lossy().contains("merchants-index"))
            .expect("the demo's catalogue has an index of merchants");
        let mut bytes = std::fs::read(&index).unwrap();
        let last = bytes.last_mut().expect("it is not empty");
        *last ^= 1;
        std::fs::write(&index, bytes).unwrap();
        let page = world.browser.page();
        let wallet = world.stack.addresses().wallet.clone();
        page.open(&format!("{wallet}/property?locale=en&rooms=2")).await?;
        page.text_that("property-count", "homes", |text| !digits(text).is_empty())
            .await?;
        page.by_id("city-retry").await?;
        page.click("listing").await?;
        page.text_that("listing-price", "a price", |text| text.contains('₸'))
            .await?;
        Ok(())
    })
    .await
}
