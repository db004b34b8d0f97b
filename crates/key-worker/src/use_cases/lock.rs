use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, PayResponse},
    use_cases::show_status::show_status,
    worker::{Clock, KeyWorker},
};

/// Forgets words, keys and prepared payments; each wipes itself. The page then ends the worker.
pub(crate) async fn lock<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
) -> Result<PayResponse, Failure> {
    worker.forget();
    show_status(worker).await
}
