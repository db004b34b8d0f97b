use chain::sign_encoded;
use clearsign::Warning;
use sig::Signer as _;
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, RequestFailure, Response, SignPreparedRequest, SignedView},
    use_cases::prepare_signing::Prepared,
    worker::{Clock, KeyWorker},
};

/// Signs what was shown, once. What takes money away needs a fresh unlock, which is used up. An allowance without limit stays
/// prepared until its second step.
pub(crate) fn sign_prepared<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: SignPreparedRequest,
) -> Result<Response, Failure> {
    if worker.open.is_none() {
        return Err(Failure::Locked);
    }
    let prepared = worker
        .signing
        .get(&request.handle)
        .ok_or(Failure::UnknownHandle)?;
    if prepared.statement.warnings.contains(&Warning::Unlimited) && !request.allow_unlimited {
        return Err(RequestFailure::NeedsSecondStep.into());
    }
    if prepared.needs_owner {
        worker.take_authentication()?;
    }
    let prepared = worker
        .signing
        .remove(&request.handle)
        .ok_or(Failure::UnknownHandle)?;
    let key = worker.account_key(prepared.account)?;
    if key.address() != prepared.signer {
        return Err(Failure::NoAccount);
    }
    Ok(Response::SignedRequest(match prepared.what {
        Prepared::Transaction(bytes) => {
            let signed = sign_encoded(&bytes, &key).map_err(|_| RequestFailure::Malformed)?;
            SignedView::Transaction {
                raw: signed.raw,
                hash: signed.hash,
            }
        }
        Prepared::Message(digest) => SignedView::Message {
            signature: key.sign(&digest),
        },
        Prepared::Authorization(authorization, digest) => SignedView::Authorization {
            authorization: authorization.into(),
            signature: key.sign(&digest),
        },
        Prepared::Proof(proof, digest) => SignedView::Proof {
            signature: key.sign(&digest),
            proof,
        },
    }))
}
