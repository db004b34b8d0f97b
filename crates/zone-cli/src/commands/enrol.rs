use std::io::Write;

use sig::Signer;
use testkit::DemoKeys;
use zone::{Application, CERTIFICATE_TYPE, Validity, sign_envelope};

use crate::{
    CliError,
    arguments::Enrol,
    files::{now, read_json, read_key, write_json},
};

const DAY: u64 = 86_400;

pub(crate) fn enrol(options: &Enrol, out: &mut dyn Write) -> Result<(), CliError> {
    let path = &options.application;
    let application: Application = read_json(path)?;
    application
        .check()
        .map_err(|error| CliError::refused(path, error))?;
    let now = now();
    let validity = Validity {
        // Clocks differ a little.
        valid_from: now.saturating_sub(300),
        valid_until: Some(now.saturating_add(options.days.saturating_mul(DAY))),
    };
    let test = options.key.is_none();
    let certificate = application.into_certificate(validity, test);
    let content = serde_json::to_vec(&certificate).map_err(|error| CliError::refused(path, error))?;
    let sign = |key: &dyn Signer| sign_envelope(CERTIFICATE_TYPE, &content, &[key]);
    let envelope = match &options.key {
        Some(key) => sign(&read_key(key)?),
        None => sign(&DemoKeys::derive().certificate),
    };
    write_json(&options.out, &envelope)?;
    let mark = if test {
        ", marked TEST: the demo zone alone takes it"
    } else {
        ""
    };
    writeln!(
        out,
        "{}: {} (BIN {}), {} days{mark}",
        options.out.display(),
        certificate.id,
        certificate.bin,
        options.days
    )?;
    Ok(())
}
