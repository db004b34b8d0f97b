use deals::open_credential;
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{CredentialView, Failure, Response, ShowCredentialRequest},
    use_cases::{open_registry::operator_view, prepare_signing::context},
    worker::{Clock, KeyWorker},
};

/// Verifies an operator's credential of an account and shows it; nothing when it does not hold now.
pub(crate) async fn show_credential<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: &ShowCredentialRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let (registry, account) = context(worker, &request.registry, request.account).await?;
    let opened = open_credential(&request.credential, registry.registry(), account, now).ok();
    Ok(Response::Credential(opened.map(|opened| {
        Box::new(CredentialView {
            operator: operator_view(opened.operator),
            address: opened.credential.address,
            tier: opened.credential.tier,
            limit_tiyn: opened.credential.limit_tiyn,
            issued_at: opened.credential.issued_at,
            expires_at: opened.credential.expires_at,
        })
    })))
}
