use base64::{Engine as _, engine::general_purpose::STANDARD};
use vault::{PasskeyFacts, PrfOutput, RandomPort, VaultStore};

use crate::{
    protocol::{AddPasskeyRequest, Failure, PasskeyRequest, Response},
    use_cases::{edit_vault::edit_vault, show_status::show_status},
    worker::{Clock, KeyWorker, Secret},
};

/// Adds a passkey, once its second answer has opened what the first one sealed.
pub(crate) async fn add_passkey<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: AddPasskeyRequest,
    secret: &Secret,
) -> Result<Response, Failure> {
    let (first, second) = secret.split_at_checked(32).ok_or(Failure::BadRequest)?;
    let (Some(first), Some(second)) = (PrfOutput::new(first), PrfOutput::new(second)) else {
        return Err(Failure::BadRequest);
    };
    let salt = STANDARD
        .decode(&request.salt)
        .ok()
        .and_then(|salt| salt.try_into().ok());
    let facts = PasskeyFacts {
        credential: request.credential,
        salt: salt.ok_or(Failure::BadRequest)?,
        transports: request.transports,
        name: request.name,
        added_at: worker.clock.now_seconds(),
    };
    worker.take_authentication()?;
    edit_vault(worker, |vault, random| {
        Ok(vault.add_passkey(&facts, &first, &second, random)?)
    })
    .await?;
    show_status(worker).await.map(Response::Pay)
}

/// Takes a passkey away, in both generations.
pub(crate) async fn remove_passkey<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &PasskeyRequest,
) -> Result<Response, Failure> {
    worker.take_authentication()?;
    edit_vault(worker, |vault, _| Ok(vault.remove_passkey(&request.credential)?)).await?;
    edit_vault(worker, |_, _| Ok(())).await?;
    show_status(worker).await.map(Response::Pay)
}
