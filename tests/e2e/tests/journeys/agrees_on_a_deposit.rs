use e2e::{PASSWORD, Result, World};

use crate::support::journey;

const SIDES: [&str; 3] = ["buyer", "seller", "notary"];

/// Proposed, joined and signed by three who all live in one wallet; none of them ever has a coin.
pub(crate) async fn agree(world: &World, kind: &str) -> Result<()> {
    world.become_resident().await?;
    let deposits = world.deposits();
    deposits.open().await?;
    deposits.play_all_roles().await?;
    deposits.propose(kind, "50000").await?;
    deposits.join().await?;
    let mut hashes = Vec::new();
    for side in SIDES {
        hashes.push(deposits.begin(side, "step-agree").await?);
        deposits.sign(PASSWORD).await?;
    }
    assert!(
        hashes
            .iter()
            .all(|hash| hash.starts_with("0x") && *hash == hashes[0]),
        "{hashes:?}"
    );
    deposits.phase("money").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_sides_agree_on_a_deposit_and_the_notary_completes_it() -> Result<()> {
    journey(async |world| {
        agree(world, "kind-zadatok").await?;
        let deposits = world.deposits();
        deposits.begin("buyer", "step-fund").await?;
        deposits.sign(PASSWORD).await?;
        deposits.begin("seller", "step-fund").await?;
        deposits.fill().await?;
        deposits.sign(PASSWORD).await?;
        deposits.phase("sale").await?;
        deposits.begin("notary", "decide-completed").await?;
        // A wrong password decides nothing.
        world
            .wallet()
            .page()
            .type_into("deposit-password", "not the password")
            .await?;
        world.wallet().page().click("deposit-sign").await?;
        world.wallet().page().by_id("error").await?;
        deposits.sign(PASSWORD).await?;
        deposits.phase("completed").await?;
        let history = deposits.history().await?;
        let transactions = history.matches("0x").count();
        // Opened, two payments in, the decision, the seller's payout.
        assert_eq!(transactions, 5, "{history}");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_buyer_who_withdraws_leaves_the_deposit_to_the_seller() -> Result<()> {
    journey(async |world| {
        agree(world, "kind-zadatok").await?;
        let deposits = world.deposits();
        deposits.begin("buyer", "step-fund").await?;
        deposits.sign(PASSWORD).await?;
        deposits.begin("seller", "step-fund").await?;
        deposits.fill().await?;
        deposits.sign(PASSWORD).await?;
        deposits.phase("sale").await?;
        deposits.begin("buyer", "step-withdraw").await?;
        deposits.sign(PASSWORD).await?;
        deposits.phase("buyer-withdrew").await
    })
    .await
}
