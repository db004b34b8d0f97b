use keys::Mnemonic;
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, Response},
    worker::{Clock, KeyWorker, Secret, WordsOrigin},
};

/// Checks typed words and keeps them for `CreateVault`.
pub(crate) fn read_words<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    typed: &Secret,
) -> Result<Response, Failure> {
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::BadRequest)?;
    worker.words = Some((Mnemonic::parse(typed)?, WordsOrigin::Typed));
    Ok(Response::WordsRead)
}
