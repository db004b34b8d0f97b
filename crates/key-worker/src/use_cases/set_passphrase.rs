use keys::{Passphrase, PassphraseError};
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{DraftView, Failure, Response},
    worker::{Clock, DraftOrigin, KeyWorker, Secret},
};

/// Gives the words that were just made a passphrase, or takes it away.
pub(crate) fn set_passphrase<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    typed: &Secret,
) -> Result<Response, Failure> {
    let Some((draft, DraftOrigin::Made)) = worker.draft.as_mut() else {
        return Err(Failure::NoWords);
    };
    draft
        .set_passphrase(passphrase(typed)?)
        .map_err(|_| Failure::NoAccount)?;
    Ok(Response::Draft(DraftView {
        addresses: draft.addresses().collect(),
    }))
}

/// A typed passphrase; `None` when nothing was typed.
pub(crate) fn passphrase(typed: &[u8]) -> Result<Option<Passphrase>, Failure> {
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::BadRequest)?;
    match Passphrase::new(typed) {
        Ok(passphrase) => Ok(Some(passphrase)),
        Err(PassphraseError::Empty) => Ok(None),
        Err(PassphraseError::TooLong) => Err(Failure::LongPassphrase),
    }
}
