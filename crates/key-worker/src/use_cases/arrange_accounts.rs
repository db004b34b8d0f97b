use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, HideAccountRequest, OrderAccountsRequest, RenameAccountRequest, Response},
    use_cases::{edit_vault::edit_vault, show_status::show_status},
    worker::{Clock, KeyWorker},
};

/// Names an account.
pub(crate) async fn rename_account<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &RenameAccountRequest,
) -> Result<Response, Failure> {
    edit_vault(worker, |vault, _| {
        Ok(vault.rename_account(request.account, &request.name)?)
    })
    .await?;
    show_status(worker).await.map(Response::Pay)
}

/// Hides an account or shows it again.
pub(crate) async fn hide_account<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: HideAccountRequest,
) -> Result<Response, Failure> {
    edit_vault(worker, |vault, _| {
        Ok(vault.hide_account(request.account, request.hidden)?)
    })
    .await?;
    show_status(worker).await.map(Response::Pay)
}

/// Puts the accounts in another order.
pub(crate) async fn order_accounts<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &OrderAccountsRequest,
) -> Result<Response, Failure> {
    edit_vault(worker, |vault, _| Ok(vault.order_accounts(&request.accounts)?)).await?;
    show_status(worker).await.map(Response::Pay)
}
