use keys::{Mnemonic, WordLanguage};
use vault::{RandomPort, VaultDraft, VaultStore};

use crate::{
    protocol::{Failure, ReadWordsRequest, Response},
    use_cases::set_passphrase::passphrase,
    worker::{Clock, KeyWorker, Secret},
};

/// Checks typed words and keeps them for `CreateVault` or `AddToVault`.
pub(crate) fn read_words<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &ReadWordsRequest,
    typed: &Secret,
) -> Result<Response, Failure> {
    let typed = std::str::from_utf8(typed).map_err(|_| Failure::BadRequest)?;
    let (words, passphrase_text) = typed.split_once('\0').unwrap_or((typed, ""));
    let mnemonic = match request.language.as_deref() {
        Some(code) => Mnemonic::parse_in(WordLanguage::from_code(code).ok_or(Failure::BadRequest)?, words)?,
        None => Mnemonic::parse(words)?,
    };
    let passphrase = passphrase(passphrase_text.as_bytes())?;
    let draft = VaultDraft::from_words(mnemonic, passphrase, request.start_index);
    let mut draft = draft.map_err(|_| Failure::NoAccount)?;
    // Who can type them has them.
    draft.note_proven(worker.clock.now_seconds());
    Ok(worker.keep_typed(draft))
}
