//! What a page may try that the zone certifies, or that somebody has taken over.

use demo::StackOptions;
use e2e::{PASSWORD, Result, Shop, World, says_in_every_language};
use serde_json::{Value, json};

use crate::support::{journey, journey_with};

/// A resident at a shop whose page has a script of its own.
async fn at_the_shop(run: impl AsyncFnOnce(&mut World, &Shop) -> Result<()>) -> Result<()> {
    let shop = Shop::rent().await?;
    let options = StackOptions {
        more_origins: vec![shop.origin.clone()],
        ..StackOptions::default()
    };
    journey_with(options, async |world| {
        shop.open(&world.stack);
        world.become_resident().await?;
        run(world, &shop).await
    })
    .await
}

/// Has the shop's page open the pay page and answer it in one of its ways. Gives the pay URLs of its two orders.
async fn open_with(world: &World, shop: &Shop, answer: &str) -> Result<Vec<String>> {
    let page = world.browser.page();
    page.open(&format!("{}/own?answer={answer}", shop.origin)).await?;
    let ordered = async || {
        let urls = page.run("return window.payUrls ?? null").await?;
        Ok(urls.as_array().map(|urls| {
            urls.iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        }))
    };
    let urls = page.wait_for("two orders", ordered).await?;
    let known = world.browser.windows().await?;
    page.find("button").await?.click().await?;
    world.browser.switch_to_new_window(&known).await?;
    Ok(urls)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_window_is_bound_to_one_order_whatever_else_is_said() -> Result<()> {
    at_the_shop(async |world, shop| {
        let (page, pay) = (world.browser.page(), world.pay());
        let tab = world.browser.window().await?;
        for answer in ["replay", "flood", "prototypes"] {
            let urls = open_with(world, shop, answer).await?;
            pay.order_is_shown().await?;
            assert!(page.text("opened-from").await?.contains(&shop.origin), "{answer}");
            if answer == "replay" {
                // Long after other orders were named again and again, the first one is paid.
                pay.approve(PASSWORD).await?;
                pay.receipt().await?;
            }
            assert_eq!(pay.pay_url().await?, urls[0], "{answer}");
            let fetched = "return performance.getEntriesByType('resource').map(({ name }) => name)";
            let fetched = page.run(fetched).await?.to_string();
            assert!(!fetched.contains(&urls[1]), "{answer}: {fetched}");
            world.browser.close_window().await?;
            world.browser.switch_to(&tab).await?;
        }
        // Without a port there is no opening, and no order behind it counts.
        open_with(world, shop, "portless").await?;
        says_in_every_language(&page, "pay.noOrder").await?;
        assert!(!page.shows("pay-submit").await?);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_changes_is_shown_again_and_not_signed() -> Result<()> {
    at_the_shop(async |world, shop| {
        let (page, pay) = (world.browser.page(), world.pay());
        let urls = open_with(world, shop, "switching").await?;
        pay.order_is_shown().await?;
        pay.approve(PASSWORD).await?;
        says_in_every_language(&page, "pay.changed").await?;
        // Nothing went out, for neither of them.
        for url in urls {
            let status: Value = reqwest::get(url.replacen("/pay/", "/v1/orders/", 1))
                .await?
                .json()
                .await?;
            assert_eq!(status["state"], "created");
        }
        Ok(())
    })
    .await
}

/// Remembers another payee for an origin than the one that is paid there now, as an earlier payment would have.
const OTHER_PAYEE: &str = r"
    const request = indexedDB.open('cryptocity');
    request.onsuccess = () => {
        const change = request.result.transaction('meta', 'readwrite');
        change.objectStore('meta').put('991140000018', 'payee ' + ORIGIN);
        change.oncomplete = () => { request.result.close(); window.remembered = true; };
    };";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_payee_is_said_and_another_one_than_before_is_warned_of() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let (page, pay) = (world.browser.page(), world.pay());
        pay.order_is_shown().await?;
        let cafe = world.stack.addresses().cafe.clone();
        assert!(page.text("first-payee").await?.contains(&cafe));
        page.run(&OTHER_PAYEE.replace("ORIGIN", &json!(cafe).to_string()))
            .await?;
        let remembered =
            async || Ok((page.run("return window.remembered === true").await? == true).then_some(()));
        page.wait_for("the other payee to be remembered", remembered)
            .await?;
        page.reload().await?;
        assert!(page.text("other-payee").await?.contains("991140000018"));
        // A warning, not a refusal: companies change hands.
        pay.approve(PASSWORD).await?;
        pay.receipt().await.map(drop)
    })
    .await
}

/// Chooses the other asset and notes what becomes of the pay button: whether it waits, whether it pays when it is pressed
/// too early, and after how long it does not wait any more. Then the same when the window comes to the front again.
const ARMING: &str = r"
    const button = () => document.querySelector('[data-testid=pay-submit]');
    const password = () => document.querySelector('[data-testid=pay-password]');
    const enabledAfter = async (since) => {
        while (button().disabled) await new Promise(requestAnimationFrame);
        return performance.now() - since;
    };
    (async () => {
        // What is shown changes; the button itself may stay the same element.
        const amount = () => document.querySelector('[data-testid=asset-amount]')?.textContent;
        const before = amount();
        const shown = new Promise((resolve) => {
            const observer = new MutationObserver(() => {
                if (!amount() || amount() === before) return;
                observer.disconnect();
                resolve(performance.now());
            });
            observer.observe(document.body, { childList: true, characterData: true, attributes: true, subtree: true });
        });
        document.querySelector('input[name=asset]:not(:checked)').click();
        const changed = await shown;
        const waits = button().disabled;
        password().value = 'too early';
        button().form.requestSubmit();
        const tooEarly = password().value;
        const first = await enabledAfter(changed);
        const front = performance.now();
        window.dispatchEvent(new Event('focus'));
        await new Promise(requestAnimationFrame);
        const waitsAgain = button().disabled;
        const second = await enabledAfter(front);
        window.arming = { waits, tooEarly, first, waitsAgain, second };
    })();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pay_button_waits_until_the_order_was_seen() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        world.order().await?;
        let (page, pay) = (world.browser.page(), world.pay());
        pay.order_is_shown().await?;
        page.find("[data-testid=pay-submit]:enabled").await?;
        page.run(ARMING).await?;
        let measured = async || {
            let arming = page.run("return window.arming ?? null").await?;
            Ok((!arming.is_null()).then_some(arming))
        };
        let arming = page.wait_for("the button to be pressed", measured).await?;
        assert_eq!(
            (&arming["waits"], &arming["waitsAgain"]),
            (&json!(true), &json!(true))
        );
        // The password is taken out of the field only by an attempt to pay.
        assert_eq!(arming["tooEarly"], "too early");
        for time in ["first", "second"] {
            assert!(
                arming[time].as_f64().is_some_and(|time| time >= 500.0),
                "{arming}"
            );
        }
        assert!(!page.shows("busy").await?);

        // A quarter of an hour later the price holds no more: another one is asked for, and seen, before anything is paid.
        page.run("window.realNow = Date.now; Date.now = () => window.realNow.call(Date) + 960000")
            .await?;
        page.by_id("requote").await?;
        page.find("[data-testid=pay-submit]:disabled").await?;
        page.run("Date.now = window.realNow").await?;
        page.click("requote").await?;
        page.find("[data-testid=pay-submit]:enabled").await?;
        assert!(!page.shows("requote").await?);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_windows_and_a_delegated_payer_are_refused() -> Result<()> {
    journey(async |world| {
        let payer = world.become_resident().await?;
        let (_, popup) = world.order().await?;
        let (page, pay) = (world.browser.page(), world.pay());
        pay.order_is_shown().await?;
        let encoded = pay.pay_url().await?.replace(':', "%3A").replace('/', "%2F");
        let link = format!("{}/pay/#order={encoded}", world.stack.addresses().wallet);
        for _ in 0..4 {
            world.browser.open_tab().await?;
            page.open(&link).await?;
            pay.order_is_shown().await?;
        }
        let last = world.browser.open_tab().await?;
        page.open(&link).await?;
        says_in_every_language(&page, "pay.tooManyWindows").await?;
        assert!(!page.shows("pay-submit").await?);

        // With one window less there is room; by now the payer's account is delegated (EIP-7702).
        world.browser.switch_to(&popup).await?;
        world.browser.close_window().await?;
        let delegation = format!("0xef0100{}", "11".repeat(20));
        world
            .tell_node("anvil_setCode", json!([payer, delegation]))
            .await?;
        world.browser.switch_to(&last).await?;
        page.click("retry").await?;
        says_in_every_language(&page, "pay.delegated").await?;
        assert!(!page.shows("pay-submit").await?);
        Ok(())
    })
    .await
}
