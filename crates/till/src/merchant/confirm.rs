//! The papers of a settled payment: what the operator signed is verified, the merchant's receipt is signed and all of it
//! is stored.

use checkout::{
    OrderReceipt, OrderState, SettledResponse, SignedQuote, VerifiedOffer, VerifiedOrder,
    VerifySettlementError, verify_settlement,
    x402::{CRYPTOCITY, OFFER_RECEIPT, SettleResponse, SettlementInfo, SignedX402Receipt, read_info},
};
use serde::Deserialize;
use sig::B256;

use super::{
    Merchant,
    order_store::{self, StoredOrder},
};

/// Seconds until the first look whether a settled order is final.
const FIRST_LOOK_SECONDS: u64 = 2;

/// Why the operator's papers are not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum ConfirmError {
    #[error("the operator's answer lacks the {0}")]
    Missing(&'static str),
    #[error("asset or operator of the quote are not in the registry")]
    Unknown,
    #[error(transparent)]
    Papers(#[from] VerifySettlementError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

/// What a payment was, as far as the receipt says.
#[derive(Debug)]
pub(super) struct Payment<'a> {
    pub(super) payment_id: B256,
    pub(super) quote: &'a SignedQuote,
    pub(super) order_bound: bool,
    pub(super) answer: SettleResponse,
}

#[derive(Deserialize)]
struct ReceiptInfo {
    receipt: SignedX402Receipt,
}

/// Verifies and stores the papers, and gives what the payer is answered, now and every time.
pub(super) async fn confirm(
    merchant: &Merchant,
    order: &StoredOrder,
    payment: Payment<'_>,
) -> Result<(SettleResponse, SettledResponse), ConfirmError> {
    let papers = write_papers(merchant, order, &payment)?;
    let look_at = merchant.clock.now().saturating_add(FIRST_LOOK_SECONDS);
    let done = order_store::settle(
        &merchant.pool,
        order.id(),
        payment.payment_id,
        (&payment.answer, &papers),
        look_at,
    );
    if done.await? {
        tracing::info!(order = %order.id(), transaction = %papers.receipt.receipt.transaction, "order settled");
        merchant.events.changed(merchant, order.id()).await?;
        return Ok((payment.answer, papers));
    }
    // Another instance of this till was faster.
    let stored = order_store::find(&merchant.pool, order.id()).await?;
    stored
        .and_then(|order| order.settled)
        .ok_or(ConfirmError::Storage(sqlx::Error::RowNotFound))
}

fn write_papers(
    merchant: &Merchant,
    order: &StoredOrder,
    payment: &Payment<'_>,
) -> Result<SettledResponse, ConfirmError> {
    let extensions = payment.answer.extensions.as_ref();
    let info: SettlementInfo = read_info(extensions, CRYPTOCITY).ok_or(ConfirmError::Missing("credit"))?;
    let ReceiptInfo {
        receipt: x402_receipt,
    } = read_info(extensions, OFFER_RECEIPT).ok_or(ConfirmError::Missing("receipt"))?;
    let payer = payment.answer.payer.ok_or(ConfirmError::Missing("payer"))?;

    let verified = merchant.registry.verified();
    let registry = verified.registry();
    let quote = &payment.quote.quote;
    let signer = payment
        .quote
        .signer(registry.home_chain)
        .map_err(|_| ConfirmError::Unknown)?;
    let operator = registry.operator_of_key(signer).ok_or(ConfirmError::Unknown)?;
    let asset = registry.asset(quote.asset).ok_or(ConfirmError::Unknown)?;
    let terms = &order.signed.order;
    let receipt = OrderReceipt {
        order_hash: order.order_hash,
        payer,
        asset: quote.asset,
        amount: payment.answer.amount.unwrap_or(quote.amount),
        transaction: info.proof.transaction,
        block_number: info.proof.block_number,
        total_tiyn: terms.total_tiyn,
        vat_tiyn: terms.vat_tiyn,
        fee_tiyn: quote.fee_tiyn,
        operator_id: operator.id.clone(),
        registry_version: registry.version,
        order_bound: payment.order_bound,
        issued_at: merchant.clock.now(),
    };
    let papers = SettledResponse {
        order_id: order.id(),
        state: OrderState::Settled,
        receipt: receipt.sign(registry.home_chain, &merchant.config.order_key),
        x402_receipt,
        credit: info.credit,
    };
    let offer = VerifiedOffer {
        accept_index: 0,
        quote: quote.clone(),
        asset: asset.clone(),
        operator: operator.clone(),
    };
    let whole = VerifiedOrder {
        certificate: merchant.certificate.clone(),
        order: terms.clone(),
        order_hash: order.order_hash,
        offers: Vec::new(),
        notice: registry.notice.clone(),
    };
    verify_settlement(&papers, &whole, &offer, payer, registry)?;
    Ok(papers)
}
