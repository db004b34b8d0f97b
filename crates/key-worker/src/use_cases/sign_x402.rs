use chain::authorization_digest;
use checkout::{payment_payload, x402::encode_header};
use sig::{Signer as _, domain_separator};
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, PayResponse, Response, SignX402Request, SignedPaymentView},
    worker::{Clock, KeyWorker},
};

/// Least time that must remain of the authorization, seconds.
const LEAST_SECONDS: u64 = 10;

/// Signs a prepared payment to a server without a CryptoCity order, once, for an owner who is here, if the token contract
/// is the registered one.
pub(crate) fn sign_x402<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &SignX402Request,
) -> Result<Response, Failure> {
    if !worker.x402.contains_key(&request.handle) {
        return Err(Failure::UnknownHandle);
    }
    worker.take_authentication()?;
    let now = worker.clock.now_seconds();
    let prepared = worker
        .x402
        .remove(&request.handle)
        .ok_or(Failure::UnknownHandle)?;
    let asset = &prepared.asset;
    let domain = asset.domain();
    if domain_separator(&domain) != request.domain_separator {
        return Err(Failure::TokenMismatch);
    }
    if now.saturating_add(LEAST_SECONDS) > prepared.authorization.valid_before {
        return Err(Failure::QuoteExpired);
    }
    let key = worker.account_key(prepared.account)?;
    if key.address() != prepared.authorization.from {
        return Err(Failure::NoAccount);
    }
    let signature = key.sign(&authorization_digest(&prepared.authorization, &domain));
    let payload = payment_payload(
        &prepared.required,
        prepared.accept_index,
        prepared.authorization,
        signature,
    )?;
    let payment_signature = encode_header(&payload).map_err(|_| Failure::BadRequest)?;
    Ok(Response::Pay(PayResponse::Signed(SignedPaymentView {
        payment_signature,
        signed_at: now,
        valid_before: prepared.authorization.valid_before,
    })))
}
