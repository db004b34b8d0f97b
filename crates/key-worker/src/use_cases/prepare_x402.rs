use chain::Authorization;
use checkout::{
    GenericOffer, VerifyGenericError, generic_authorization, verify_generic,
    x402::{PaymentRequired, decode_header},
};
use clearsign::neutralise;
use sig::{Address, B256};
use vault::{RandomPort, VaultStore};
use zone::{Asset, Registry};

use crate::{
    protocol::{Failure, PrepareX402Request, Response, X402Answer, X402OfferView, X402Refusal, X402View},
    use_cases::{
        open_registry::{asset_view, verified},
        prepare_payment::payer,
    },
    worker::{Clock, KeyWorker},
};

/// A payment without an order that was shown, and that `SignX402` may sign.
pub(crate) struct PreparedX402 {
    pub(crate) required: PaymentRequired,
    pub(crate) accept_index: usize,
    pub(crate) asset: Asset,
    pub(crate) authorization: Authorization,
    pub(crate) account: u32,
}

/// At most this many prepared payments are kept; a page needs one.
const MOST_PREPARED: usize = 16;
/// What a server says of itself is shown up to here.
const LONGEST_DESCRIPTION: usize = 200;

/// Finds what may be paid in what a server without a CryptoCity order asks for, draws the nonce, and shows it all.
pub(crate) async fn prepare_x402<S: VaultStore, R: RandomPort, C: Clock>(
    worker: &mut KeyWorker<S, R, C>,
    request: PrepareX402Request,
) -> Result<Response, Failure> {
    let now = worker.clock.now_seconds();
    let payer = payer(worker, request.account).await?;
    let registry = verified(worker, &request.registry, now)?;
    let Ok(required) = decode_header::<PaymentRequired>(&request.payment_required) else {
        return Ok(refused(X402Refusal::NotX402));
    };
    let offers = match verify_generic(&required, &registry, &request.rates, now) {
        Ok(offers) => offers,
        Err(error) => return refusal(error).map(refused),
    };
    let chosen = match request.choice {
        None => 0,
        Some(choice) => offers
            .iter()
            .position(|offer| offer.accept_index == choice)
            .ok_or(Failure::BadRequest)?,
    };
    let offer = offers.get(chosen).ok_or(Failure::BadRequest)?.clone();
    let mut nonce = [0; 32];
    worker
        .random
        .fill(&mut nonce)
        .map_err(|_| Failure::NoRandomness)?;
    let authorization = generic_authorization(&offer, payer, B256::from(nonce), now);

    let handle = worker.next_handle;
    worker.next_handle = worker.next_handle.wrapping_add(1);
    while worker.x402.len() >= MOST_PREPARED {
        worker.x402.pop_first();
    }
    let view = view(&required, registry.registry(), &offers, handle, chosen, payer);
    worker.x402.insert(
        handle,
        PreparedX402 {
            required,
            accept_index: offer.accept_index,
            asset: offer.asset,
            authorization,
            account: request.account,
        },
    );
    Ok(Response::X402(X402Answer::Offered(Box::new(view))))
}

fn refused(refusal: X402Refusal) -> Response {
    Response::X402(X402Answer::Refused(refusal))
}

/// Rules of the zone refuse it as they refuse an order.
fn refusal(error: VerifyGenericError) -> Result<X402Refusal, Failure> {
    Ok(match error {
        VerifyGenericError::Rule(rule) => return Err(rule.into()),
        VerifyGenericError::RegistryExpired => return Err(Failure::RegistryExpired),
        VerifyGenericError::Version => X402Refusal::NotX402,
        VerifyGenericError::CityOrder => X402Refusal::CityOrder,
        VerifyGenericError::Unsupported => X402Refusal::Unsupported,
        VerifyGenericError::OtherChain { network } => X402Refusal::OtherChain {
            network: neutralise(&network),
        },
        VerifyGenericError::OtherDomain => X402Refusal::OtherDomain,
        VerifyGenericError::Malformed => X402Refusal::Malformed,
        VerifyGenericError::TooShort => X402Refusal::TooShort,
        VerifyGenericError::NoRate => X402Refusal::NoRate,
    })
}

fn view(
    required: &PaymentRequired,
    registry: &Registry,
    offers: &[GenericOffer],
    handle: u32,
    chosen: usize,
    payer: Address,
) -> X402View {
    let description = required.resource.description.as_deref().map(|text| {
        let shown: String = text.chars().take(LONGEST_DESCRIPTION).collect();
        neutralise(&shown)
    });
    let rpc = offers
        .get(chosen)
        .and_then(|offer| registry.chain(offer.asset.id.chain))
        .map(|chain| chain.rpc.clone());
    X402View {
        handle,
        description,
        offers: offers.iter().map(offer_view).collect(),
        chosen,
        payer,
        rpc: rpc.unwrap_or_default(),
    }
}

fn offer_view(offer: &GenericOffer) -> X402OfferView {
    X402OfferView {
        accept_index: offer.accept_index,
        asset: asset_view(&offer.asset),
        amount: offer.amount,
        pay_to: offer.pay_to,
        worth: offer.worth,
        rate_source: neutralise(&offer.rate_source),
        seconds: offer.seconds,
    }
}
