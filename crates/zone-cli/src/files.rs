use std::{
    fs,
    io::Write as _,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use k256::ecdsa::SigningKey;
use serde::{Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;
use zone::Envelope;

use crate::CliError;

pub(crate) const REGISTRY: &str = "registry.json";
pub(crate) const CATALOGUE: &str = "catalogue";
pub(crate) const MANIFEST: &str = "manifest.json";

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    fs::read(path).map_err(|cause| CliError::File {
        path: path.to_owned(),
        cause,
    })
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let failed = |cause| CliError::File {
        path: path.to_owned(),
        cause,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)
}

pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, CliError> {
    serde_json::from_slice(&read(path)?).map_err(|error| CliError::refused(path, error))
}

pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), CliError> {
    let bytes = serde_json::to_vec(value).map_err(|error| CliError::refused(path, error))?;
    write(path, &bytes)
}

pub(crate) fn payload(path: &Path, envelope: &Envelope) -> Result<Vec<u8>, CliError> {
    envelope
        .payload_unverified()
        .map_err(|error| CliError::refused(path, error))
}

pub(crate) fn read_payload<T: DeserializeOwned>(path: &Path, envelope: &Envelope) -> Result<T, CliError> {
    serde_json::from_slice(&payload(path, envelope)?).map_err(|error| CliError::refused(path, error))
}

/// A key file: 64 hex digits.
pub(crate) fn read_key(path: &Path) -> Result<SigningKey, CliError> {
    let text = Zeroizing::new(read(path)?);
    let mut bytes = Zeroizing::new([0; 32]);
    let refuse = || CliError::refused(path, "not a signing key of 64 hex digits");
    hex::decode_to_slice(text.trim_ascii(), bytes.as_mut_slice()).map_err(|_| refuse())?;
    SigningKey::from_slice(bytes.as_slice()).map_err(|_| refuse())
}

/// Writes a key for its owner alone; a file that is there is never replaced.
pub(crate) fn write_key(path: &Path, key: &SigningKey) -> Result<(), CliError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let failed = |cause| CliError::File {
        path: path.to_owned(),
        cause,
    };
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(failed)?;
    let text = Zeroizing::new(hex::encode(Zeroizing::new(key.to_bytes())));
    file.write_all(text.as_bytes()).map_err(failed)
}

/// Unix seconds.
pub(crate) fn now() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "documents are issued now")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
