use sig::sha256_digest;
use testkit::DemoZone;
use zone::{
    CERTIFICATE_TYPE, Envelope, EnvelopeError, LocalText, MerchantCertificate, Registry, Revocation,
    VerifyCertificateError, sign_envelope, verify_certificate,
};

use crate::support::{NOW, demo};

/// The reason for which the demo merchant's certificate is refused after a change.
fn refusal(
    change: impl FnOnce(&mut MerchantCertificate, &mut Registry),
    tamper: impl FnOnce(Envelope) -> Envelope,
) -> Option<VerifyCertificateError> {
    let (zone, keys) = demo();
    let (mut certificate, mut registry) = (zone.certificate(&keys), zone.registry(&keys));
    change(&mut certificate, &mut registry);
    let envelope = tamper(DemoZone::sign_certificate(&certificate, &keys));
    verify_certificate(&envelope, &registry, NOW).err()
}

const UNSIGNED: VerifyCertificateError = VerifyCertificateError::Envelope(EnvelopeError::Signatures {
    valid: 0,
    required: 1,
});

#[test]
fn revoked() {
    let reason = LocalText {
        kk: "жабылды".into(),
        ru: "закрыто".into(),
        en: "closed".into(),
    };
    let revoke = |certificate: &mut MerchantCertificate, registry: &mut Registry| {
        let hash = sha256_digest(&serde_json::to_vec(certificate).unwrap()).to_b256();
        registry.revocations.push(Revocation {
            certificate: hash,
            revoked_at: NOW,
            reason: reason.clone(),
        });
    };
    assert_eq!(
        refusal(revoke, |envelope| envelope),
        Some(VerifyCertificateError::Revoked {
            reason: reason.clone()
        })
    );
}

#[test]
fn expired() {
    let refused = refusal(
        |certificate, _| certificate.validity.valid_until = Some(NOW),
        |envelope| envelope,
    );
    assert_eq!(refused, Some(VerifyCertificateError::NotValid));
}

#[test]
fn not_valid_yet() {
    let refused = refusal(
        |certificate, _| certificate.validity.valid_from = NOW + 1,
        |envelope| envelope,
    );
    assert_eq!(refused, Some(VerifyCertificateError::NotValid));
}

#[test]
fn signed_by_a_stranger() {
    let by_stranger = |_| {
        let (zone, keys) = demo();
        let payload = serde_json::to_vec(&zone.certificate(&keys)).unwrap();
        sign_envelope(CERTIFICATE_TYPE, &payload, &[&keys.merchant])
    };
    assert_eq!(refusal(|_, _| {}, by_stranger), Some(UNSIGNED));
}

#[test]
fn signed_by_a_retired_certificate_key() {
    let retire = |_: &mut MerchantCertificate, registry: &mut Registry| {
        registry.certificate_keys[0].validity.valid_until = Some(NOW);
    };
    assert_eq!(refusal(retire, |envelope| envelope), Some(UNSIGNED));
}

#[test]
fn changed_after_signing() {
    let add_origin = |envelope: Envelope| {
        let (zone, keys) = demo();
        let mut certificate = zone.certificate(&keys);
        certificate.origins.push("https://evil.invalid".into());
        Envelope {
            payload: DemoZone::sign_certificate(&certificate, &keys).payload,
            ..envelope
        }
    };
    assert_eq!(refusal(|_, _| {}, add_origin), Some(UNSIGNED));
}
