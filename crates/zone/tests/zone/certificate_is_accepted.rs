use sig::{Signer, sha256_digest};
use testkit::DemoZone;
use zone::{Revocation, verify_certificate};

use crate::support::{NOW, demo};

#[test]
fn a_certificate_of_the_zone_names_the_payee() {
    let (zone, keys) = demo();
    let certificate = zone.certificate(&keys);
    let envelope = DemoZone::sign_certificate(&certificate, &keys);
    assert_eq!(
        verify_certificate(&envelope, &zone.registry(&keys), NOW),
        Ok(certificate.clone())
    );
    assert!(certificate.has_order_key(keys.merchant.address(), NOW));
    assert!(!certificate.has_order_key(keys.quote.address(), NOW));
}

#[test]
fn a_revocation_of_another_certificate_or_of_a_later_time_does_not_touch_it() {
    let (zone, keys) = demo();
    let certificate = zone.certificate(&keys);
    let mut registry = zone.registry(&keys);
    let hash = sha256_digest(&serde_json::to_vec(&certificate).unwrap()).to_b256();
    let reason = registry.notice.clone();
    registry.revocations = vec![
        Revocation {
            certificate: sha256_digest(b"another").to_b256(),
            revoked_at: NOW,
            reason: reason.clone(),
        },
        Revocation {
            certificate: hash,
            revoked_at: NOW + 1,
            reason,
        },
    ];
    let envelope = DemoZone::sign_certificate(&certificate, &keys);
    assert!(verify_certificate(&envelope, &registry, NOW).is_ok());
    assert!(verify_certificate(&envelope, &registry, NOW + 1).is_err());
}
