use units::Tiyn;
use vault::{RandomPort, VaultStore};
use zone::check_limit;

use crate::{
    protocol::{Failure, Response, SessionPolicyRequest, SessionPolicyView},
    use_cases::open_registry::verified,
    worker::{Clock, KeyWorker},
};

/// The note in which the policy is kept, sealed under the data key: no script of the page can write one.
const NOTE: &str = "session-policy";

/// Shows the policy.
pub(crate) async fn show_session_policy<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
) -> Result<Response, Failure> {
    Ok(Response::SessionPolicy(SessionPolicyView {
        ceiling: session_ceiling(worker).await?,
    }))
}

/// Changes the policy; the ceiling is at most what the registry allows for one payment.
pub(crate) async fn set_session_policy<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &SessionPolicyRequest,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let registry = verified(worker, &request.registry, now)?;
    let ceiling = request.ceiling.unwrap_or(Tiyn::ZERO);
    check_limit(registry.registry(), ceiling)?;
    worker.take_authentication()?;
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    let sealed = open
        .seal_note(NOTE, &ceiling.get().to_be_bytes(), &worker.random)
        .map_err(|_| Failure::NoRandomness)?;
    worker.store.save_note(NOTE, &sealed).await?;
    show_session_policy(worker).await
}

/// The largest payment without a password; `None` unless this vault's owner has set one.
pub(crate) async fn session_ceiling<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
) -> Result<Option<Tiyn>, Failure> {
    let open = worker.open.as_ref().ok_or(Failure::Locked)?;
    let Some(sealed) = worker.store.load_note(NOTE).await? else {
        return Ok(None);
    };
    let ceiling = open.open_note(NOTE, &sealed).and_then(|note| {
        let bytes = note.as_slice().try_into().ok()?;
        Tiyn::new(u64::from_be_bytes(bytes)).ok()
    });
    Ok(ceiling.filter(|ceiling| *ceiling > Tiyn::ZERO))
}
