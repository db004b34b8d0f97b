use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{AddAccountsRequest, DraftView, Failure, Response},
    use_cases::{edit_vault::edit_vault, show_status::show_status},
    worker::{Clock, KeyWorker},
};

/// Adds accounts of a phrase, in the vault or in the draft.
pub(crate) async fn add_accounts<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: AddAccountsRequest,
) -> Result<Response, Failure> {
    let Some(source) = request.source else {
        let (draft, _) = worker.draft.as_mut().ok_or(Failure::NoWords)?;
        for index in request.indices {
            draft.add_account(index).map_err(|_| Failure::NoAccount)?;
        }
        return Ok(Response::Draft(DraftView {
            addresses: draft.addresses().collect(),
        }));
    };
    edit_vault(worker, |vault, _| {
        if request.indices.is_empty() {
            vault.add_account(source, None)?;
        }
        for index in &request.indices {
            vault.add_account(source, Some(*index))?;
        }
        Ok(())
    })
    .await?;
    show_status(worker).await.map(Response::Pay)
}
