use std::{fs, io::Error, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sig::{B256, sha256_digest};
use testkit::{DemoKeys, DemoZone};
use units::Tiyn;
use zone::{Envelope, MerchantCertificate, Registry};

use crate::StackError;

pub(crate) const REGISTRY: &str = "registry.json";
pub(crate) const CERTIFICATE: &str = "certificate.json";

/// From this on, in tiyn, the demo's operator asks who pays: 100 000 ₸, which the demo's free tokens still buy.
const TRAVEL_RULE_FROM: u64 = 10_000_000;

/// The demo's registry: that of the tests, and the travel rule.
pub(crate) fn demo_registry(zone: &DemoZone, keys: &DemoKeys) -> Registry {
    let mut registry = zone.registry(keys);
    registry.limits.travel_rule_from_tiyn = Tiyn::new(TRAVEL_RULE_FROM).ok();
    registry
}

/// Signs a registry with the demo keys and writes it.
pub(crate) fn write_registry(path: &Path, registry: &Registry, keys: &DemoKeys) -> Result<(), StackError> {
    write(path, &DemoZone::sign_registry(registry, keys))
}

/// Signs a certificate with the demo key and writes it. Gives the hash that revocations name it by.
pub(crate) fn write_certificate(
    path: &Path,
    certificate: &MerchantCertificate,
    keys: &DemoKeys,
) -> Result<B256, StackError> {
    let envelope = DemoZone::sign_certificate(certificate, keys);
    write(path, &envelope)?;
    let payload = STANDARD
        .decode(&envelope.payload)
        .map_err(|error| StackError::file(path)(Error::other(error)))?;
    Ok(sha256_digest(&payload).to_b256())
}

fn write(path: &Path, envelope: &Envelope) -> Result<(), StackError> {
    let bytes = serde_json::to_vec(envelope).map_err(|error| StackError::file(path)(error.into()))?;
    fs::write(path, bytes).map_err(StackError::file(path))
}
