use std::{io::Write, path::Path};

use catalogue::{check_index, open_shard, verify_manifest};
use zone::{Freshness, TrustRoot, check_registry, demo_trust_root, verify_registry};

use crate::{
    CliError,
    files::{CATALOGUE, MANIFEST, REGISTRY, now, read, read_json},
};

pub(crate) fn read_root(path: Option<&Path>) -> Result<TrustRoot, CliError> {
    let Some(path) = path else {
        return Ok(demo_trust_root());
    };
    TrustRoot::from_document(&read_json(path)?).map_err(|error| CliError::refused(path, error))
}

pub(crate) fn verify(folder: &Path, root: Option<&Path>, out: &mut dyn Write) -> Result<(), CliError> {
    let path = folder.join(REGISTRY);
    let now = now();
    let verified = verify_registry(&read(&path)?, &read_root(root)?, 0, now)
        .map_err(|error| CliError::refused(&path, error))?;
    let registry = verified.registry();
    if let Some(fault) = check_registry(registry).first() {
        return Err(CliError::refused(&path, fault));
    }
    if verified.freshness() == Freshness::Expired {
        return Err(CliError::refused(&path, "the registry has expired"));
    }
    writeln!(
        out,
        "{}: version {}, root {}, {} signatures of {} needed",
        path.display(),
        registry.version,
        verified.root().number,
        verified.signers().len(),
        verified.root().threshold
    )?;
    if registry.catalogue.is_none() {
        return Ok(());
    }
    let folder = folder.join(CATALOGUE);
    let path = folder.join(MANIFEST);
    let manifest =
        verify_manifest(&read(&path)?, registry, 0, now).map_err(|error| CliError::refused(&path, error))?;
    if manifest.freshness() == Freshness::Expired {
        return Err(CliError::refused(&path, "the catalogue has expired"));
    }
    let manifest = manifest.manifest();
    for shard in &manifest.shards {
        let path = folder.join(&shard.path);
        let opened = open_shard(shard, &read(&path)?).map_err(|error| CliError::refused(&path, error))?;
        if let Some((line, error)) = opened.left_out.first() {
            return Err(CliError::Line {
                path,
                line: u64::try_from(*line).unwrap_or(u64::MAX),
                reason: error.to_string(),
            });
        }
    }
    for index in &manifest.indexes {
        let path = folder.join(&index.path);
        check_index(index, &read(&path)?).map_err(|error| CliError::refused(&path, error))?;
    }
    let count: u64 = manifest.shards.iter().map(|shard| u64::from(shard.count)).sum();
    writeln!(
        out,
        "{}: version {}, {} files, {count} entries",
        path.display(),
        manifest.version,
        manifest.shards.len()
    )?;
    Ok(())
}
