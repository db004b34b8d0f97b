use e2e::{PASSWORD, Result};

use crate::support::{DOLLAR, journey, state};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_the_window_before_paying_cancels_nothing() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let (cafe, _) = world.order().await?;
        world.pay().order_is_shown().await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        world.browser.close_window().await?;
        world.browser.switch_to(&cafe).await?;
        let page = world.browser.page();
        let closed = async || {
            let status = world.cafe().status().await?;
            Ok(Some(status).filter(|status| !status.is_empty()))
        };
        page.wait_for("the café to notice", closed).await?;
        assert!(!world.cafe().has_thanked().await?);
        assert_eq!(state(&world.status(&purchase).await?), "created");

        // The same order opens again and can be paid.
        world.press_pay().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let again = world.ask_what_is_to_be_paid(DOLLAR).await?;
        assert_eq!(again.status_url, purchase.status_url);
        pay.choose("tUSD").await?;
        pay.approve(PASSWORD).await?;
        let paid = pay.receipt().await?;
        world.browser.switch_to(&cafe).await?;
        assert_eq!(world.cafe().thanks().await?.1, paid.transaction);
        world.verify(&purchase).await.map(drop)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paid_order_shows_its_receipt_again_instead_of_a_second_payment() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let pay_url = pay.pay_url().await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        pay.choose("tUSD").await?;
        pay.approve(PASSWORD).await?;
        let paid = pay.receipt().await?;
        // A link to the same order, without an opener.
        let encoded = pay_url.replace(':', "%3A").replace('/', "%2F");
        world
            .browser
            .page()
            .open(&format!(
                "{}/pay/?locale=ru#order={encoded}",
                world.stack.addresses().wallet
            ))
            .await?;
        world.browser.page().reload().await?;
        assert_eq!(pay.receipt().await?.transaction, paid.transaction);
        assert!(!world.browser.page().shows("pay-submit").await?);
        world.verify(&purchase).await.map(drop)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_blocked_window_leads_to_the_pay_page_and_back() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.cafe().choose().await?;
        let page = world.browser.page();
        // A click of a script, long after the last click of a person: the browser lets no window open.
        let click =
            "document.querySelector('cryptocity-checkout').shadowRoot.querySelector('button').click()";
        page.run(&format!("setTimeout(() => {click}, 6000)")).await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        assert!(!page.shows("opened-from").await?);
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        pay.choose("tUSD").await?;
        pay.approve(PASSWORD).await?;
        let paid = pay.receipt().await?;
        page.click("close").await?;
        assert_eq!(world.cafe().thanks().await?.1, paid.transaction);
        world.verify(&purchase).await.map(drop)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_order_in_two_windows_is_paid_once() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let (_, first) = world.order().await?;
        let (pay, page) = (world.pay(), world.browser.page());
        pay.order_is_shown().await?;
        pay.choose("tUSD").await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        let encoded = pay.pay_url().await?.replace(':', "%3A").replace('/', "%2F");
        let link = format!("{}/pay/#order={encoded}", world.stack.addresses().wallet);
        let second = world.browser.open_tab().await?;
        page.open(&link).await?;
        pay.order_is_shown().await?;

        world.browser.switch_to(&first).await?;
        pay.approve(PASSWORD).await?;
        let paid = pay.receipt().await?;
        world.browser.switch_to(&second).await?;
        pay.approve(PASSWORD).await?;
        assert_eq!(pay.receipt().await?.transaction, paid.transaction);
        page.reload().await?;
        assert_eq!(pay.receipt().await?.transaction, paid.transaction);
        assert_eq!(world.verify(&purchase).await?["tx"], paid.transaction.as_str());
        Ok(())
    })
    .await
}
