use std::{
    io::Write,
    path::{Path, PathBuf},
};

use k256::ecdsa::SigningKey;
use sig::Signer;
use zeroize::Zeroizing;
use zone::{ROOT_TYPE, RegistryFile, RootDocument, Status, TrustRoot, sign_envelope};

use crate::{
    CliError,
    arguments::Rotate,
    commands::read_root,
    files::{now, payload, read_json, read_key, read_payload, write_json, write_key},
};

pub(crate) fn new_key(path: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let key = loop {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|error| CliError::Randomness(error.to_string()))?;
        // Out of range with a probability of about 2^-128.
        if let Ok(key) = SigningKey::from_slice(bytes.as_slice()) {
            break key;
        }
    };
    write_key(path, &key)?;
    let public = key.public_key();
    writeln!(
        out,
        "public key {}\nkey id     {}",
        public.to_hex(),
        public.key_id()
    )?;
    Ok(())
}

pub(crate) fn sign(file: &Path, keys: &[PathBuf], out: &mut dyn Write) -> Result<(), CliError> {
    let mut signed: RegistryFile = read_json(file)?;
    let content = payload(file, &signed.envelope)?;
    let keys: Vec<SigningKey> = keys.iter().map(|path| read_key(path)).collect::<Result<_, _>>()?;
    if signed.envelope.payload_type == zone::REGISTRY_TYPE {
        let registry: zone::Registry = read_payload(file, &signed.envelope)?;
        let known = TrustRoot {
            number: 0,
            keys: keys.iter().map(Signer::public_key).collect(),
            threshold: 1,
        };
        if registry.status == Status::Official && known.has_demo_key() {
            return Err(CliError::refused(
                file,
                "demo keys cannot sign an official registry",
            ));
        }
    }
    for key in &keys {
        signed.envelope.add_signature(&content, key);
    }
    write_json(file, &signed)?;
    writeln!(
        out,
        "{}: {} signatures",
        file.display(),
        signed.envelope.signatures.len()
    )?;
    Ok(())
}

pub(crate) fn rotate(options: &Rotate, out: &mut dyn Write) -> Result<(), CliError> {
    let path = &options.registry;
    let mut file: RegistryFile = read_json(path)?;
    let registry: zone::Registry = read_payload(path, &file.envelope)?;
    let refused = |error: zone::RotateRootError| CliError::refused(path, error);
    let trusted = read_root(options.root.as_deref())?
        .rotate_all(&file.roots)
        .map_err(refused)?;
    let document = RootDocument {
        zone: registry.id,
        number: options.number,
        keys: options.public_key.clone(),
        threshold: options.threshold,
        issued_at: now(),
    };
    let keys: Vec<SigningKey> = options
        .key
        .iter()
        .map(|path| read_key(path))
        .collect::<Result<_, _>>()?;
    let signers: Vec<&dyn Signer> = keys.iter().map(|key| key as &dyn Signer).collect();
    let bytes = serde_json::to_vec(&document).map_err(|error| CliError::refused(path, error))?;
    let envelope = sign_envelope(ROOT_TYPE, &bytes, &signers);
    let next = trusted.rotate(&envelope).map_err(refused)?;
    file.roots.push(envelope);
    file.envelope.signatures.clear();
    let content = payload(path, &file.envelope)?;
    for key in keys.iter().filter(|key| next.keys.contains(&key.public_key())) {
        file.envelope.add_signature(&content, key);
    }
    write_json(path, &file)?;
    writeln!(
        out,
        "root {}: {} of {} keys; the registry has {} signatures",
        next.number,
        next.threshold,
        next.keys.len(),
        file.envelope.signatures.len()
    )?;
    Ok(())
}
