use checkout::{
    OrderContext, SettledResponse, verify_order, verify_settlement,
    x402::{PaymentRequired, decode_header},
};
use vault::{RandomPort, VaultStore};
use zone::Use;

use crate::{
    protocol::{CheckSettlementRequest, Failure, PayResponse, SettlementView},
    use_cases::{
        open_registry::verified,
        prepare_payment::{payer, payment_view},
    },
    worker::{Clock, KeyWorker},
};

/// Verifies the papers of a payment offline, the order judged as of the time of signing.
pub(crate) async fn check_settlement<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    request: &CheckSettlementRequest,
) -> Result<PayResponse, Failure> {
    let payer = payer(worker, request.account).await?;
    // As of the payment; a registry issued since then is judged by the clock and is no registry of the future.
    let registry = match verified(worker, &request.registry, request.signed_at) {
        Err(Failure::RegistryFuture) => verified(worker, &request.registry, worker.clock.now_seconds())?,
        judged => judged?,
    };
    let required: PaymentRequired =
        decode_header(&request.payment_required).map_err(|_| Failure::NotAnOrder)?;
    let context = OrderContext {
        attested_origin: None,
        now: request.signed_at,
        purpose: Use::Retail,
    };
    let order = verify_order(&required, &registry, context)?;
    let chosen = order
        .offers
        .iter()
        .position(|offer| offer.accept_index == request.accept_index)
        .ok_or(Failure::PapersInvalid)?;
    let offer = order.offers.get(chosen).ok_or(Failure::PapersInvalid)?;
    let settled: SettledResponse =
        json::from_slice(request.settled.as_bytes()).map_err(|_| Failure::PapersInvalid)?;
    let transaction = verify_settlement(&settled, &order, offer, payer, registry.registry())
        .map_err(|_| Failure::PapersInvalid)?;
    let receipt = &settled.receipt.receipt;
    Ok(PayResponse::Settlement(Box::new(SettlementView {
        transaction,
        block_number: receipt.block_number,
        issued_at: receipt.issued_at,
        order_bound: receipt.order_bound,
        payment: payment_view(&order, &registry, 0, chosen, payer, None),
    })))
}
