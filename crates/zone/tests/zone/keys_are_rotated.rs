use k256::ecdsa::SigningKey;
use sig::Signer;
use zone::{
    Envelope, EnvelopeError, ROOT_TYPE, RegistryFile, RootDocument, RotateRootError, TrustRoot,
    VerifyRegistryError, demo_trust_root, sign_envelope, verify_registry,
};

use crate::support::{NOW, demo, signed_with};

fn key(n: u8) -> SigningKey {
    SigningKey::from_slice(&[n; 32]).unwrap()
}

fn document(number: u32, keys: &[u8], threshold: u32) -> RootDocument {
    RootDocument {
        zone: "kz-alatau-demo".into(),
        number,
        keys: keys.iter().map(|n| key(*n).public_key().to_hex()).collect(),
        threshold,
        issued_at: NOW,
    }
}

fn signed(document: &RootDocument, signers: &[&dyn Signer]) -> Envelope {
    sign_envelope(ROOT_TYPE, &serde_json::to_vec(document).unwrap(), signers)
}

/// From the demo's keys to keys 1, 2, 3.
fn first_rotation() -> Envelope {
    let (_, keys) = demo();
    let (a, b) = (key(1), key(2));
    signed(
        &document(1, &[1, 2, 3], 2),
        &[&keys.registry[0], &keys.registry[1], &a, &b],
    )
}

#[test]
fn the_next_root_is_signed_by_the_old_and_by_the_new_threshold() {
    let (_, keys) = demo();
    let next = demo_trust_root().rotate(&first_rotation()).unwrap();
    assert_eq!((next.number, next.keys.len(), next.threshold), (1, 3, 2));

    let (a, b) = (key(1), key(2));
    let too_few = |valid| {
        Err(RotateRootError::Envelope(EnvelopeError::Signatures {
            valid,
            required: 2,
        }))
    };
    let without_old = signed(&document(1, &[1, 2, 3], 2), &[&keys.registry[0], &a, &b]);
    assert_eq!(demo_trust_root().rotate(&without_old).map(|_| ()), too_few(1));
    let without_new = signed(
        &document(1, &[1, 2, 3], 2),
        &[&keys.registry[0], &keys.registry[1], &a],
    );
    assert_eq!(demo_trust_root().rotate(&without_new).map(|_| ()), too_few(1));
}

#[test]
fn numbers_follow_each_other() {
    let (_, keys) = demo();
    let skipping = signed(
        &document(2, &[1, 2], 1),
        &[&keys.registry[0], &keys.registry[1], &key(1)],
    );
    assert_eq!(
        demo_trust_root().rotate(&skipping).map(|_| ()),
        Err(RotateRootError::Number {
            number: 2,
            trusted: 0
        })
    );
}

#[test]
fn keys_and_threshold_make_sense() {
    let (_, keys) = demo();
    for bad in [
        document(1, &[1, 1], 1),
        document(1, &[1, 2], 0),
        document(1, &[1, 2], 3),
        document(1, &[], 1),
    ] {
        let envelope = signed(&bad, &[&keys.registry[0], &keys.registry[1], &key(1), &key(2)]);
        assert_eq!(
            demo_trust_root().rotate(&envelope).map(|_| ()),
            Err(RotateRootError::Malformed),
            "{bad:?}"
        );
    }
}

#[test]
fn secret_keys_never_hand_over_to_known_ones() {
    let official = TrustRoot::from_document(&document(4, &[1, 2], 2)).unwrap();
    let demo_root = demo_trust_root();
    let next = RootDocument {
        keys: demo_root.keys.iter().map(sig::PublicKey::to_hex).collect(),
        ..document(5, &[], 2)
    };
    let (_, keys) = demo();
    let envelope = signed(&next, &[&key(1), &key(2), &keys.registry[0], &keys.registry[1]]);
    assert_eq!(
        official.rotate(&envelope).map(|_| ()),
        Err(RotateRootError::DemoKeys)
    );
}

/// A registry file of the rotated zone, signed by keys 1 and 2.
fn rotated_file(version: u64, roots: Vec<Envelope>) -> Vec<u8> {
    let (zone, keys) = demo();
    let registry = zone::Registry {
        version,
        ..zone.registry(&keys)
    };
    let payload = serde_json::to_vec(&registry).unwrap();
    let envelope = sign_envelope(zone::REGISTRY_TYPE, &payload, &[&key(1), &key(2)]);
    serde_json::to_vec(&RegistryFile { envelope, roots }).unwrap()
}

#[test]
fn a_registry_of_rotated_keys_verifies_beside_its_rotations_only() {
    let file = rotated_file(3, vec![first_rotation()]);
    let verified = verify_registry(&file, &demo_trust_root(), 0, NOW).unwrap();
    assert_eq!(verified.root().number, 1);
    assert_eq!(verified.signers(), [key(1).public_key(), key(2).public_key()]);
    assert!(verify_registry(&rotated_file(3, vec![]), &demo_trust_root(), 0, NOW).is_err());
}

#[test]
fn a_build_that_begins_at_a_later_root_passes_earlier_rotations_over() {
    let later = TrustRoot::from_document(&document(1, &[1, 2, 3], 2)).unwrap();
    let file = rotated_file(3, vec![first_rotation()]);
    assert_eq!(verify_registry(&file, &later, 0, NOW).unwrap().root().number, 1);
}

#[test]
fn keys_that_were_rotated_away_cannot_outbid_newer_ones() {
    let seen = verify_registry(
        &rotated_file(3, vec![first_rotation()]),
        &demo_trust_root(),
        0,
        NOW,
    )
    .unwrap()
    .edition();
    let by_old_keys = serde_json::to_vec(&signed_with(|registry| registry.version = 1_000_000)).unwrap();
    assert!(matches!(
        verify_registry(&by_old_keys, &demo_trust_root(), seen, NOW),
        Err(VerifyRegistryError::Rollback { .. })
    ));
}

#[test]
fn versions_end_below_two_to_the_thirty_second() {
    let envelope = signed_with(|registry| registry.version = 1 << 32);
    let file = serde_json::to_vec(&envelope).unwrap();
    assert_eq!(
        verify_registry(&file, &demo_trust_root(), 0, NOW).err(),
        Some(VerifyRegistryError::Malformed)
    );
}
