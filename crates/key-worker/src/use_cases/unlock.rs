use vault::{
    Password, PrfOutput, RandomPort, UnlockedVault, VaultStore, unlock_vault, unlock_vault_with_passkey,
};

use crate::{
    protocol::{Failure, PasskeyRequest, PayResponse},
    use_cases::{edit_vault::edit_vault, show_status::show_status},
    worker::{Clock, KeyWorker, Secret},
};

/// Opens the vault with the password. A wrap with weaker parameters than today's is replaced; if that fails, the vault is
/// open all the same and the old wrap stays.
pub(crate) async fn unlock<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    mut secret: Secret,
) -> Result<PayResponse, Failure> {
    let password = Password::new(std::mem::take(&mut *secret));
    let record = worker.load_record().await?.ok_or(Failure::NoVault)?;
    opened(worker, unlock_vault(&record, &password)?).await;
    let kdf = worker.kdf;
    if worker
        .open
        .as_ref()
        .is_some_and(|open| open.needs_stronger_password_wrap(&kdf))
    {
        // An upgrade that does not work out is tried again at the next unlock.
        let _ = edit_vault(worker, |vault, random| {
            Ok(vault.set_password(&password, kdf, random)?)
        })
        .await;
    }
    show_status(worker).await
}

/// Opens the vault with a passkey.
pub(crate) async fn unlock_with_passkey<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &PasskeyRequest,
    secret: &Secret,
) -> Result<PayResponse, Failure> {
    let output = PrfOutput::new(secret).ok_or(Failure::BadRequest)?;
    let record = worker.load_record().await?.ok_or(Failure::NoVault)?;
    let open = unlock_vault_with_passkey(&record, &request.credential, &output);
    let open = open.map_err(|error| match error {
        vault::UnlockVaultError::Closed => Failure::WrongPasskey,
        other => other.into(),
    })?;
    opened(worker, open).await;
    show_status(worker).await
}

async fn opened<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    vault: UnlockedVault,
) {
    // Only the worker with all word lists can add them; what does not work out is tried again at the next unlock.
    let lacks_seeds = cfg!(feature = "wallet") && vault.lacks_seeds();
    worker.open = Some(vault);
    worker.note_authenticated();
    if lacks_seeds {
        let _ = edit_vault(worker, |_, _| Ok(())).await;
    }
}
