use e2e::{PASSWORD, Result};
use serde_json::Value;

use crate::support::journey;

/// Whether this build's files are kept and answer this page.
const KEPT: &str = "return !!navigator.serviceWorker.controller
    && navigator.serviceWorker.controller.state === 'activated'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_wallet_opens_and_unlocks_without_a_network() -> Result<()> {
    journey(async |world| {
        let address = world.become_resident().await?;
        let (wallet, page) = (world.wallet(), world.browser.page());
        page.wait_for("the pages to be kept", async || {
            Ok((page.run(KEPT).await? == Value::Bool(true)).then_some(()))
        })
        .await?;
        // Once more through what is kept, so that the registry is kept too.
        page.reload().await?;
        page.by_id("unlock-password").await?;
        world.stack.stop_wallet().await;
        world.stack.stop_operator().await;
        page.reload().await?;
        wallet.unlock(PASSWORD).await?;
        assert_eq!(wallet.address().await?, address);
        // The pay page is never one of those kept.
        let kept = page
            .run("return Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys())
                .map(({ url }) => new URL(url).pathname))).then((names) => names.flat())")
            .await?;
        let kept: Vec<&str> = kept.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert!(kept.contains(&"/") && kept.contains(&"/zone/registry.json"), "{kept:?}");
        assert!(!kept.iter().any(|path| path.starts_with("/pay")), "{kept:?}");
        Ok(())
    })
    .await
}
