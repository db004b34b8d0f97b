use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, Response},
    use_cases::{edit_vault::edit_vault, show_status::show_status},
    worker::{Clock, KeyWorker},
};

/// Adds what was read to the open vault.
pub(crate) async fn add_to_vault<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
) -> Result<Response, Failure> {
    if worker.open.is_none() {
        return Err(Failure::Locked);
    }
    let (draft, _) = worker.draft.take().ok_or(Failure::NoWords)?;
    edit_vault(worker, |vault, _| Ok(vault.add_draft(draft)?)).await?;
    show_status(worker).await.map(Response::Pay)
}
