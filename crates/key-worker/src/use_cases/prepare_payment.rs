use chain::Authorization;
use checkout::{
    OrderContext, VerifiedOffer, VerifiedOrder, derive_authorization, verify_order,
    x402::{PaymentRequired, decode_header},
};
use sig::Address;
use vault::{RandomPort, VaultStore};
use zone::{Use, VerifiedRegistry};

use crate::{
    protocol::{Failure, LineView, MerchantView, OfferView, PayResponse, PaymentView, PreparePaymentRequest},
    use_cases::open_registry::{asset_view, operator_view, registry_view, verified},
    worker::{Clock, KeyWorker},
};

/// A payment that was verified and shown, and that `SignPayment` may sign.
pub(crate) struct PreparedPayment {
    pub(crate) required: PaymentRequired,
    pub(crate) offer: VerifiedOffer,
    pub(crate) authorization: Authorization,
    pub(crate) account: u32,
}

/// At most this many prepared payments are kept; a page needs one.
const MOST_PREPARED: usize = 16;

/// Verifies registry, certificate, order and quotes, derives the authorization, and shows it all.
pub(crate) async fn prepare_payment<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PreparePaymentRequest,
) -> Result<PayResponse, Failure> {
    let now = worker.clock.now_seconds();
    let payer = payer(worker, request.account).await?;
    let registry = verified(worker, &request.registry, now)?;
    let required: PaymentRequired =
        decode_header(&request.payment_required).map_err(|_| Failure::NotAnOrder)?;
    let context = OrderContext {
        attested_origin: request.attested_origin.as_deref(),
        now,
        purpose: Use::Retail,
    };
    let order = verify_order(&required, &registry, context)?;
    let chosen = match request.choice {
        None => 0,
        Some(choice) => order
            .offers
            .iter()
            .position(|offer| offer.accept_index == choice)
            .ok_or(Failure::QuoteExpired)?,
    };
    let offer = order.offers.get(chosen).ok_or(Failure::NotAnOrder)?.clone();
    let authorization = derive_authorization(&order, &offer, payer, now)?;

    let handle = worker.next_handle;
    worker.next_handle = worker.next_handle.wrapping_add(1);
    while worker.prepared.len() >= MOST_PREPARED {
        worker.prepared.pop_first();
    }
    let view = payment_view(&order, &registry, handle, chosen, payer, request.attested_origin);
    worker.prepared.insert(
        handle,
        PreparedPayment {
            required,
            offer,
            authorization,
            account: request.account,
        },
    );
    Ok(PayResponse::Payment(Box::new(view)))
}

/// The address of an account of the vault, open or not.
pub(crate) async fn payer<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &KeyWorker<S, R, C>,
    account: u32,
) -> Result<Address, Failure> {
    let record = worker.load_record().await?.ok_or(Failure::NoVault)?;
    record
        .accounts
        .iter()
        .find(|entry| entry.number == account)
        .map(|entry| entry.address)
        .ok_or(Failure::NoAccount)
}

pub(crate) fn payment_view(
    order: &VerifiedOrder,
    registry: &VerifiedRegistry,
    handle: u32,
    chosen: usize,
    payer: Address,
    opened_from: Option<String>,
) -> PaymentView {
    let certificate = &order.certificate;
    let chain = order
        .offers
        .get(chosen)
        .and_then(|offer| registry.registry().chain(offer.asset.id.chain));
    PaymentView {
        handle,
        order_id: order.order.id.to_string(),
        order_hash: order.order_hash,
        merchant: MerchantView {
            names: certificate.names.clone(),
            bin: certificate.bin,
            contact: certificate.contact.clone(),
            test: certificate.test,
        },
        origin: order.order.origin.clone(),
        opened_from,
        lines: order
            .order
            .lines
            .iter()
            .map(|line| LineView {
                name: line.name.clone(),
                quantity_milli: line.quantity_milli,
                total_tiyn: line.total_tiyn,
            })
            .collect(),
        total_tiyn: order.order.total_tiyn,
        vat_tiyn: order.order.vat_tiyn,
        offers: order.offers.iter().map(offer_view).collect(),
        chosen,
        payer,
        rpc: chain.map(|chain| chain.rpc.clone()).unwrap_or_default(),
        return_origins: certificate.origins.clone(),
        registry: registry_view(registry),
    }
}

fn offer_view(offer: &VerifiedOffer) -> OfferView {
    let quote = &offer.quote;
    OfferView {
        accept_index: offer.accept_index,
        asset: asset_view(&offer.asset),
        amount: quote.amount,
        tiyn_per_unit: quote.rate.tiyn_per_unit().unwrap_or_default(),
        rate_source: quote.rate_source.clone(),
        rate_time: quote.rate_time,
        fee_bps: quote.fee_bps,
        fee_tiyn: quote.fee_tiyn,
        operator: operator_view(&offer.operator),
        expires_at: quote.expires_at,
    }
}
