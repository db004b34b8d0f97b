use vault::{Password, RandomPort, VaultDraft, VaultStore, open_keystore};

use crate::{
    protocol::{Failure, FileRequest, Response},
    worker::{Clock, KeyWorker, Secret},
};

/// Opens a keystore file and keeps its key for `CreateVault` or `AddToVault`.
pub(crate) fn read_keystore<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &FileRequest,
    mut secret: Secret,
) -> Result<Response, Failure> {
    let password = Password::new(std::mem::take(&mut *secret));
    let key = open_keystore(&request.text, &password)?;
    Ok(worker.keep_typed(VaultDraft::from_private_key(key)))
}
