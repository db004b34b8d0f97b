use std::{io::Write, path::Path};

use sig::sha256_digest;
use zone::{Envelope, LocalText, Registry, RegistryFile, Revocation, Suspension, Validity, sign_envelope};

use crate::{
    CliError,
    arguments::{OneMerchant, Reason, Revoke, Suspend},
    files::{now, payload, read_json, read_payload, write_json},
};

pub(crate) fn suspend(options: &Suspend, out: &mut dyn Write) -> Result<(), CliError> {
    let now = now();
    change(&options.of.registry, out, |registry| {
        if registry.suspension_of(&options.of.merchant, now).is_some() {
            return Err("the merchant is suspended already");
        }
        registry.suspensions.push(Suspension {
            merchant_id: options.of.merchant.clone(),
            validity: Validity {
                valid_from: now,
                valid_until: options.until,
            },
            reason: text(&options.reason),
            appealed: false,
        });
        Ok(())
    })
}

pub(crate) fn appeal(options: &OneMerchant, out: &mut dyn Write) -> Result<(), CliError> {
    with_suspension(options, out, |suspension, _| suspension.appealed = true)
}

pub(crate) fn reinstate(options: &OneMerchant, out: &mut dyn Write) -> Result<(), CliError> {
    with_suspension(options, out, |suspension, now| {
        suspension.validity.valid_until = Some(now)
    })
}

pub(crate) fn revoke(options: &Revoke, out: &mut dyn Write) -> Result<(), CliError> {
    let path = &options.certificate;
    let envelope: Envelope = read_json(path)?;
    let certificate = sha256_digest(&payload(path, &envelope)?).to_b256();
    let now = now();
    change(&options.registry, out, |registry| {
        if registry
            .revocations
            .iter()
            .any(|entry| entry.certificate == certificate)
        {
            return Err("the certificate is revoked already");
        }
        registry.revocations.push(Revocation {
            certificate,
            revoked_at: now,
            reason: text(&options.reason),
        });
        Ok(())
    })
}

fn with_suspension(
    options: &OneMerchant,
    out: &mut dyn Write,
    edit: impl FnOnce(&mut Suspension, u64),
) -> Result<(), CliError> {
    let now = now();
    change(&options.registry, out, |registry| {
        let found = registry
            .suspensions
            .iter_mut()
            .find(|entry| entry.merchant_id == options.merchant && entry.validity.holds_at(now));
        edit(found.ok_or("the merchant is not suspended")?, now);
        Ok(())
    })
}

/// Changes the registry of a file: the version grows, the signatures go.
fn change(
    path: &Path,
    out: &mut dyn Write,
    edit: impl FnOnce(&mut Registry) -> Result<(), &'static str>,
) -> Result<(), CliError> {
    let mut file: RegistryFile = read_json(path)?;
    let mut registry: Registry = read_payload(path, &file.envelope)?;
    edit(&mut registry).map_err(|reason| CliError::refused(path, reason))?;
    registry.version += 1;
    registry.issued_at = now();
    let content = serde_json::to_vec(&registry).map_err(|error| CliError::refused(path, error))?;
    file.envelope = sign_envelope(zone::REGISTRY_TYPE, &content, &[]);
    write_json(path, &file)?;
    writeln!(
        out,
        "{}: version {}, to be signed",
        path.display(),
        registry.version
    )?;
    Ok(())
}

fn text(reason: &Reason) -> LocalText {
    LocalText {
        kk: reason.reason_kk.clone(),
        ru: reason.reason_ru.clone(),
        en: reason.reason_en.clone(),
    }
}
