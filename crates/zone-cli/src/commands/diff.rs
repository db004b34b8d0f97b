use std::{collections::BTreeSet, io::Write, path::Path};

use serde_json::Value;
use zone::RegistryFile;

use crate::{
    CliError,
    files::{read_json, read_payload},
};

pub(crate) fn diff(old: &Path, new: &Path, out: &mut dyn Write) -> Result<(), CliError> {
    let read = |path: &Path| -> Result<Value, CliError> {
        let file: RegistryFile = read_json(path)?;
        read_payload(path, &file.envelope)
    };
    let (old, new) = (read(old)?, read(new)?);
    compare("", &old, &new, out)
}

fn compare(place: &str, old: &Value, new: &Value, out: &mut dyn Write) -> Result<(), CliError> {
    match (old, new) {
        (Value::Object(a), Value::Object(b)) => {
            let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names {
                let place = if place.is_empty() {
                    name.clone()
                } else {
                    format!("{place}.{name}")
                };
                compare_one(&place, a.get(name), b.get(name), out)?;
            }
            Ok(())
        }
        (Value::Array(a), Value::Array(b)) => {
            for number in 0..a.len().max(b.len()) {
                let place = format!("{place}[{number}]");
                compare_one(&place, a.get(number), b.get(number), out)?;
            }
            Ok(())
        }
        _ if old == new => Ok(()),
        _ => Ok(writeln!(out, "~ {place}: {old} → {new}")?),
    }
}

fn compare_one(
    place: &str,
    old: Option<&Value>,
    new: Option<&Value>,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    match (old, new) {
        (Some(old), Some(new)) => compare(place, old, new, out),
        (Some(old), None) => Ok(writeln!(out, "- {place}: {old}")?),
        (None, Some(new)) => Ok(writeln!(out, "+ {place}: {new}")?),
        (None, None) => Ok(()),
    }
}
