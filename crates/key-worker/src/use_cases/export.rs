use vault::{KeystoreParameters, RandomPort, VaultStore, write_backup, write_keystore};

use crate::{
    protocol::{AccountRequest, Failure, Response, SourceRequest},
    use_cases::create_vault::new_password,
    worker::{Clock, KeyWorker, Secret},
};

/// Shows the words of a source to their owner, and the passphrase after a zero byte.
pub(crate) fn export_words<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: SourceRequest,
    answer: &mut Secret,
) -> Result<Response, Failure> {
    worker.take_authentication()?;
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    let (words, passphrase) = open.words(request.source).ok_or(Failure::NoAccount)?;
    let language = words.language().tag().to_owned();
    // EXPOSE: the owner asked to see them.
    let words = words.expose_words();
    answer.reserve_exact(words.len() + 1 + passphrase.map_or(0, |passphrase| passphrase.expose().len()));
    answer.extend_from_slice(words.as_bytes());
    if let Some(passphrase) = passphrase {
        answer.push(0);
        answer.extend_from_slice(passphrase.expose().as_bytes());
    }
    Ok(Response::Words { language })
}

/// Shows the private key of an account to its owner.
pub(crate) fn export_private_key<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: AccountRequest,
    answer: &mut Secret,
) -> Result<Response, Failure> {
    worker.take_authentication()?;
    let key = worker.account_key(request.account)?.to_private_key();
    // EXPOSE: the owner asked to see it.
    answer.extend_from_slice(key.expose_hex().as_bytes());
    Ok(Response::Exported)
}

/// Writes the key of an account into a keystore file.
pub(crate) fn export_keystore<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: AccountRequest,
    secret: Secret,
) -> Result<Response, Failure> {
    let password = new_password(secret)?;
    worker.take_authentication()?;
    let key = worker.account_key(request.account)?.to_private_key();
    let text = write_keystore(&key, &password, KeystoreParameters::default(), &worker.random)?;
    Ok(Response::File(text))
}

/// Writes a backup file of everything.
pub(crate) fn export_backup<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    secret: Secret,
) -> Result<Response, Failure> {
    let password = new_password(secret)?;
    worker.take_authentication()?;
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    Ok(Response::File(write_backup(
        open,
        &password,
        worker.kdf,
        &worker.random,
    )?))
}
