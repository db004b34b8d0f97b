use vault::{Password, RandomPort, Strength, VaultStore, estimate_strength, seal_vault, unlock_vault};

use crate::{
    protocol::{Failure, Response},
    use_cases::{edit_vault::save_and_reread, show_status::show_status},
    worker::{Clock, DraftOrigin, KeyWorker, Secret},
};

/// Seals the draft into a new vault, stores it, reads it back and opens it once before it counts as made. A vault that
/// exists is overwritten only by its own words (a forgotten password) or by typed words when it is damaged.
pub(crate) async fn create_vault<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    secret: Secret,
) -> Result<Response, Failure> {
    let password = new_password(secret)?;
    let (draft, origin) = worker.draft.take().ok_or(Failure::NoWords)?;
    let _alone = worker.store.exclusive().await;
    let first = draft.addresses().next();
    match worker.load_record().await {
        Ok(None) => {}
        Ok(Some(existing))
            if existing
                .accounts
                .iter()
                .any(|account| Some(account.address) == first) => {}
        Err(Failure::VaultDamaged) if origin == DraftOrigin::Typed => {}
        other => {
            // Kept for another try.
            worker.draft = Some((draft, origin));
            return Err(other.err().unwrap_or(Failure::VaultExists));
        }
    }
    let kdf = worker.kdf.calibrate(|| worker.clock.now_millis())?;
    let record = seal_vault(draft, &password, kdf, &worker.random)?;
    let kept = save_and_reread(worker, &record).await?;
    worker.open = Some(unlock_vault(&kept, &password)?);
    worker.note_authenticated();
    show_status(worker).await.map(Response::Pay)
}

const SHORTEST_PASSWORD: usize = 8;

/// A password for something new: at least eight characters, and not one that is guessed in days
/// ([NIST SP 800-63B](https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver) has common ones refused).
pub(crate) fn new_password(mut secret: Secret) -> Result<Password, Failure> {
    let typed = std::str::from_utf8(&secret).map_err(|_| Failure::BadRequest)?;
    if typed.chars().count() < SHORTEST_PASSWORD {
        return Err(Failure::ShortPassword);
    }
    if estimate_strength(typed).0 == Strength::Weak {
        return Err(Failure::WeakPassword);
    }
    Ok(Password::new(std::mem::take(&mut *secret)))
}
