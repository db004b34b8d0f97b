use checkout::{
    OrderState, SignedQuote,
    x402::{PaymentRequirements, SettleResponse},
};
use serde::{Deserialize, Serialize};
use sig::{Address, B256};
use units::AssetAmount;

use super::{
    Operator,
    deposits::{self, DepositStatus},
    finality,
    payment_store::{self, PaymentState, StoredPayment},
    quote_store,
};

/// Answer of `GET /v1/credits/{orderHash}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreditResponse {
    /// The order.
    pub order_hash: B256,
    /// Created, submitted, settled or final.
    pub state: OrderState,
    /// Blocks on top of the payment's; absent when nothing is settled or the node cannot be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmations: Option<u64>,
    /// Names the payment that settled it: SHA-256 over chain, token and every field of the authorization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_id: Option<B256>,
    /// Whether the payer's signature names the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_bound: Option<bool>,
    /// The quote that was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<SignedQuote>,
    /// What the payer was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<PaymentRequirements>,
    /// The answer to the settlement: payer, transaction, receipt, credit, proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settlement: Option<SettleResponse>,
    /// Other payments of the order that landed.
    pub refunds_due: Vec<RefundDue>,
    /// How the manual transfer to the order's own address stands, when one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<DepositStatus>,
}

/// A payment to be given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefundDue {
    /// Who paid.
    pub payer: Address,
    /// How much, in base units.
    pub amount: AssetAmount,
    /// Where.
    pub transaction: Option<B256>,
}

/// Says what became of an order; `None` for an order that was never quoted.
pub(super) async fn show_credit(
    operator: &Operator,
    order_hash: B256,
) -> Result<Option<CreditResponse>, sqlx::Error> {
    if quote_store::newest(&operator.pool, order_hash).await?.is_none() {
        return Ok(None);
    }
    let payments = payment_store::of_order(&operator.pool, order_hash).await?;
    let refunds_due = payments
        .iter()
        .filter(|payment| payment.state == PaymentState::RefundDue)
        .map(|payment| RefundDue {
            payer: payment.payer,
            amount: payment.amount,
            transaction: payment.transaction,
        });
    let mut response = CreditResponse {
        order_hash,
        state: OrderState::Created,
        confirmations: None,
        payment_id: None,
        order_bound: None,
        quote: None,
        requirement: None,
        settlement: None,
        refunds_due: refunds_due.collect(),
        deposit: deposits::status(operator, order_hash).await?,
    };
    let begun =
        |payment: &StoredPayment| matches!(payment.state, PaymentState::Stored | PaymentState::Submitted);
    if let Some(settled) = payments
        .iter()
        .find(|payment| payment.state == PaymentState::Settled)
    {
        let quote = quote_store::by_id(&operator.pool, settled.quote_id).await?;
        let (confirmations, is_final) = finality::of(operator, settled, &quote).await?;
        response.confirmations = confirmations;
        response.state = if is_final {
            OrderState::Final
        } else {
            OrderState::Settled
        };
        response.payment_id = Some(settled.payment_id);
        response.order_bound = Some(settled.order_bound);
        response.quote = Some(quote.signed);
        response.requirement = Some(quote.requirement);
        response.settlement.clone_from(&settled.answer);
    } else if payments.iter().any(begun) {
        response.state = OrderState::Submitted;
    }
    Ok(Some(response))
}
