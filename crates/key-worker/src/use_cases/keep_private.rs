use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, FileRequest, Response},
    worker::{Clock, KeyWorker, Secret},
};

/// Longer than any address book.
const LONGEST: usize = 8 * 1024 * 1024;
/// What the owner keeps beside the keys.
const PURPOSE: &str = "book";

/// Encrypts the owner's contacts and notes for this vault.
pub(crate) fn seal_book<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    plain: &Secret,
) -> Result<Response, Failure> {
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    if plain.len() > LONGEST {
        return Err(Failure::BadRequest);
    }
    let sealed = open
        .seal_private(PURPOSE, plain, &worker.random)
        .map_err(|_| Failure::NoRandomness)?;
    Ok(Response::File(sealed))
}

/// Decrypts them again.
pub(crate) fn open_book<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: &FileRequest,
    answer: &mut Secret,
) -> Result<Response, Failure> {
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    *answer = open
        .open_private(PURPOSE, &request.text)
        .ok_or(Failure::VaultReplaced)?;
    Ok(Response::Exported)
}
