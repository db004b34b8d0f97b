use e2e::{PASSWORD, Result};
use keys::{Mnemonic, WordLanguage};

use crate::support::{DOLLAR, journey, state};

/// The pay page's worker has the English list only.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wallet_of_japanese_words_pays_like_any_other() -> Result<()> {
    let words = Mnemonic::from_entropy(WordLanguage::Japanese, b"alatau-city-2026")
        .expect("sixteen bytes")
        .expose_words()
        .to_string();
    journey(async |world| {
        let wallet = world.wallet();
        wallet.begin_to_restore().await?;
        wallet.enter_words(&words).await?;
        // Nobody has used its accounts: that is said first.
        wallet.page().click("discovery-continue").await?;
        wallet.choose_password(PASSWORD).await?;
        wallet.fill().await?;

        world.order().await?;
        let pay = world.pay();
        pay.order_is_shown().await?;
        pay.choose("tUSD").await?;
        let purchase = world.ask_what_is_to_be_paid(DOLLAR).await?;
        pay.approve(PASSWORD).await?;
        let paid = pay.receipt().await?;
        assert_eq!(world.verify(&purchase).await?["tx"], paid.transaction.as_str());
        assert!(["settled", "final"].contains(&state(&world.status(&purchase).await?)));
        Ok(())
    })
    .await
}
