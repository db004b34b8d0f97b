use demo::StackOptions;
use e2e::{DroppingProxy, PASSWORD, Result, says_in_every_language};

use crate::support::{DOLLAR, journey, journey_with, state};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_till_that_is_down_is_said_and_a_retry_pays_once() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let (pay, page) = (world.pay(), world.browser.page());
        pay.order_is_shown().await?;
        pay.choose("tUSD").await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        world.stack.stop_merchant().await;
        // The order is asked for again before anything is signed: without an answer nothing is.
        pay.approve(PASSWORD).await?;
        says_in_every_language(&page, "error.tillUnreachable").await?;
        world.stack.start_merchant().await?;
        pay.approve(PASSWORD).await?;
        let paid = pay.receipt().await?;
        assert_eq!(world.verify(&purchase).await?["tx"], paid.transaction.as_str());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_that_is_down_is_said_and_a_retry_pays_once() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let (pay, page) = (world.pay(), world.browser.page());
        pay.order_is_shown().await?;
        pay.choose("tUSD").await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        world.stack.stop_operator().await;
        pay.approve(PASSWORD).await?;
        says_in_every_language(&page, "error.unconfirmed").await?;
        world.stack.start_operator().await?;
        page.click("retry").await?;
        let paid = pay.receipt().await?;
        assert_eq!(world.verify(&purchase).await?["tx"], paid.transaction.as_str());
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_lost_after_paying_is_not_a_second_payment() -> Result<()> {
    let proxy = DroppingProxy::listen().await?;
    let options = StackOptions {
        merchant_public_url: Some(proxy.url.clone()),
        ..StackOptions::default()
    };
    journey_with(options, async |world| {
        proxy.stand_before(&world.stack.addresses().merchant);
        world.become_resident().await?;
        let (cafe, _) = world.order().await?;
        let (pay, page) = (world.pay(), world.browser.page());
        pay.order_is_shown().await?;
        pay.choose("tUSD").await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        proxy.lose_answers(1);
        pay.approve(PASSWORD).await?;
        says_in_every_language(&page, "error.unconfirmed").await?;
        assert_eq!(proxy.lost(), 1);
        // The payment has happened; only the answer is missing.
        let status = world.status(&purchase).await?;
        assert!(["settled", "final"].contains(&state(&status)), "{status}");
        page.click("retry").await?;
        let paid = pay.receipt().await?;
        assert_eq!(status["transaction"], paid.transaction.as_str());
        assert_eq!(world.verify(&purchase).await?["tx"], paid.transaction.as_str());
        world.browser.switch_to(&cafe).await?;
        assert_eq!(world.cafe().thanks().await?.1, paid.transaction);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_till_that_is_down_before_the_order_is_shown_can_be_asked_again() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let (cafe, _) = world.order().await?;
        let (pay, page) = (world.pay(), world.browser.page());
        pay.order_is_shown().await?;
        world.browser.close_window().await?;
        world.browser.switch_to(&cafe).await?;
        world.stack.stop_merchant().await;
        world.press_pay().await?;
        says_in_every_language(&page, "error.tillUnreachable").await?;
        world.stack.start_merchant().await?;
        page.click("retry").await?;
        pay.order_is_shown().await
    })
    .await
}
