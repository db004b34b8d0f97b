use chain::Authorization;
use checkout::x402::PaymentPayload;
use sig::{B256, sha256_digest};

/// Names a payment by what was signed: chain, token and every field of the authorization. Two payloads with the same id
/// move the same money, however they are written.
pub(crate) fn payment_id(payload: &PaymentPayload) -> B256 {
    let a = Authorization::from(&payload.payload.authorization);
    let text = format!(
        "{} {} {} {} {} {} {} {}",
        payload.accepted.network,
        payload.accepted.asset.to_ascii_lowercase(),
        a.from,
        a.to,
        a.value,
        a.valid_after,
        a.valid_before,
        a.nonce
    );
    sha256_digest(text.as_bytes()).to_b256()
}
