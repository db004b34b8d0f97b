use e2e::Result;

use crate::support::{digits, journey};

/// Both halves of an exchange arrive in one transaction, and activity names them and leads from one to the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dollars_become_tenge_and_activity_knows_it() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let page = world.browser.page();
        world.wallet().go("/exchange").await?;
        page.type_into("exchange-amount", "100").await?;
        page.click("exchange-ask").await?;
        let got = digits(&page.text("exchange-got").await?);
        page.click("exchange-accept").await?;
        let hash = page.text("exchange-transaction").await?;
        assert!(hash.starts_with("0x"), "{hash}");
        assert!(!got.is_empty());

        world.wallet().go("/activity").await?;
        // Two from the faucet, what was given, what was got.
        page.text_that("activity-count", "four", |text| digits(text).starts_with('4'))
            .await?;
        page.wait_for("an exchange by its name", async || {
            let href = page
                .run(
                    "return [...document.querySelectorAll('[data-testid=entry]')]
                        .find((row) => row.textContent.includes('Exchange'))?.click() ?? location.pathname",
                )
                .await?;
            Ok(href
                .as_str()
                .filter(|path| path.starts_with("/activity/"))
                .map(|_| ()))
        })
        .await?;
        let first = page.text("entry-hash").await?;
        page.click("entry-belongs").await?;
        page.wait_for("the other half", async || {
            let path = page.run("return location.pathname").await?;
            Ok(path
                .as_str()
                .filter(|path| path.contains(hash.trim()))
                .map(|_| ()))
        })
        .await?;
        assert_eq!(page.text("entry-hash").await?, first);
        assert_eq!(first.trim(), hash.trim());
        Ok(())
    })
    .await
}
