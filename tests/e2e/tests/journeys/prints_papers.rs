use e2e::{LANGUAGES, PASSWORD, Result, World};
use serde_json::{Value, json};

use crate::{
    agrees_on_a_deposit::agree,
    support::{digits, journey},
};

/// Orders so many things at the café's till, and pays. Gives the receipt's address.
async fn bought(world: &World, lines: usize) -> Result<String> {
    let addresses = world.stack.addresses();
    let line = |number: usize| json!({ "name": format!("Тойға арналған таңғы ас, № {number}"), "quantityMilli": "2000", "unitTiyn": "35000", "vatBps": 1600 });
    let order = reqwest::Client::new()
        .post(format!("{}/order", addresses.cafe))
        .json(&(1..=lines).map(line).collect::<Vec<_>>());
    let order: Value = order.send().await?.json().await?;
    let id = order["orderId"].as_str().unwrap_or_default().to_owned();
    let page = world.browser.page();
    page.open(&format!("{}/o/{id}", addresses.merchant)).await?;
    page.open(&world.till().pay_link().await?).await?;
    world.pay().order_is_shown().await?;
    world.pay().choose("tKZT").await?;
    world.pay().approve(PASSWORD).await?;
    world.pay().receipt().await?;
    Ok(format!("{}/receipt/{id}", addresses.merchant))
}

/// Chromium writes one such dictionary a page, and says its size in points.
fn pages(pdf: &[u8]) -> (usize, bool) {
    let text = String::from_utf8_lossy(pdf);
    let pages = text.matches("/Type /Page\n").count() + text.matches("/Type /Page ").count();
    (pages, text.contains("/MediaBox [0 0 59") && text.contains(" 84"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_is_one_page_of_paper_in_every_language() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        for lines in [2, 60] {
            let receipt = bought(world, lines).await?;
            for language in ["", "?in=en"] {
                page.open(&format!("{receipt}{language}")).await?;
                assert_eq!(digits(&page.text("total").await?), (lines * 700).to_string());
                assert_eq!(pages(&page.print().await?), (1, true), "{lines} lines {language}");
            }
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_and_an_empty_recovery_sheet_are_one_page_of_paper_each() -> Result<()> {
    journey(async |world| {
        agree(world, "kind-zadatok").await?;
        let page = world.browser.page();
        page.click("deposit-document").await?;
        page.by_id("document").await?;
        assert_eq!(pages(&page.print().await?), (1, true), "the agreement");
        for language in LANGUAGES {
            page.open_path(&world.stack.addresses().wallet, "/recovery-sheet")
                .await?;
            page.by_id("recovery-sheet").await?;
            page.find(&format!(".languages [lang={language}]"))
                .await?
                .click()
                .await?;
            page.wait_for("the language", async || {
                let spoken = page.run("return document.documentElement.lang").await?;
                Ok((spoken.as_str() == Some(language)).then_some(()))
            })
            .await?;
            assert_eq!(
                pages(&page.print().await?),
                (1, true),
                "the recovery sheet, {language}"
            );
        }
        Ok(())
    })
    .await
}
