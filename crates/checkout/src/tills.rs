//! The wire types of the two tills beyond x402.

use alloc::{string::String, vec::Vec};

use alloy_primitives::B256;
use chain::AssetId;
use serde::{Deserialize, Serialize};
use units::{Rate, Tiyn};
use zone::Envelope;

use crate::{
    LineRequest, OrderId, SignedCredit, SignedOrder, SignedQuote, SignedReceipt,
    x402::{SignedOffer, SignedX402Receipt},
};

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OrderState {
    /// Waiting for payment.
    Created,
    /// A signed payload is stored.
    Authorized,
    /// The operator was asked to settle; the outcome may be unknown.
    Submitted,
    /// Proven on the chain.
    Settled,
    /// Deep enough in the chain.
    Final,
    /// Nobody paid in time.
    Expired,
    /// The payment was refused or reverted.
    Failed,
    /// Given back, all of it.
    Refunded,
    /// Nobody began to pay, and the merchant called it off.
    Cancelled,
    /// Paid by hand, and less than asked came so far.
    Partial,
    /// Paid by hand, and more than asked came: the rest is owed to the payer.
    Over,
    /// Paid by hand after its end: all of it is owed to the payer.
    Late,
}

/// Body of `POST /v1/orders` at the merchant till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateOrderRequest {
    /// Origin of the page that asks; must be in the certificate.
    pub origin: String,
    /// What is sold.
    pub lines: Vec<LineRequest>,
}

/// Answer of `POST /v1/orders`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateOrderResponse {
    /// The order.
    pub order_id: OrderId,
    /// Where a wallet pays.
    pub pay_url: String,
    /// Where the page asks.
    pub status_url: String,
    /// Created.
    pub state: OrderState,
    /// Total.
    pub total_tiyn: Tiyn,
    /// Unix seconds.
    pub expires_at: u64,
}

/// Answer of `GET /v1/orders/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderStatusResponse {
    /// The order.
    pub order_id: OrderId,
    /// Where it stands.
    pub state: OrderState,
    /// Total.
    pub total_tiyn: Tiyn,
    /// Unix seconds.
    pub expires_at: u64,
    /// The transaction, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction: Option<B256>,
    /// The merchant's receipt, once settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<SignedReceipt>,
    /// What was given back so far.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub refunded_tiyn: Tiyn,
    /// Check link of the fiscal receipt, when the merchant attached one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fiscal_url: Option<String>,
}

fn is_nothing(amount: &Tiyn) -> bool {
    *amount == Tiyn::ZERO
}

/// Body of `POST /v1/quotes` at the operator till.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuotesRequest {
    /// The merchant's certificate.
    pub certificate: Envelope,
    /// The order.
    pub order: SignedOrder,
    /// The pay URL that offers name.
    pub resource_url: String,
}

/// Answer of `POST /v1/quotes`: one quote and one offer per payable asset, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotesResponse {
    /// The quotes.
    pub quotes: Vec<SignedQuote>,
    /// The x402 offers.
    pub offers: Vec<SignedOffer>,
}

/// One entry of the answer of `GET /v1/rates` at the operator till: what it takes an asset for, now. Not firm: a quote is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetRate {
    /// The asset (CAIP-19).
    pub asset: AssetId,
    /// Whole asset units for one whole tenge.
    pub rate: Rate,
    /// Where the rate comes from, shown to the payer.
    pub source: String,
}

/// Body of the 200 answer of a pay URL: everything both sides keep.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SettledResponse {
    /// The order.
    pub order_id: OrderId,
    /// Settled or final.
    pub state: OrderState,
    /// Signed by the merchant.
    pub receipt: SignedReceipt,
    /// Signed by the operator.
    pub x402_receipt: SignedX402Receipt,
    /// Signed by the operator.
    pub credit: SignedCredit,
}
