use keys::Mnemonic;
use vault::{RandomPort, VaultStore};
use zeroize::{Zeroize as _, Zeroizing};

use crate::{
    protocol::{Failure, Response},
    worker::{Clock, KeyWorker, Secret, WordsOrigin},
};

/// Makes 12 new words, keeps them for `CreateVault`, and gives them out once.
pub(crate) fn make_words<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    answer: &mut Secret,
) -> Result<Response, Failure> {
    let mut entropy = Zeroizing::new([0; 16]);
    worker
        .random
        .fill(entropy.as_mut())
        .map_err(|_| Failure::NoRandomness)?;
    let words = Mnemonic::derive_from_entropy(&entropy);
    entropy.zeroize();
    // EXPOSE: the owner writes them down.
    answer.extend_from_slice(words.expose_words().as_bytes());
    worker.words = Some((words, WordsOrigin::Made));
    Ok(Response::WordsMade)
}
