use keys::PrivateKey;
use vault::{RandomPort, VaultDraft, VaultStore};

use crate::{
    protocol::{Failure, Response},
    worker::{Clock, KeyWorker, Secret},
};

/// Checks a typed private key and keeps it for `CreateVault` or `AddToVault`.
pub(crate) fn read_private_key<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    typed: &Secret,
) -> Result<Response, Failure> {
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::NotAPrivateKey)?;
    let key = PrivateKey::parse(typed).map_err(|_| Failure::NotAPrivateKey)?;
    Ok(worker.keep_typed(VaultDraft::from_private_key(key)))
}
