//! Everything a payer keeps of a payment, in one file that anybody can verify without a network.

use alloc::{string::String, vec::Vec};

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};
use units::{Tiyn, UnitError};
use zone::{
    Envelope, Operator, Registry, RegistryFile, VerifiedRegistry, VerifyCertificateError, verify_certificate,
};

use crate::{
    OrderError, QuoteError, SettledResponse, SignedOrder, SignedQuote, SignedRefundReceipt, VerifiedOffer,
    VerifiedOrder, VerifySettlementError, verify_settlement,
};

/// What [`ReceiptFile::kind`] says.
pub const RECEIPT_FILE: &str = "cryptocity-receipt/1";

/// A receipt as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptFile {
    /// [`RECEIPT_FILE`].
    pub kind: String,
    /// The merchant's certificate.
    pub certificate: Envelope,
    /// What was bought.
    pub order: SignedOrder,
    /// The rate it was paid at.
    pub quote: SignedQuote,
    /// The papers of the payment.
    pub settled: SettledResponse,
    /// What was given back since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refunds: Vec<SignedRefundReceipt>,
    /// Which terms and risk notice were in force. Said by the merchant, not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms_version: Option<String>,
    /// Check link of the fiscal receipt. Said by the merchant, not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_url: Option<String>,
    /// The zone's registry, so that the file needs nothing beside it but the zone's root keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<RegistryFile>,
}

/// A receipt of which every signature and sum holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedReceipt {
    /// Who sold what to whom.
    pub order: VerifiedOrder,
    /// Names the receipt: the digest that the merchant signed.
    pub receipt_hash: B256,
    /// What was given back, as the operator signed.
    pub refunded_tiyn: Tiyn,
}

/// Why a receipt does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyReceiptError {
    /// Another kind of file.
    #[error("not a receipt of CryptoCity")]
    Kind,
    /// The merchant's certificate.
    #[error("the merchant's certificate: {0}")]
    Certificate(#[from] VerifyCertificateError),
    /// The order is not signed by the merchant, or is another merchant's.
    #[error("the order is not signed by the merchant")]
    OrderSignature,
    /// The order's sums.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// The quote is of no operator that was licensed then, or for another order.
    #[error("the quote is not of a licensed operator, or for another order")]
    Quote,
    /// The asset is not in the registry.
    #[error("the registry does not name the asset")]
    Asset,
    /// The quote's sums.
    #[error(transparent)]
    QuoteSum(#[from] QuoteError),
    /// The papers.
    #[error(transparent)]
    Papers(#[from] VerifySettlementError),
    /// A refund is not signed by the operator, of another order, or more than was paid.
    #[error("a refund does not fit the payment")]
    Refund,
    /// A sum does not fit.
    #[error(transparent)]
    Unit(#[from] UnitError),
}

/// Verifies a receipt as of the time it was issued: who sold (certificate), what (order), at which rate and fee (quote),
/// that merchant and operator both say it was paid, and what was given back. The chain is not asked.
///
/// # Errors
/// [`VerifyReceiptError`].
pub fn verify_receipt_file(
    file: &ReceiptFile,
    registry: &VerifiedRegistry,
) -> Result<VerifiedReceipt, VerifyReceiptError> {
    if file.kind != RECEIPT_FILE {
        return Err(VerifyReceiptError::Kind);
    }
    let registry = registry.registry();
    let home = registry.home_chain;
    let (order, quote) = (&file.order.order, &file.quote.quote);
    let receipt = &file.settled.receipt.receipt;
    let certificate = verify_certificate(&file.certificate, registry, receipt.issued_at)?;
    let signer = file
        .order
        .signer(home)
        .map_err(|_| VerifyReceiptError::OrderSignature)?;
    if order.merchant_id != certificate.id || !certificate.has_order_key(signer, order.created_at) {
        return Err(VerifyReceiptError::OrderSignature);
    }
    order.check()?;
    let order_hash = order.hash(home);
    let operator = operator_of(file, registry)?;
    if quote.order_hash != order_hash {
        return Err(VerifyReceiptError::Quote);
    }
    let asset = registry.asset(quote.asset).ok_or(VerifyReceiptError::Asset)?;
    quote.check(order.total_tiyn, asset.decimals)?;
    let offer = VerifiedOffer {
        accept_index: 0,
        quote: quote.clone(),
        asset: asset.clone(),
        operator: operator.clone(),
    };
    let verified = VerifiedOrder {
        certificate,
        order: order.clone(),
        order_hash,
        offers: alloc::vec![offer.clone()],
        notice: registry.notice.clone(),
    };
    verify_settlement(&file.settled, &verified, &offer, receipt.payer, registry)?;
    Ok(VerifiedReceipt {
        refunded_tiyn: check_refunds(file, &verified, operator, registry)?,
        receipt_hash: receipt.digest(home).to_b256(),
        order: verified,
    })
}

fn operator_of<'a>(file: &ReceiptFile, registry: &'a Registry) -> Result<&'a Operator, VerifyReceiptError> {
    let key = file
        .quote
        .signer(registry.home_chain)
        .map_err(|_| VerifyReceiptError::Quote)?;
    let at = file.quote.quote.issued_at;
    registry
        .operator_of_key(key)
        .filter(|operator| operator.licence.validity.holds_at(at))
        .filter(|operator| {
            let mut keys = operator.quote_keys.iter();
            keys.any(|entry| entry.address == key && entry.validity.holds_at(at))
        })
        .filter(|operator| file.quote.quote.fee_bps <= operator.fee_bps)
        .ok_or(VerifyReceiptError::Quote)
}

fn check_refunds(
    file: &ReceiptFile,
    order: &VerifiedOrder,
    operator: &Operator,
    registry: &Registry,
) -> Result<Tiyn, VerifyReceiptError> {
    let receipt = &file.settled.receipt.receipt;
    let mut refunded = Tiyn::ZERO;
    let mut seen = Vec::new();
    for signed in &file.refunds {
        let refund = &signed.receipt;
        let key = signed
            .signer(registry.home_chain)
            .map_err(|_| VerifyReceiptError::Refund)?;
        let fits = operator.quote_keys.iter().any(|entry| entry.address == key)
            && refund.order_hash == order.order_hash
            && refund.payment == receipt.transaction
            && refund.payer == receipt.payer
            && !seen.contains(&refund.id);
        if !fits {
            return Err(VerifyReceiptError::Refund);
        }
        seen.push(refund.id);
        refunded = refunded.checked_add(refund.tiyn)?;
    }
    if refunded > order.order.total_tiyn {
        return Err(VerifyReceiptError::Refund);
    }
    Ok(refunded)
}
