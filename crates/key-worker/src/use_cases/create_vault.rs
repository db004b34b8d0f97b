use vault::{Password, RandomPort, VaultStore, seal_vault, unlock_vault};

use crate::{
    protocol::{Failure, Response},
    use_cases::show_status::show_status,
    worker::{Clock, KeyWorker, Secret, WordsOrigin},
};

const SHORTEST_PASSWORD: usize = 8;

/// Seals the words into a new vault, stores it, reads it back and opens it once before it counts as made. A vault that
/// exists is overwritten only by its own words (a forgotten password) or by typed words when it is damaged.
pub(crate) async fn create_vault<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    mut secret: Secret,
) -> Result<Response, Failure> {
    let characters = std::str::from_utf8(&secret)
        .map_err(|_| Failure::BadRequest)?
        .chars()
        .count();
    if characters < SHORTEST_PASSWORD {
        return Err(Failure::ShortPassword);
    }
    let password = Password::new(std::mem::take(&mut *secret));
    let (words, origin) = worker.words.as_ref().ok_or(Failure::NoWords)?;
    let record = seal_vault(words, &password, worker.kdf, &worker.random)?;
    match worker.load_record().await {
        Ok(None) => {}
        Ok(Some(existing)) if existing.accounts.first() == record.accounts.first() => {}
        Err(Failure::VaultDamaged) if *origin == WordsOrigin::Typed => {}
        Ok(Some(_)) => return Err(Failure::VaultExists),
        Err(failure) => return Err(failure),
    }
    worker.store.save(&record).await?;
    let kept = worker.load_record().await?.ok_or(Failure::Storage)?;
    worker.open = Some(unlock_vault(&kept, &password)?);
    worker.words = None;
    show_status(worker).await
}
