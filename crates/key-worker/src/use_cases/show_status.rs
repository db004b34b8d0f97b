use vault::{RandomPort, VaultRecord, VaultStore};

use crate::{
    protocol::{AccountView, Failure, LockState, Response, StatusView},
    worker::{Clock, KeyWorker},
};

/// Whether there is a vault, whether it is open, and its public accounts.
pub(crate) async fn show_status<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
) -> Result<Response, Failure> {
    let record = worker.load_record().await?;
    let lock = match (&record, &worker.open) {
        (None, _) => LockState::NoVault,
        (Some(_), None) => LockState::Locked,
        (Some(_), Some(_)) => LockState::Unlocked,
    };
    Ok(Response::Status(StatusView {
        lock,
        accounts: record.map(|record| accounts(&record)).unwrap_or_default(),
    }))
}

fn accounts(record: &VaultRecord) -> Vec<AccountView> {
    record
        .accounts
        .iter()
        .map(|entry| AccountView {
            index: entry.index,
            address: entry.address,
        })
        .collect()
}
