use std::path::Path;

use checkout::{
    RECEIPT_FILE, ReceiptFile, SettledResponse,
    x402::{CRYPTOCITY, CryptoCityInfo, PaymentRequired, decode_header, read_info},
};
use serde::Deserialize;

use crate::{CliError, files::read};

/// What the pay page saves: the papers as they went over the wire. Without a registry, which the till's own file has inside.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WalletReceipt {
    payment_required: String,
    accept_index: usize,
    settled: SettledResponse,
}

impl WalletReceipt {
    fn into_file(self) -> Option<ReceiptFile> {
        let required: PaymentRequired = decode_header(&self.payment_required).ok()?;
        let info: CryptoCityInfo = read_info(required.extensions.as_ref(), CRYPTOCITY)?;
        Some(ReceiptFile {
            kind: RECEIPT_FILE.into(),
            certificate: info.certificate,
            order: info.order,
            quote: info.quotes.into_iter().nth(self.accept_index)?,
            settled: self.settled,
            refunds: Vec::new(),
            terms_version: None,
            fiscal_url: None,
            registry: None,
        })
    }
}

/// Reads the file of a receipt, as the till's receipt page or the pay page saves it.
pub(crate) fn read_receipt(path: &Path) -> Result<ReceiptFile, CliError> {
    let bytes = read(path)?;
    let of_till = serde_json::from_slice::<ReceiptFile>(&bytes);
    of_till.or_else(|error| {
        let of_wallet = serde_json::from_slice::<WalletReceipt>(&bytes).ok();
        of_wallet
            .and_then(WalletReceipt::into_file)
            .ok_or_else(|| CliError::refused(path, error))
    })
}
