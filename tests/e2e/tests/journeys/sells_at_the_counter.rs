use e2e::{PASSWORD, Result};

use crate::support::{digits, journey};

/// The cashier's page follows the customer's payment by itself; the receipt opens from it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cashier_makes_an_amount_and_a_wallet_pays_it_by_the_link() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        let counter = world.browser.open_tab().await?;
        world.till().sign_in("cashier").await?;
        world.till().charge("2250").await?;
        assert_eq!(digits(&page.text("sale-total").await?), "2250");
        let customer = page
            .by_id("customer-page")
            .await?
            .prop("href")
            .await?
            .unwrap_or_default();

        world.browser.open_tab().await?;
        page.open(&customer).await?;
        let link = world.till().pay_link().await?;
        page.open(&link).await?;
        world.pay().order_is_shown().await?;
        assert!(page.text("merchant-bin").await?.contains("260940000507"));
        world.pay().approve(PASSWORD).await?;
        let paid = world.pay().receipt().await?;

        world.browser.switch_to(&counter).await?;
        page.by_id("paid").await?;
        page.click("receipt").await?;
        let receipt = page.by_id("receipt-page").await?;
        assert_eq!(receipt.attr("data-transaction").await?, Some(paid.transaction));
        assert_eq!(digits(&page.text("total").await?), "2250");
        Ok(())
    })
    .await
}
