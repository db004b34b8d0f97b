use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, PreviewAccountsRequest, PreviewView, Response},
    worker::{Clock, KeyWorker},
};

const MOST: u32 = 100;

/// The addresses of a phrase at some numbers.
pub(crate) fn preview_accounts<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: PreviewAccountsRequest,
) -> Result<Response, Failure> {
    let end = request.start.saturating_add(request.count.min(MOST));
    let numbers = request.start..end;
    let accounts = match request.source {
        Some(source) => worker
            .open
            .as_ref()
            .ok_or(Failure::Locked)?
            .preview(source, numbers),
        None => worker.draft.as_ref().ok_or(Failure::NoWords)?.0.preview(numbers),
    };
    let accounts = accounts.map_err(|_| Failure::NoAccount)?;
    Ok(Response::Preview(
        accounts
            .into_iter()
            .map(|(index, address)| PreviewView { index, address })
            .collect(),
    ))
}
