use e2e::{PASSWORD, Result, World, says_in_every_language};

use crate::support::{DOLLAR, TENGE, digits, journey, state};

/// From the café's button to its thanks, in one asset, verified by the independent script.
async fn buy(world: &World, symbol: &str, token: &str) -> Result<String> {
    let (cafe, _) = world.order().await?;
    let pay = world.pay();
    pay.order_is_shown().await?;
    pay.choose(symbol).await?;
    let purchase = world.ask_what_is_to_be_paid(token).await?;
    pay.approve(PASSWORD).await?;
    let paid = pay.receipt().await?;
    world.browser.close_window().await?;
    world.browser.switch_to(&cafe).await?;
    let (order, transaction) = world.cafe().thanks().await?;
    assert_eq!(transaction, paid.transaction);
    let verified = world.verify(&purchase).await?;
    assert_eq!(verified["order"], order.as_str());
    assert_eq!(verified["tx"], transaction.as_str());
    assert_eq!(verified["payer_wei"], "0");
    assert!(["settled", "final"].contains(&state(&world.status(&purchase).await?)));
    Ok(transaction)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newcomer_pays_twice_without_ever_holding_gas() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let first = buy(world, "tUSD", DOLLAR).await?;
        let second = buy(world, "tKZT", TENGE).await?;
        assert_ne!(first, second);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_about_the_payment_is_shown_before_it_is_approved() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let (pay, page) = (world.pay(), world.browser.page());
        pay.order_is_shown().await?;
        pay.choose("tUSD").await?;
        assert!(!page.text("merchant-name").await?.is_empty());
        assert!(page.text("merchant-bin").await?.contains("260940000507"));
        assert!(
            page.text("opened-from")
                .await?
                .contains(&world.stack.addresses().cafe)
        );
        assert_eq!(digits(&page.text("order-total").await?), "2250");
        // 2250 × 16 / 116 by line: 262.07 + 48.28.
        assert_eq!(digits(&page.text("vat").await?).trim_start_matches("16"), "31035");
        assert_eq!(digits(&page.text("asset-amount").await?), "4175172");
        assert!(digits(&page.text("rate").await?).contains("53890"));
        assert!(digits(&page.text("fee").await?).contains("1688"));
        assert!(!page.text("operator").await?.is_empty());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_without_money_is_told_so_and_nothing_is_signed() -> Result<()> {
    journey(async |world| {
        world.wallet().create(PASSWORD).await?;
        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        says_in_every_language(pay.page(), "pay.insufficient").await?;
        assert!(pay.page().shows("top-up").await?);
        pay.page().find("[data-testid=pay-submit]:disabled").await?;
        assert_eq!(state(&world.status(&purchase).await?), "created");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_payer_chooses_among_accounts_and_pays_on_another_device() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        // A second account, without money.
        page.run("document.body.append(Object.assign(document.createElement('a'), { href: '/settings/accounts', id: 'go' })); document.getElementById('go').click()").await?;
        page.click("account-add").await?;
        page.by_id("account-1").await?;
        let shop = world.browser.window().await?;
        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        page.find("[data-testid=pay-account] option[value='1']").await?.click().await?;
        says_in_every_language(&page, "pay.insufficient").await?;
        page.find("[data-testid=pay-account] option[value='0']").await?.click().await?;
        page.find("[data-testid=pay-submit]:enabled").await?;

        // The square leads another window, here instead of another device, to the same order; this one notices the payment.
        let first = world.browser.window().await?;
        page.click("other-device").await?;
        page.find("cryptocity-qr svg").await?;
        let link = page.by_id("other-device-link").await?.attr("href").await?;
        // Firefox opens no tab in a window that is a popup.
        world.browser.switch_to(&shop).await?;
        world.browser.open_tab().await?;
        page.open(&link.unwrap_or_default()).await?;
        pay.order_is_shown().await?;
        pay.approve(PASSWORD).await?;
        pay.receipt().await?;
        world.browser.switch_to(&first).await?;
        page.by_id("paid-elsewhere").await.map(drop)
    })
    .await
}
