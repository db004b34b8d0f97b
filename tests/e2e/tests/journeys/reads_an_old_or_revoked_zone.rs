use e2e::{PASSWORD, Result, World, says_in_every_language};
use zone::{Envelope, Registry, Revocation};

use crate::support::{DOLLAR, journey, state};

/// A resident with an order on screen; then the zone publishes another registry and the page is opened again.
async fn order_under(world: &World, change: impl FnOnce(&mut Registry), key: &str) -> Result<String> {
    world.become_resident().await?;
    let (cafe, _) = world.order().await?;
    world.pay().order_is_shown().await?;
    let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
    world.browser.close_window().await?;
    world.browser.switch_to(&cafe).await?;

    let mut registry = world.stack.registry().clone();
    change(&mut registry);
    world.stack.publish_registry(&registry)?;
    world.press_pay().await?;
    let error = says_in_every_language(&world.browser.page(), key).await?;
    assert!(!world.browser.page().shows("pay-submit").await?);
    assert_eq!(state(&world.status(&purchase).await?), "created");
    Ok(error)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_certificate_is_refused_with_the_zones_reason() -> Result<()> {
    journey(async |world| {
        let certificate = world.stack.certificate_hash();
        let revoke = |registry: &mut Registry| {
            let mut reason = registry.notice.clone();
            for text in [&mut reason.kk, &mut reason.ru, &mut reason.en] {
                *text = "REASON-77".into();
            }
            registry.version += 1;
            registry.revocations.push(Revocation {
                certificate,
                revoked_at: registry.issued_at,
                reason,
            });
        };
        let error = order_under(world, revoke, "error.certificateRevoked").await?;
        assert!(error.contains("REASON-77"), "{error}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_registry_is_refused() -> Result<()> {
    journey(async |world| {
        let expire = |registry: &mut Registry| {
            registry.version += 1;
            registry.expires_at = registry.issued_at;
        };
        order_under(world, expire, "error.registryExpired")
            .await
            .map(drop)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_registry_than_seen_before_is_refused() -> Result<()> {
    journey(async |world| {
        // Seen first: version 1. What comes then is older.
        let roll_back = |registry: &mut Registry| registry.version -= 1;
        order_under(world, roll_back, "error.registryRollback")
            .await
            .map(drop)
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_registry_changed_after_signing_is_refused() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let file = world.stack.zone_folder().join("registry.json");
        let mut envelope: Envelope = serde_json::from_slice(&std::fs::read(&file)?)?;
        let other = if envelope.signatures[0].sig.starts_with('A') {
            "B"
        } else {
            "A"
        };
        envelope.signatures[0].sig.replace_range(..1, other);
        std::fs::write(&file, serde_json::to_vec(&envelope)?)?;
        world.order().await?;
        says_in_every_language(&world.browser.page(), "error.registryInvalid").await?;
        assert!(!world.browser.page().shows("pay-submit").await?);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_does_not_answer_stops_nothing_for_long() -> Result<()> {
    journey(async |world| {
        world.become_resident().await?;
        let mut registry = world.stack.registry().clone();
        let rpc = std::mem::replace(&mut registry.chains[0].rpc, vec!["http://127.0.0.1:1".into()]);
        world.stack.publish_registry(&registry)?;
        let (cafe, _) = world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        pay.approve(PASSWORD).await?;
        says_in_every_language(pay.page(), "error.chainUnreachable").await?;
        assert_eq!(state(&world.status(&purchase).await?), "created");

        registry.chains[0].rpc = rpc;
        world.stack.publish_registry(&registry)?;
        world.browser.close_window().await?;
        world.browser.switch_to(&cafe).await?;
        world.press_pay().await?;
        pay.order_is_shown().await?;
        pay.choose("tUSD").await?;
        pay.approve(PASSWORD).await?;
        pay.receipt().await?;
        world.verify(&purchase).await.map(drop)
    })
    .await
}
