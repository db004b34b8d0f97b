use sig::parse_address;
use vault::{RandomPort, VaultDraft, VaultStore};

use crate::{
    protocol::{Failure, ReadAddressRequest, Response},
    worker::{Clock, KeyWorker},
};

/// Checks an address and keeps it for `CreateVault` or `AddToVault`.
pub(crate) fn read_address<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &ReadAddressRequest,
) -> Result<Response, Failure> {
    let address = parse_address(request.address.trim()).map_err(|_| Failure::NotAnAddress)?;
    Ok(worker.keep_typed(VaultDraft::from_address(address)))
}
