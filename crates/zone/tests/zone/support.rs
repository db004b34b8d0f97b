use testkit::{DemoKeys, DemoZone};
use zone::{Envelope, Registry, VerifiedRegistry, VerifyRegistryError, demo_trust_root, verify_registry};

/// 2026-11-18, in Almaty.
pub(crate) const NOW: u64 = 1_795_000_000;

/// The demo zone with its keys.
pub(crate) fn demo() -> (DemoZone, DemoKeys) {
    (DemoZone::for_tests(NOW), DemoKeys::derive())
}

/// The demo registry with a change, signed by two of the three demo keys.
pub(crate) fn signed_with(change: impl FnOnce(&mut Registry)) -> Envelope {
    let (zone, keys) = demo();
    let mut registry = zone.registry(&keys);
    change(&mut registry);
    DemoZone::sign_registry(&registry, &keys)
}

/// Verifies under the demo root as a wallet that has seen `seen_version` does.
pub(crate) fn verify(
    envelope: &Envelope,
    seen_version: u64,
    now: u64,
) -> Result<VerifiedRegistry, VerifyRegistryError> {
    let bytes = serde_json::to_vec(envelope).unwrap();
    verify_registry(&bytes, &demo_trust_root(), seen_version, now)
}
