use vault::{Password, RandomPort, VaultStore, open_backup};

use crate::{
    protocol::{Failure, FileRequest, Response},
    worker::{Clock, KeyWorker, Secret},
};

/// Opens a backup file and keeps what is in it for `CreateVault` or `AddToVault`.
pub(crate) fn read_backup<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &FileRequest,
    mut secret: Secret,
) -> Result<Response, Failure> {
    let password = Password::new(std::mem::take(&mut *secret));
    Ok(worker.keep_typed(open_backup(&request.text, &password)?))
}
