use chain::authorization_digest;
use checkout::{payment_payload, x402::encode_header};
use sig::{Signer as _, domain_separator};
use vault::{RandomPort, VaultStore};

use crate::{
    protocol::{Failure, PayResponse, SignPaymentRequest, SignedPaymentView},
    worker::{Clock, KeyWorker},
};

/// Seconds that must remain of the quote.
const LEAST_SECONDS: u64 = 30;

/// Signs a prepared payment, once, if the token contract is the registered one.
pub(crate) fn sign_payment<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: &SignPaymentRequest,
) -> Result<PayResponse, Failure> {
    if worker.open.is_none() {
        return Err(Failure::Locked);
    }
    let now = worker.clock.now_seconds();
    let prepared = worker
        .prepared
        .remove(&request.handle)
        .ok_or(Failure::UnknownHandle)?;
    let asset = &prepared.offer.asset;
    let domain = asset.domain();
    if domain_separator(&domain) != request.domain_separator {
        return Err(Failure::TokenMismatch);
    }
    if now.saturating_add(LEAST_SECONDS) > prepared.offer.quote.expires_at {
        return Err(Failure::QuoteExpired);
    }
    let key = worker.account_key(prepared.account)?;
    if key.address() != prepared.authorization.from {
        return Err(Failure::NoAccount);
    }
    let signature = key.sign(&authorization_digest(&prepared.authorization, &domain));
    let payload = payment_payload(
        &prepared.required,
        prepared.offer.accept_index,
        prepared.authorization,
        signature,
    )?;
    let payment_signature = encode_header(&payload).map_err(|_| Failure::BadRequest)?;
    Ok(PayResponse::Signed(SignedPaymentView {
        payment_signature,
        signed_at: now,
        valid_before: prepared.authorization.valid_before,
    }))
}
