use std::{io::Write, path::Path};

use checkout::{ReceiptFile, VerifiedReceipt, verify_receipt_file};
use units::Tiyn;
use zone::{Status, VerifiedRegistry, verify_registry};

use crate::{
    CliError,
    commands::{read_root, receipt_of::read_receipt},
    files::{now, read},
};

pub(crate) fn verify_receipt(
    path: &Path,
    (registry, root): (Option<&Path>, Option<&Path>),
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let file = read_receipt(path)?;
    let registry = open_registry(path, &file, registry, root)?;
    let verified = verify_receipt_file(&file, &registry).map_err(|error| CliError::refused(path, error))?;
    say(&file, &verified, &registry, out)?;
    Ok(())
}

fn open_registry(
    path: &Path,
    file: &ReceiptFile,
    registry: Option<&Path>,
    root: Option<&Path>,
) -> Result<VerifiedRegistry, CliError> {
    let root = read_root(root)?;
    let (named, bytes) = match (registry, &file.registry) {
        (Some(other), _) => (other, read(other)?),
        (None, Some(inside)) => (
            path,
            serde_json::to_vec(inside).map_err(|error| CliError::refused(path, error))?,
        ),
        (None, None) => {
            return Err(CliError::refused(
                path,
                "no registry inside; name one with --registry",
            ));
        }
    };
    // A registry past its date still says who was licensed then.
    verify_registry(&bytes, &root, 0, now()).map_err(|error| CliError::refused(named, error))
}

fn say(
    file: &ReceiptFile,
    verified: &VerifiedReceipt,
    registry: &VerifiedRegistry,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let (order, receipt) = (&verified.order.order, &file.settled.receipt.receipt);
    let certificate = &verified.order.certificate;
    writeln!(out, "The receipt holds. Verified, without asking anybody:")?;
    let test = if certificate.test { ", TEST" } else { "" };
    writeln!(
        out,
        "  merchant      {} (BIN {}{test}), certified by the zone when it was issued",
        certificate.names.en, certificate.bin
    )?;
    for line in &order.lines {
        writeln!(out, "  sold          {}: {}", line.name, tenge(line.total_tiyn))?;
    }
    writeln!(
        out,
        "  total         {}, of which VAT {}; signed by the merchant, the sums add up",
        tenge(order.total_tiyn),
        tenge(order.vat_tiyn)
    )?;
    for offer in &verified.order.offers {
        writeln!(
            out,
            "  paid          {} {} at the rate of {}, fee {}; signed by {} (licence {})",
            receipt.amount.to_whole(offer.asset.decimals),
            offer.asset.symbol,
            offer.quote.rate_source,
            tenge(receipt.fee_tiyn),
            offer.operator.name.en,
            offer.operator.licence.number
        )?;
    }
    writeln!(
        out,
        "  papers        merchant's receipt, operator's x402 receipt and tenge credit agree on payer, sum, transaction"
    )?;
    writeln!(out, "  given back    {}", tenge(verified.refunded_tiyn))?;
    writeln!(out, "  receipt hash  {}", verified.receipt_hash)?;
    let zone = registry.registry();
    writeln!(
        out,
        "  registry      {} version {}, {} of {} needed signatures",
        zone.id,
        zone.version,
        registry.signers().len(),
        registry.root().threshold
    )?;
    writeln!(out, "Not verified here:")?;
    writeln!(
        out,
        "  that transaction {} is in block {} of {}: ask a node",
        receipt.transaction, receipt.block_number, receipt.asset.chain
    )?;
    if !receipt.order_bound {
        writeln!(
            out,
            "  that the payer meant this order: the payment is not bound to it by signature"
        )?;
    }
    if file.fiscal_url.is_some() || file.terms_version.is_some() {
        writeln!(
            out,
            "  the link of the fiscal receipt and the version of the terms: the merchant says so"
        )?;
    }
    if zone.status == Status::Demo {
        writeln!(
            out,
            "  anything of value: this is a demo zone, its keys are publicly known"
        )?;
    }
    writeln!(out, "A payment confirmation; not a fiscal receipt.")
}

fn tenge(amount: Tiyn) -> String {
    let (whole, rest) = amount.split();
    format!("{whole}.{rest:02} KZT")
}
