use vault::{RandomPort, UnlockedVault, VaultRecord, VaultStore};

use crate::{
    protocol::Failure,
    worker::{Clock, KeyWorker},
};

/// Changes the open vault: under the lock all tabs share, over what is stored now (another tab may have written), and
/// counted only once the result was read back and opens. Whatever fails, the vault in memory and in storage is the one
/// from before.
pub(crate) async fn edit_vault<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    change: impl FnOnce(&mut UnlockedVault, &R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    let _alone = worker.store.exclusive().await;
    let stored = worker.load_record().await?.ok_or(Failure::NoVault)?;
    let mut changed = open.reopen(&stored).map_err(|_| Failure::VaultReplaced)?;
    change(&mut changed, &worker.random)?;
    let record = changed.seal(&worker.random).map_err(|_| Failure::NoRandomness)?;
    let kept = save_and_reread(worker, &record).await?;
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    worker.open = Some(open.reopen(&kept).map_err(|_| Failure::StorageNotKept)?);
    Ok(())
}

/// Saves a record and reads what is stored now.
pub(crate) async fn save_and_reread<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    record: &VaultRecord,
) -> Result<VaultRecord, Failure> {
    worker.store.save(&record.to_text()).await?;
    match worker.load_record().await? {
        Some(kept) if kept == *record => Ok(kept),
        _ => Err(Failure::StorageNotKept),
    }
}
