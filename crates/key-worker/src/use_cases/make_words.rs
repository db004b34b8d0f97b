use keys::Mnemonic;
use vault::{RandomPort, VaultDraft, VaultStore};
use zeroize::Zeroizing;

use crate::{
    protocol::{Failure, MakeWordsRequest, Response},
    worker::{Clock, DraftOrigin, KeyWorker, Secret},
};

/// Makes 12 or 24 new words, keeps them for `CreateVault`, and gives them out once.
pub(crate) fn make_words<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: MakeWordsRequest,
    answer: &mut Secret,
) -> Result<Response, Failure> {
    let words = if request.long {
        Mnemonic::derive_from_long_entropy(&*entropy(worker)?)
    } else {
        Mnemonic::derive_from_entropy(&*entropy(worker)?)
    };
    // EXPOSE: the owner writes them down.
    answer.extend_from_slice(words.expose_words().as_bytes());
    let draft = VaultDraft::from_words(words, None, 0).map_err(|_| Failure::NoAccount)?;
    worker.draft = Some((draft, DraftOrigin::Made));
    Ok(Response::WordsMade)
}

fn entropy<S, R: RandomPort, C, const N: usize>(
    worker: &KeyWorker<S, R, C>,
) -> Result<Zeroizing<[u8; N]>, Failure> {
    let mut entropy = Zeroizing::new([0; N]);
    worker
        .random
        .fill(entropy.as_mut())
        .map_err(|_| Failure::NoRandomness)?;
    Ok(entropy)
}
