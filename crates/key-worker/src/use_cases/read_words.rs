use keys::{Mnemonic, Passphrase, PassphraseError, WordLanguage};
use vault::{RandomPort, VaultDraft, VaultStore};

use crate::{
    protocol::{Failure, ReadWordsRequest, Response},
    worker::{Clock, KeyWorker, Secret},
};

/// Checks typed words and keeps them for `CreateVault` or `AddToVault`.
pub(crate) fn read_words<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &ReadWordsRequest,
    typed: &Secret,
) -> Result<Response, Failure> {
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::BadRequest)?;
    let (words, passphrase) = typed.split_once('\0').unwrap_or((typed, ""));
    let mnemonic = match request.language.as_deref() {
        Some(code) => Mnemonic::parse_in(WordLanguage::from_code(code).ok_or(Failure::BadRequest)?, words)?,
        None => Mnemonic::parse(words)?,
    };
    let passphrase = match Passphrase::new(passphrase) {
        Ok(passphrase) => Some(passphrase),
        Err(PassphraseError::Empty) => None,
        Err(PassphraseError::TooLong) => return Err(Failure::LongPassphrase),
    };
    let draft = VaultDraft::from_words(mnemonic, passphrase, request.start_index);
    Ok(worker.keep_typed(draft.map_err(|_| Failure::NoAccount)?))
}
