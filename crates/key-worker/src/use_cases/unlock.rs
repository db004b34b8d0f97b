use vault::{Password, RandomPort, VaultStore, unlock_vault};

use crate::{
    protocol::{Failure, Response},
    use_cases::show_status::show_status,
    worker::{Clock, KeyWorker, Secret},
};

/// Opens the vault with the password.
pub(crate) async fn unlock<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    mut secret: Secret,
) -> Result<Response, Failure> {
    let password = Password::new(std::mem::take(&mut *secret));
    let record = worker.load_record().await?.ok_or(Failure::NoVault)?;
    worker.open = Some(unlock_vault(&record, &password)?);
    show_status(worker).await
}
