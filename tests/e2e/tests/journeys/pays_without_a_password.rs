use e2e::{DevTools, PASSWORD, Result, World};
use serde_json::json;

use crate::support::{DOLLAR, TENGE, journey, state};

/// Buys at the café and comes back to it; `approve` is what the person does on the pay page.
async fn buy(
    world: &World,
    symbol: &str,
    token: &str,
    approve: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let (cafe, _) = world.order().await?;
    let pay = world.pay();
    pay.order_is_shown().await?;
    pay.choose(symbol).await?;
    let purchase = world.ask_what_is_to_be_paid(token).await?;
    approve().await?;
    let paid = pay.receipt().await?;
    assert_eq!(world.verify(&purchase).await?["tx"], paid.transaction.as_str());
    assert!(["settled", "final"].contains(&state(&world.status(&purchase).await?)));
    world.browser.close_window().await?;
    world.browser.switch_to(&cafe).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_passkey_pays_and_an_unlocked_tab_pays_small_amounts_to_payees_it_knows() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let wallet_tab = world.browser.window().await?;
        let page = world.browser.page();
        let origin = world.stack.addresses().wallet.clone();

        // A fingerprint reader for every page of this origin.
        let mut tools = DevTools::connect(&world.browser.debugger_address()?).await?;
        let session = tools.attach_to_page(&origin).await?;
        give_passkeys(&mut tools, &session).await?;
        page.open_path(&origin, "/settings/security").await?;
        world.wallet().unlock(PASSWORD).await?;
        page.type_into("passkey-password", PASSWORD).await?;
        page.click("passkey-password-submit").await?;
        page.by_id("passkey-remove").await?;
        page.find("#session-ceiling option[value='500000']")
            .await?
            .click()
            .await?;
        page.type_into("session-password", PASSWORD).await?;
        page.click("session-password-submit").await?;
        let saved = "return !document.querySelector('[data-testid=session-password-submit]').disabled";
        let is_saved = async || Ok(page.run(saved).await?.as_bool().filter(|saved| *saved));
        page.wait_for("the policy to be saved", is_saved).await?;
        assert!(!page.shows("error").await?);

        // The first payment to this payee is never made without its owner.
        world.browser.open_tab().await?;
        buy(world, "tUSD", DOLLAR, async || {
            let page = world.browser.page();
            page.by_id("pay-password").await?;
            assert!(!page.shows("pay-session").await?);
            world.pay().approve(PASSWORD).await
        })
        .await?;
        // The second one is, as long as the other tab is unlocked.
        buy(world, "tKZT", TENGE, async || {
            let page = world.browser.page();
            page.by_id("pay-session").await?;
            assert!(!page.shows("pay-password").await?);
            page.click("pay-submit").await
        })
        .await?;

        // The third one by passkey, in the tab that has the reader, after the wallet was locked.
        let cafe = world.browser.window().await?;
        world.browser.switch_to(&wallet_tab).await?;
        world.wallet().lock().await?;
        world.browser.switch_to(&cafe).await?;
        world.order().await?;
        world.pay().order_is_shown().await?;
        world.pay().choose("tUSD").await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        world.browser.page().by_id("pay-password").await?;
        let pay_url = world.pay().pay_url().await?;
        world.browser.close_window().await?;
        world.browser.switch_to(&wallet_tab).await?;
        page.open_path(
            &origin,
            &format!("/pay/#order={}", pay_url.replace(':', "%3A").replace('/', "%2F")),
        )
        .await?;
        world.pay().choose("tUSD").await?;
        page.click("pay-passkey").await?;
        let paid = world.pay().receipt().await?;
        // The independent script takes a second payment of the same amount for the same one.
        let status = world.status(&purchase).await?;
        assert_eq!(status["transaction"], paid.transaction.as_str());
        assert!(["settled", "final"].contains(&state(&status)));
        Ok(())
    })
    .await
}

async fn give_passkeys(tools: &mut DevTools, session: &str) -> Result<()> {
    tools.call(Some(session), "WebAuthn.enable", json!({})).await?;
    let options = json!({ "options": {
        "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": true,
        "hasUserVerification": true, "hasPrf": true, "isUserVerified": true, "automaticPresenceSimulation": true,
    }});
    tools
        .call(Some(session), "WebAuthn.addVirtualAuthenticator", options)
        .await?;
    Ok(())
}
