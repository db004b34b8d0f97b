use alloy_primitives::{Address, B256};
use zone::Registry;

use crate::{SettledResponse, VerifiedOffer, VerifiedOrder};

/// Why the papers of a settlement do not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifySettlementError {
    /// The receipt is not signed by the merchant.
    #[error("the receipt is not signed by the merchant")]
    ReceiptSignature,
    /// The credit or the x402 receipt is not signed by the operator.
    #[error("the operator's papers are not signed by the operator")]
    OperatorSignature,
    /// A paper is about another order, payer, amount or transaction.
    #[error("the papers do not agree with the payment")]
    Mismatch,
}

/// Verifies what a till answered to a payment, offline: who signed each paper, and that all of them are about this
/// order, payer, amount and one transaction. Gives the transaction.
///
/// # Errors
/// [`VerifySettlementError`].
pub fn verify_settlement(
    settled: &SettledResponse,
    order: &VerifiedOrder,
    offer: &VerifiedOffer,
    payer: Address,
    registry: &Registry,
) -> Result<B256, VerifySettlementError> {
    let home = registry.home_chain;
    let receipt = &settled.receipt.receipt;
    let merchant = settled
        .receipt
        .signer(home)
        .map_err(|_| VerifySettlementError::ReceiptSignature)?;
    if !order
        .certificate
        .order_keys
        .iter()
        .any(|key| key.address == merchant)
    {
        return Err(VerifySettlementError::ReceiptSignature);
    }
    let of_operator = |key: Address| offer.operator.quote_keys.iter().any(|entry| entry.address == key);
    let credit_signer = settled
        .credit
        .signer(home)
        .map_err(|_| VerifySettlementError::OperatorSignature)?;
    let receipt_signer = settled
        .x402_receipt
        .signer()
        .map_err(|_| VerifySettlementError::OperatorSignature)?;
    if !of_operator(credit_signer) || !of_operator(receipt_signer) {
        return Err(VerifySettlementError::OperatorSignature);
    }
    let (quote, credit, x402) = (
        &offer.quote,
        &settled.credit.credit,
        &settled.x402_receipt.payload,
    );
    let agrees = settled.order_id == order.order.id
        && receipt.order_hash == order.order_hash
        && receipt.payer == payer
        && receipt.asset == quote.asset
        && receipt.amount == quote.amount
        && receipt.total_tiyn == order.order.total_tiyn
        && receipt.vat_tiyn == order.order.vat_tiyn
        && receipt.fee_tiyn == quote.fee_tiyn
        && receipt.operator_id == offer.operator.id
        && credit.order_hash == order.order_hash
        && credit.merchant_id == order.order.merchant_id
        && credit.merchant_tiyn == quote.merchant_tiyn
        && credit.fee_tiyn == quote.fee_tiyn
        && credit.total_tiyn == order.order.total_tiyn
        && credit.transaction == receipt.transaction
        && x402.transaction.parse() == Ok(receipt.transaction)
        && x402.payer.parse() == Ok(payer);
    if agrees {
        Ok(receipt.transaction)
    } else {
        Err(VerifySettlementError::Mismatch)
    }
}
