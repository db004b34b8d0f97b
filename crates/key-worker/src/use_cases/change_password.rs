use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, Response},
    use_cases::{create_vault::new_password, edit_vault::edit_vault, show_status::show_status},
    worker::{Clock, KeyWorker, Secret},
};

/// Replaces the password, in both generations: the old one opens nothing here any more.
pub(crate) async fn change_password<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    secret: Secret,
) -> Result<Response, Failure> {
    let password = new_password(secret)?;
    worker.take_authentication()?;
    let kdf = worker.kdf.calibrate(|| worker.clock.now_millis())?;
    edit_vault(worker, |vault, random| {
        Ok(vault.set_password(&password, kdf, random)?)
    })
    .await?;
    // The generation before still had the old one.
    edit_vault(worker, |_, _| Ok(())).await?;
    show_status(worker).await.map(Response::Pay)
}
