use alloc::vec::Vec;

use sig::{PublicKey, sha256_digest};

use crate::{CERTIFICATE_TYPE, Envelope, EnvelopeError, LocalText, MerchantCertificate, Registry};

/// Why a merchant certificate was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyCertificateError {
    /// Size, type or signature.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// Well signed, but not readable.
    #[error("the certificate cannot be read")]
    Malformed,
    /// Before or after its dates.
    #[error("the certificate is not valid at this time")]
    NotValid,
    /// The merchant is suspended by the registry.
    #[error("the merchant is suspended")]
    Suspended {
        /// The registry's reason.
        reason: LocalText,
    },
    /// Revoked by the registry.
    #[error("the certificate was revoked")]
    Revoked {
        /// The registry's reason.
        reason: LocalText,
    },
}

/// Verifies a merchant certificate against the registry.
///
/// # Errors
/// [`VerifyCertificateError`].
pub fn verify_certificate(
    envelope: &Envelope,
    registry: &Registry,
    now: u64,
) -> Result<MerchantCertificate, VerifyCertificateError> {
    let keys: Vec<PublicKey> = registry
        .certificate_keys
        .iter()
        .filter(|key| key.validity.holds_at(now))
        .filter_map(|key| PublicKey::from_hex(&key.public_key).ok())
        .collect();
    let payload = envelope.open(CERTIFICATE_TYPE, &keys, 1)?;
    let certificate: MerchantCertificate =
        json::from_slice(&payload).map_err(|_| VerifyCertificateError::Malformed)?;
    let hash = sha256_digest(&payload).to_b256();
    if let Some(revocation) = registry
        .revocations
        .iter()
        .find(|r| r.certificate == hash && r.revoked_at <= now)
    {
        return Err(VerifyCertificateError::Revoked {
            reason: revocation.reason.clone(),
        });
    }
    if let Some(suspension) = registry.suspension_of(&certificate.id, now) {
        return Err(VerifyCertificateError::Suspended {
            reason: suspension.reason.clone(),
        });
    }
    if !certificate.validity.holds_at(now) {
        return Err(VerifyCertificateError::NotValid);
    }
    Ok(certificate)
}
