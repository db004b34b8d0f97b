use std::{io::Write, path::Path};

use catalogue::{CatalogueContent, Category, Entry, EntryKind, GeoPoint, MANIFEST_TYPE, Merchant};
use city::build_city;
use serde::Deserialize;
use zone::{LocalText, REGISTRY_TYPE, Registry, check_registry, sign_envelope};

use crate::{
    CliError,
    arguments::Build,
    files::{CATALOGUE, MANIFEST, REGISTRY, read, write, write_json},
};

pub(crate) fn build(options: &Build, out: &mut dyn Write) -> Result<(), CliError> {
    let registry = read_registry(&options.registry)?;
    let mut entries = Vec::new();
    if let Some(path) = &options.merchants {
        entries.extend(read_merchants(path, registry.issued_at)?);
    }
    if let Some(path) = &options.listings {
        entries.extend(read_listings(path)?);
    }
    let count = entries.len();
    let built = build_city(CatalogueContent {
        zone: registry.id.clone(),
        version: options.catalogue_version,
        issued_at: registry.issued_at,
        expires_at: registry.expires_at,
        entries,
        tombstones: vec![],
    })
    .map_err(|error| CliError::refused(&options.out, error))?;
    let unsigned = |kind: &str, content: Vec<u8>| sign_envelope(kind, &content, &[]);
    let refused = |error: serde_json::Error| CliError::refused(&options.out, error);
    let registry = serde_json::to_vec(&registry).map_err(refused)?;
    write_json(&options.out.join(REGISTRY), &unsigned(REGISTRY_TYPE, registry))?;
    let folder = options.out.join(CATALOGUE);
    for file in &built.files {
        write(&folder.join(&file.path), &file.bytes)?;
    }
    let manifest = serde_json::to_vec(&built.manifest).map_err(refused)?;
    write_json(&folder.join(MANIFEST), &unsigned(MANIFEST_TYPE, manifest))?;
    writeln!(
        out,
        "{}: {count} entries in {} files, to be signed",
        options.out.display(),
        built.files.len()
    )?;
    Ok(())
}

fn read_registry(path: &Path) -> Result<Registry, CliError> {
    let text = String::from_utf8(read(path)?).map_err(|error| CliError::refused(path, error))?;
    let registry: Registry = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| {
            text.bytes()
                .take(span.start)
                .filter(|byte| *byte == b'\n')
                .count()
                + 1
        });
        CliError::Line {
            path: path.to_owned(),
            line: u64::try_from(line).unwrap_or(u64::MAX),
            reason: error.message().to_owned(),
        }
    })?;
    match check_registry(&registry).first() {
        Some(fault) => Err(CliError::refused(path, fault)),
        None => Ok(registry),
    }
}

/// A line of the merchants' table.
#[derive(Debug, Deserialize)]
struct MerchantRow {
    id: String,
    category: Category,
    name_kk: String,
    name_ru: String,
    name_en: String,
    bin: String,
    district_kk: String,
    district_ru: String,
    district_en: String,
    street_kk: String,
    street_ru: String,
    street_en: String,
    latitude: String,
    longitude: String,
    phone: String,
    url: String,
    hours: String,
    /// CAIP-19 identifiers, separated by spaces.
    assets: String,
}

fn read_merchants(path: &Path, verified_at: u64) -> Result<Vec<Entry>, CliError> {
    let bytes = read(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes.as_slice());
    let headers = reader
        .headers()
        .map_err(|error| at_line(path, 1, &error))?
        .clone();
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            at_line(path, line, &error)
        })?;
        let line = record.position().map_or(1, csv::Position::line);
        let row: MerchantRow = record
            .deserialize(Some(&headers))
            .map_err(|error| at_line(path, line, &error))?;
        let merchant = merchant(row, verified_at).map_err(|reason| at_line(path, line, &reason))?;
        let entry = Entry::Merchant(merchant);
        entry.check().map_err(|error| at_line(path, line, &error))?;
        entries.push(entry);
    }
    Ok(entries)
}

fn merchant(row: MerchantRow, verified_at: u64) -> Result<Merchant, String> {
    let given = |text: String| (!text.is_empty()).then_some(text);
    let local = |kk: String, ru: String, en: String| -> Result<LocalText, String> {
        for text in [&kk, &ru, &en] {
            zone::check_text(text).map_err(|error| error.to_string())?;
        }
        Ok(LocalText { kk, ru, en })
    };
    Ok(Merchant {
        category: row.category,
        identifier: row.id,
        name: local(row.name_kk, row.name_ru, row.name_en)?,
        bin: row
            .bin
            .parse()
            .map_err(|error: zone::ParseBinError| error.to_string())?,
        mcc: row.category.mcc(),
        address_locality: local(row.district_kk, row.district_ru, row.district_en)?,
        street_address: local(row.street_kk, row.street_ru, row.street_en)?,
        geo: GeoPoint::parse(&row.latitude, &row.longitude).map_err(|error| error.to_string())?,
        telephone: given(row.phone),
        url: given(row.url),
        opening_hours: row.hours,
        currencies_accepted: row.assets.split_whitespace().map(Into::into).collect(),
        order_keys: vec![],
        verified_at,
        test: false,
    })
}

fn read_listings(path: &Path) -> Result<Vec<Entry>, CliError> {
    let bytes = read(path)?;
    let mut entries = Vec::new();
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1u64..) {
        if line.trim_ascii().is_empty() {
            continue;
        }
        entries.push(Entry::parse(EntryKind::Listings, line).map_err(|error| at_line(path, number, &error))?);
    }
    Ok(entries)
}

fn at_line(path: &Path, line: u64, reason: &dyn ToString) -> CliError {
    CliError::Line {
        path: path.to_owned(),
        line,
        reason: reason.to_string(),
    }
}
