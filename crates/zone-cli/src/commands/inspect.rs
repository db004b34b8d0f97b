use std::{io::Write, path::Path};

use serde_json::Value;
use zone::RegistryFile;

use crate::{
    CliError,
    files::{read_json, read_payload},
};

pub(crate) fn inspect(path: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let file: RegistryFile = read_json(path)?;
    let content: Value = read_payload(path, &file.envelope)?;
    let text = serde_json::to_string_pretty(&content).map_err(|error| CliError::refused(path, error))?;
    writeln!(out, "type       {}", file.envelope.payload_type)?;
    writeln!(out, "rotations  {}", file.roots.len())?;
    for signature in &file.envelope.signatures {
        writeln!(out, "signature  {} (not verified)", signature.keyid)?;
    }
    writeln!(out, "{text}")?;
    Ok(())
}
