use std::{io::Write, path::Path};

use catalogue::{CatalogueContent, MANIFEST_TYPE};
use city::build_city;
use sig::Signer;
use testkit::{DemoKeys, DemoZone};
use zone::sign_envelope;

use crate::{
    CliError, GenerateOptions,
    arguments::Generate,
    files::{CATALOGUE, MANIFEST, REGISTRY, now, write, write_json},
    generate,
};

pub(crate) fn generate_zone(options: &Generate, out: &mut dyn Write) -> Result<(), CliError> {
    let (zone, keys) = (DemoZone::for_tests(now()), DemoKeys::derive());
    let registry = zone.registry(&keys);
    let content = generate(&GenerateOptions {
        zone: registry.id.clone(),
        merchants: options.merchants,
        listings: options.listings,
        seed: options.seed,
        now: registry.issued_at,
        assets: registry.assets.iter().map(|asset| asset.id.to_string()).collect(),
        largest_deposit: registry.limits.per_payment_tiyn,
        readable: options.readable,
    });
    let count = content.entries.len();
    write_json(
        &options.out.join(REGISTRY),
        &DemoZone::sign_registry(&registry, &keys),
    )?;
    write_catalogue(&options.out, content, &keys.catalogue)?;
    writeln!(
        out,
        "{}: {count} made-up entries, signed with demo keys",
        options.out.display()
    )?;
    Ok(())
}

/// Builds a catalogue, signs it and writes it into `catalogue/` of a zone's folder.
///
/// # Errors
/// [`CliError`].
pub fn write_catalogue(folder: &Path, content: CatalogueContent, key: &dyn Signer) -> Result<(), CliError> {
    let folder = folder.join(CATALOGUE);
    let built = build_city(content).map_err(|error| CliError::refused(&folder, error))?;
    for file in &built.files {
        write(&folder.join(&file.path), &file.bytes)?;
    }
    let manifest = serde_json::to_vec(&built.manifest).map_err(|error| CliError::refused(&folder, error))?;
    write_json(
        &folder.join(MANIFEST),
        &sign_envelope(MANIFEST_TYPE, &manifest, &[key]),
    )
}
