use e2e::{PASSWORD, Result, World, X402Shop};

use crate::support::journey;

/// Opens the wallet's page for an address, and unlocks it there.
async fn ask(world: &World, address: &str) -> Result<()> {
    let encoded = address.replace(':', "%3A").replace('/', "%2F");
    let wallet = &world.stack.addresses().wallet;
    let page = world.browser.page();
    page.open(&format!("{wallet}/x402?url={encoded}")).await?;
    world.wallet().unlock(PASSWORD).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_an_order_is_paid_as_somebody_unknown() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        let shop = X402Shop::open(&world.stack).await?;
        ask(world, &shop.url).await?;
        page.by_id("x402-unverified").await?;
        assert!(shop.url.contains(&page.text("x402-host").await?));
        assert_eq!(page.text("x402-pay-to").await?, shop.pay_to);
        assert!(page.text("x402-amount").await?.contains("1.25"));
        page.type_into("x402-password", PASSWORD).await?;
        page.click("x402-submit").await?;
        // Seen on the chain by the wallet itself, and what the server sold is there.
        let paid = page
            .find("[data-testid=x402-paid][data-transaction^='0x']")
            .await?;
        assert_eq!(
            paid.attr("data-transaction").await?.map(|hash| hash.len()),
            Some(66)
        );
        assert!(page.text("x402-given").await?.contains("Alatau"));
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_of_the_city_is_led_to_the_page_that_verifies_it() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        world.pay().order_is_shown().await?;
        let pay_url = world.pay().pay_url().await?;
        ask(world, &pay_url).await?;
        let page = world.browser.page();
        page.click("x402-order").await?;
        world.pay().order_is_shown().await?;
        assert!(!page.text("merchant-name").await?.is_empty());
        Ok(())
    })
    .await
}
