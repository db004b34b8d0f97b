use demo::StackOptions;
use e2e::{DevTools, Engine, PASSWORD, Page, Result, Shop, World};
use serde_json::{Value, json};

use crate::support::journey_with;

/// A journey with a shop that the zone certifies beside the café.
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

const BUTTON: &str = "document.querySelector('cryptocity-checkout').shadowRoot.querySelector('button')";

/// Presses the element's button as a person does.
async fn press(page: &Page) -> Result<()> {
    let button = page.find_inside("cryptocity-checkout", "button").await?;
    Ok(button.click().await?)
}

async fn events(page: &Page) -> Result<Vec<String>> {
    let events = page.run("return window.events").await?;
    let events = events.as_array().into_iter().flatten();
    Ok(events.filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Notes what the pay page's own policy stops: from now on, and, where the browser tells, since it was loaded.
const WATCH_POLICY: &str = r"
    window.stopped = [];
    document.addEventListener('securitypolicyviolation', (e) => stopped.push(e.violatedDirective + ' ' + e.blockedURI));
    if (window.ReportingObserver)
        new ReportingObserver((reports) => stopped.push(...reports.map((report) => JSON.stringify(report.body))), { types: ['csp-violation'], buffered: true }).observe();";

/// Waits until the page of the shop knows that it was paid.
async fn settles(page: &Page) -> Result<()> {
    let settled = async || Ok(events(page).await?.contains(&"settled".to_owned()).then_some(()));
    page.wait_for("the shop to be paid", settled).await?;
    // Firefox asks every site for an icon, and the shop's own policy stops that.
    let stopped = "return window.violations.filter((what) => !what.endsWith('/favicon.ico'))";
    assert_eq!(page.run(stopped).await?, Value::Array(Vec::new()));
    Ok(())
}

/// Policies under which a window keeps its link to the page that opened it.
const LINKED: [&str; 7] = [
    "/",
    "/?coop=unsafe-none&csp=strict",
    "/?coop=same-origin-allow-popups",
    "/?coop=noopener-allow-popups",
    "/?coep=require-corp",
    "/?coep=credentialless&csp=strict",
    "/?coop=same-origin-allow-popups&coep=require-corp&csp=strict",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_opens_and_knows_its_page_wherever_policies_allow() -> Result<()> {
    at_the_shop(async |world, shop| {
        let page = world.browser.page();
        for policies in LINKED {
            let tab = world.browser.open_tab().await?;
            page.open(&format!("{}{policies}", shop.origin)).await?;
            let dressed = format!(
                "const style = getComputedStyle({BUTTON}); return [style.backgroundColor, style.letterSpacing]"
            );
            assert_eq!(page.run(&dressed).await?, json!(["rgb(18, 52, 86)", "3px"]), "{policies}");
            let before = world.browser.windows().await?;
            press(&page).await?;
            world.browser.switch_to_new_window(&before).await?;
            world.pay().order_is_shown().await?;
            assert!(
                page.text("opened-from").await?.contains(&shop.origin),
                "{policies}"
            );
            // After a reload the page that opened the window answers again.
            page.reload().await?;
            assert!(
                page.text("opened-from").await?.contains(&shop.origin),
                "{policies}"
            );
            page.run(WATCH_POLICY).await?;
            page.click("other-device").await?;
            page.find("cryptocity-qr svg").await?;
            world.pay().approve(PASSWORD).await?;
            world.pay().receipt().await?;
            assert_eq!(page.run("return window.stopped").await?, json!([]), "{policies}");
            world.browser.close_window().await?;
            world.browser.switch_to(&tab).await?;
            settles(&page).await?;
            world.browser.close_window().await?;
            world.browser.switch_to(&before[0]).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_inside_a_frame_opens_a_window_too() -> Result<()> {
    at_the_shop(async |world, shop| {
        let page = world.browser.page();
        page.open(&format!("{}/framed?csp=strict", shop.origin)).await?;
        let before = world.browser.windows().await?;
        // The frame is of the page's own origin; the click is the frame's.
        page.enter_frame("iframe").await?;
        press(&page).await?;
        world.browser.switch_to_new_window(&before).await?;
        world.pay().order_is_shown().await?;
        assert!(page.text("opened-from").await?.contains(&shop.origin));
        Ok(())
    })
    .await
}

/// Policies that cut every window off.
const CUT: [&str; 3] = [
    "/?coop=same-origin",
    "/?coop=same-origin&coep=require-corp",
    "/?coop=same-origin&coep=require-corp&csp=strict",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_windows_are_cut_off_the_browser_ties_a_payment_handler_to_the_page() -> Result<()> {
    at_the_shop(async |world, shop| {
        let (page, wallet) = (world.browser.page(), world.stack.addresses().wallet.clone());
        let address = world.browser.debugger_address()?;
        let first = world.browser.window().await?;
        for policies in CUT {
            let tab = world.browser.open_tab().await?;
            page.open(&format!("{}{policies}&attributes=way=handler", shop.origin))
                .await?;
            press(&page).await?;
            let mut tools = DevTools::connect(&address).await?;
            let session = tools.wait_for_page(&format!("{wallet}/pay/?handler=")).await?;
            let shown = tools
                .wait_for(
                    &session,
                    "document.querySelector('[data-testid=opened-from]')?.textContent",
                )
                .await?;
            assert!(
                shown.as_str().is_some_and(|text| text.contains(&shop.origin)),
                "{policies}: {shown}"
            );
            let ready = "!document.querySelector('[data-testid=pay-submit]').disabled";
            tools.wait_for(&session, ready).await?;
            let approve = format!(
                "document.querySelector('[data-testid=pay-password]').value = '{PASSWORD}'; \
                 document.querySelector('[data-testid=pay-submit]').click(); true"
            );
            tools.evaluate(&session, &approve).await?;
            tools
                .wait_for(
                    &session,
                    "document.querySelector('[data-testid=receipt]')?.dataset.transaction",
                )
                .await?;
            world.browser.switch_to(&tab).await?;
            settles(&page).await?;
            tools
                .evaluate(&session, "document.querySelector('[data-testid=close]').click()")
                .await?;
            let closed = async || Ok(events(&page).await?.contains(&"closed".to_owned()).then_some(()));
            page.wait_for("the handler to be closed", closed).await?;
            // The next one has the same address.
            tools.wait_until_gone(&format!("{wallet}/pay/?handler=")).await?;
            world.browser.close_window().await?;
            world.browser.switch_to(&first).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_learns_that_it_is_cut_off_goes_another_way_by_itself() -> Result<()> {
    at_the_shop(async |world, shop| {
        let page = world.browser.page();
        page.open(&format!("{}/?coop=same-origin", shop.origin)).await?;
        press(&page).await?;
        // Either a handler or the redirect; the window that was cut off closes itself.
        let mut tools = DevTools::connect(&world.browser.debugger_address()?).await?;
        let wallet = &world.stack.addresses().wallet;
        let ways = [
            format!("{wallet}/pay/?handler="),
            format!("{wallet}/pay/?locale="),
        ];
        let session = tools.wait_for_one_of(&ways).await?;
        tools
            .wait_for(
                &session,
                "document.querySelector('[data-testid=order-total]')?.textContent",
            )
            .await?;
        tools.wait_until_gone(&format!("{wallet}/pay/?opener")).await
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_windows_are_cut_off_a_redirect_pays_and_comes_back() -> Result<()> {
    at_the_shop(async |world, shop| {
        let page = world.browser.page();
        // Chromium has a payment handler for this and has to be told; elsewhere the element finds it out by itself.
        let way = match world.browser.engine() {
            Engine::Chromium => "&attributes=way=redirect",
            Engine::Firefox => "",
        };
        for policies in [
            "/?coop=same-origin",
            "/?coop=same-origin&coep=require-corp&csp=strict",
        ] {
            page.open(&format!("{}{policies}{way}", shop.origin)).await?;
            press(&page).await?;
            world.pay().order_is_shown().await?;
            assert!(!page.shows("opened-from").await?, "{policies}");
            world.pay().approve(PASSWORD).await?;
            world.pay().receipt().await?;
            page.click("close").await?;
            settles(&page).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_on_another_device_is_followed_live() -> Result<()> {
    at_the_shop(async |world, shop| {
        let page = world.browser.page();
        page.open(&format!("{}/?attributes=way=link", shop.origin)).await?;
        let tab = world.browser.window().await?;
        press(&page).await?;
        let address = async || {
            let link = page.run("return document.querySelector('cryptocity-checkout').shadowRoot.querySelector('a')?.href").await?;
            Ok(link.as_str().map(str::to_owned))
        };
        let link = page.wait_for("the link", address).await?;
        world.browser.open_tab().await?;
        page.open(&link).await?;
        world.pay().order_is_shown().await?;
        world.pay().approve(PASSWORD).await?;
        world.pay().receipt().await?;
        world.browser.switch_to(&tab).await?;
        settles(&page).await?;
        assert_eq!(page.run(&format!("return {BUTTON}.disabled")).await?, true);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shop_that_is_left_meanwhile_changes_nothing_for_the_payer() -> Result<()> {
    at_the_shop(async |world, shop| {
        let page = world.browser.page();
        page.open(&shop.origin).await?;
        let tab = world.browser.window().await?;
        press(&page).await?;
        let pay = world
            .browser
            .switch_to_new_window(std::slice::from_ref(&tab))
            .await?;
        world.pay().order_is_shown().await?;
        world.browser.switch_to(&tab).await?;
        page.open("about:blank").await?;
        world.browser.switch_to(&pay).await?;
        world.pay().approve(PASSWORD).await?;
        world.pay().receipt().await.map(drop)
    })
    .await
}
