use testkit::DemoZone;
use zone::{
    Envelope, EnvelopeError, EnvelopeSignature, MAX_ENVELOPE_BYTES, REGISTRY_TYPE, Status, TrustRoot,
    VerifyRegistryError, demo_trust_root, sign_envelope, verify_registry,
};

use crate::support::{NOW, demo, signed_with, verify};

fn too_few(valid: usize) -> Option<VerifyRegistryError> {
    Some(EnvelopeError::Signatures { valid, required: 2 }.into())
}

#[test]
fn one_signature_is_too_few() {
    let mut envelope = signed_with(|_| {});
    envelope.signatures.truncate(1);
    assert_eq!(verify(&envelope, 0, NOW).err(), too_few(1));
}

#[test]
fn one_key_signing_twice_is_too_few() {
    let mut envelope = signed_with(|_| {});
    envelope.signatures[1] = envelope.signatures[0].clone();
    assert_eq!(verify(&envelope, 0, NOW).err(), too_few(1));
}

#[test]
fn a_changed_signature_does_not_count() {
    let mut envelope = signed_with(|_| {});
    let EnvelopeSignature { sig, .. } = &mut envelope.signatures[0];
    let other = if sig.starts_with('A') { "B" } else { "A" };
    sig.replace_range(..1, other);
    assert_eq!(verify(&envelope, 0, NOW).err(), too_few(1));
}

#[test]
fn a_changed_content_has_no_signature() {
    let changed = signed_with(|registry| registry.limits.source = "another".into());
    let envelope = Envelope {
        payload: changed.payload,
        ..signed_with(|_| {})
    };
    assert_eq!(verify(&envelope, 0, NOW).err(), too_few(0));
}

#[test]
fn keys_outside_the_root_do_not_count() {
    let (zone, keys) = demo();
    let payload = serde_json::to_vec(&zone.registry(&keys)).unwrap();
    let envelope = sign_envelope(
        REGISTRY_TYPE,
        &payload,
        &[&keys.merchant, &keys.quote, &keys.registry[0]],
    );
    assert_eq!(verify(&envelope, 0, NOW).err(), too_few(1));
}

#[test]
fn a_certificate_is_not_a_registry() {
    let (zone, keys) = demo();
    let envelope = DemoZone::sign_certificate(&zone.certificate(&keys), &keys);
    let refused = verify(&envelope, 0, NOW).err();
    assert!(matches!(
        refused,
        Some(VerifyRegistryError::Envelope(EnvelopeError::PayloadType { .. }))
    ));
}

#[test]
fn an_older_version_than_seen_is_a_rollback() {
    let envelope = signed_with(|registry| registry.version = 6);
    assert_eq!(
        verify(&envelope, 7, NOW).err(),
        Some(VerifyRegistryError::Rollback { version: 6, seen: 7 })
    );
}

#[test]
fn a_date_in_the_future_is_refused() {
    let issued_at = NOW + 301;
    let envelope = signed_with(|registry| registry.issued_at = issued_at);
    assert_eq!(
        verify(&envelope, 0, NOW).err(),
        Some(VerifyRegistryError::NotYetIssued { issued_at })
    );
}

#[test]
fn demo_keys_cannot_sign_an_official_registry() {
    let envelope = signed_with(|registry| registry.status = Status::Official);
    assert_eq!(
        verify(&envelope, 0, NOW).err(),
        Some(VerifyRegistryError::DemoKeys)
    );
}

#[test]
fn one_demo_key_among_official_ones_is_enough_to_refuse() {
    let (zone, keys) = demo();
    let registry = zone::Registry {
        status: Status::Official,
        ..zone.registry(&keys)
    };
    let payload = serde_json::to_vec(&registry).unwrap();
    let envelope = sign_envelope(REGISTRY_TYPE, &payload, &[&keys.merchant, &keys.quote]);
    let mut trusted = vec![
        sig::Signer::public_key(&keys.merchant),
        sig::Signer::public_key(&keys.quote),
    ];
    let bytes = serde_json::to_vec(&envelope).unwrap();
    let official = TrustRoot {
        number: 0,
        keys: trusted.clone(),
        threshold: 2,
    };
    assert!(verify_registry(&bytes, &official, 0, NOW).is_ok());
    trusted.push(demo_trust_root().keys[0]);
    let mixed = TrustRoot {
        number: 0,
        keys: trusted,
        threshold: 2,
    };
    assert_eq!(
        verify_registry(&bytes, &mixed, 0, NOW).err(),
        Some(VerifyRegistryError::DemoKeys)
    );
}

#[test]
fn signed_nonsense_is_refused() {
    let (_, keys) = demo();
    let envelope = sign_envelope(
        REGISTRY_TYPE,
        b"{\"id\":1}",
        &[&keys.registry[0], &keys.registry[2]],
    );
    assert_eq!(
        verify(&envelope, 0, NOW).err(),
        Some(VerifyRegistryError::Malformed)
    );
}

#[test]
fn what_is_no_envelope_or_too_large_is_refused_before_it_is_parsed() {
    let refusal = |bytes: &[u8]| verify_registry(bytes, &demo_trust_root(), 0, NOW).err();
    assert_eq!(refusal(b"<html>"), Some(EnvelopeError::Malformed.into()));
    assert_eq!(
        refusal(&vec![b' '; MAX_ENVELOPE_BYTES + 1]),
        Some(EnvelopeError::TooLarge.into())
    );
}
