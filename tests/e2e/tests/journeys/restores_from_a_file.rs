use std::fs;

use e2e::{DevTools, JourneyError, PASSWORD, Result};
use serde_json::json;

use crate::support::journey;

const PASSPHRASE: &str = "көктөбе-тұманы-17";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_file_brings_everything_back_after_the_sites_data_was_erased() -> Result<()> {
    journey(async |world| {
        let wallet = world.wallet();
        let (_, address) = wallet.create_long(PASSWORD, PASSPHRASE).await?;
        let page = wallet.page();

        let downloads = world.browser.profile().join("downloads");
        let mut tools = DevTools::connect(&world.browser.debugger_address()?).await?;
        let into = json!({ "behavior": "allow", "downloadPath": downloads });
        tools.call(None, "Browser.setDownloadBehavior", into).await?;
        page.open_path(&world.stack.addresses().wallet, "/settings/backup")
            .await?;
        wallet.unlock(PASSWORD).await?;
        page.type_into("backup-password", PASSWORD).await?;
        page.type_into("backup-file-password", "another long winter evening")
            .await?;
        page.click("backup-save").await?;
        let file = downloads.join("cryptocity-backup.json");
        let saved = async || Ok(fs::read_to_string(&file).ok().filter(|text| text.ends_with('}')));
        page.wait_for("the backup file", saved).await?;

        // Everything of this origin is erased; the file is all there is.
        let origin = world.stack.addresses().wallet.clone();
        let everything = json!({ "origin": origin, "storageTypes": "all" });
        let session = tools.attach_to_page(&origin).await?;
        tools
            .call(Some(&session), "Storage.clearDataForOrigin", everything)
            .await?;
        let wallet = world.wallet();
        wallet.begin_to_restore().await?;
        let page = wallet.page();
        page.click("tab-file").await?;
        let path = file
            .to_str()
            .ok_or_else(|| JourneyError::Answer("a path".into()))?;
        page.by_id("wallet-file").await?.send_keys(path).await?;
        page.type_into("wallet-file-password", "another long winter evening")
            .await?;
        page.click("file-submit").await?;
        wallet.choose_password("a third river crossing").await?;
        assert_eq!(wallet.address().await?, address);
        Ok(())
    })
    .await
}
