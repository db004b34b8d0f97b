use e2e::{PASSWORD, Result};

use crate::support::{digits, journey};

const IBAN: &str = "KZ86125KZT5004100100";

/// Above the operator's threshold the resident is asked who they are, once; then tenge become tokens and tokens tenge, over a
/// bank that is simulated, and activity names both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resident_is_identified_tops_up_and_cashes_out() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        world.wallet().go("/bank").await?;
        page.type_into("topup-amount", "150000").await?;
        page.click("topup-ask").await?;
        page.click("identify-open").await?;

        page.type_into("identify-name", "Айгерім Сейтқали").await?;
        page.type_into("identify-iin", "900101300017").await?;
        page.type_into("identify-document", "012345678").await?;
        page.click("identify-submit").await?;
        page.text_that("identity-tier", "a tier", |text| text.trim() == "Basic")
            .await?;
        page.click("identity-back").await?;

        page.type_into("topup-amount", "150000").await?;
        page.click("topup-ask").await?;
        // Less 0.75 %.
        page.text_that("topup-got", "the amount", |text| digits(text) == "148875")
            .await?;
        page.click("topup-simulate").await?;
        page.text("topup-done").await?;
        let bought = page.text("bank-transaction").await?;
        assert!(bought.trim().starts_with("0x"), "{bought}");

        world.wallet().go("/bank?tab=cash-out").await?;
        page.type_into("cashout-amount", "10000").await?;
        page.type_into("cashout-iban", IBAN).await?;
        page.click("cashout-ask").await?;
        page.text_that("cashout-got", "the tenge", |text| digits(text) == "9925")
            .await?;
        let quote = page.text("cashout-quote").await?;
        assert!(quote.contains("0100") && !quote.contains(IBAN), "{quote}");
        page.type_into("cashout-password", PASSWORD).await?;
        page.click("cashout-accept").await?;
        page.text("cashout-done").await?;
        let sold = page.text("bank-transaction").await?;
        assert_ne!(bought, sold);

        world.wallet().go("/activity").await?;
        for name in ["Top up", "Cash out"] {
            page.wait_for("both by their names", async || {
                let found = page
                    .run(&format!(
                        "return [...document.querySelectorAll('[data-testid=entry]')]
                            .some((row) => row.textContent.includes('{name}')) || null"
                    ))
                    .await?;
                Ok(found.as_bool())
            })
            .await?;
        }
        Ok(())
    })
    .await
}
