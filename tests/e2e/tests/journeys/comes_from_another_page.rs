use e2e::{Result, Stranger, says_in_every_language};

use crate::support::{DOLLAR, journey, state};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_of_the_cafe_opened_by_a_page_of_another_origin_is_refused() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        let stranger = Stranger::open_shop(&world.stack.addresses().wallet, &pay.pay_url().await?).await?;

        let page = world.browser.page();
        page.open(&stranger.origin).await?;
        let before = world.browser.windows().await?;
        page.find("button").await?.click().await?;
        world.browser.switch_to_new_window(&before).await?;
        let error = says_in_every_language(pay.page(), "error.otherOrigin").await?;
        assert!(error.contains(&stranger.origin), "{error}");
        assert!(!page.shows("pay-submit").await?);
        assert_eq!(state(&world.status(&purchase).await?), "created");
        Ok(())
    })
    .await
}

/// What a hostile page may say instead of an order.
const NO_ORDERS: [&str; 4] = [
    r#"[{ t: "cc.open", v: 1, payUrl: "javascript:alert(1)" }]"#,
    r#"[{ t: "cc.open", v: 1, payUrl: "http://192.0.2.1/pay/0x01" }]"#,
    r#"[{ t: "cc.open", v: 1, payUrl: ["https://till.example/pay/0x01"] }]"#,
    r#"[{ t: "cc.open", v: 1, payUrl: "https://till.example/" + "a".repeat(100000) }]"#,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_opener_gets_no_payable_page() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let (pay_url, wallet) = (pay.pay_url().await?, world.stack.addresses().wallet.clone());
        let page = world.browser.page();
        for messages in NO_ORDERS {
            // The first answer is the only one: the right order behind it does not count any more.
            let stranger = Stranger::open_hostile_shop(&wallet, &pay_url, messages).await?;
            page.open(&stranger.origin).await?;
            let shop = world.browser.window().await?;
            let before = world.browser.windows().await?;
            page.find("button").await?.click().await?;
            world.browser.switch_to_new_window(&before).await?;
            says_in_every_language(&page, "pay.noOrder").await?;
            assert!(!page.shows("pay-submit").await?, "{messages}");
            world.browser.close_window().await?;
            world.browser.switch_to(&shop).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_shows_the_order_without_a_page_it_was_opened_from() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let encoded = pay.pay_url().await?.replace(':', "%3A").replace('/', "%2F");
        let page = world.browser.page();
        world.browser.open_tab().await?;
        page.open(&format!(
            "{}/pay/#order={encoded}",
            world.stack.addresses().wallet
        ))
        .await?;
        pay.order_is_shown().await?;
        assert!(!page.shows("opened-from").await?);
        Ok(())
    })
    .await
}
