use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use alloy_primitives::{Address, B256};
use chain::{AssetId, Authorization, ChainId};
use sig::parse_address;
use units::{AssetAmount, Tiyn};
use zone::{Asset, Freshness, Registry, RuleError, Use, VerifiedRegistry, check_asset, check_limit};

use crate::{
    AssetRate,
    x402::{CRYPTOCITY, PaymentRequired, PaymentRequirements, SCHEME_EXACT, VERSION},
};

/// Nobody vouches for the payee: whoever holds the signature may use it for no longer than this, whatever was asked for.
const LONGEST_SECONDS: u64 = 900;
/// Less is too little to settle in.
const LEAST_SECONDS: u64 = 15;

/// Why a request of a server without a CryptoCity order is not offered for payment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyGenericError {
    /// Another version of x402.
    #[error("not x402 version 2")]
    Version,
    /// It holds a CryptoCity order, which the pay page verifies and pays.
    #[error("a CryptoCity order")]
    CityOrder,
    /// The registry is past its date.
    #[error("the registry has expired")]
    RegistryExpired,
    /// Nothing to pay with: no entry, or only other schemes, transfer methods and flows than the one this wallet signs.
    #[error("no way to pay that this wallet knows")]
    Unsupported,
    /// Only on chains that the registry does not name.
    #[error("{network} is not a chain of the zone")]
    OtherChain {
        /// What was asked for.
        network: String,
    },
    /// The token's name or version is not the registered one: a signature for it would be worth nothing, or something else.
    #[error("the token's domain is not the registered one")]
    OtherDomain,
    /// No amount, no address of a payee, or one where nobody could get the money.
    #[error("the amount or the payee cannot be right")]
    Malformed,
    /// Too little time to settle in.
    #[error("there is too little time to settle")]
    TooShort,
    /// Nobody tells the asset's price in tenge, so that the limits could not be kept.
    #[error("no price in tenge")]
    NoRate,
    /// A rule of the zone.
    #[error(transparent)]
    Rule(#[from] RuleError),
}

/// One way to pay a server that shows no CryptoCity order. Nobody vouches for the payee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GenericOffer {
    /// Which entry of `accepts`.
    pub accept_index: usize,
    /// The asset's entry in the registry.
    pub asset: Asset,
    /// Exactly this much, in base units.
    pub amount: AssetAmount,
    /// Who gets it.
    pub pay_to: Address,
    /// How long the authorization will live.
    pub seconds: u64,
    /// What it is worth at the operator's rate, which is not firm.
    pub worth: Tiyn,
    /// Where the rate comes from.
    pub rate_source: String,
}

/// Finds the ways to pay a server that shows no CryptoCity order: permitted assets under their registered domains, within
/// the limit of one payment. `rates` are an operator's, `now` is unix seconds. When no way remains, the first failure is
/// the reason, other chains and schemes last.
///
/// # Errors
/// [`VerifyGenericError`].
pub fn verify_generic(
    required: &PaymentRequired,
    registry: &VerifiedRegistry,
    rates: &[AssetRate],
    now: u64,
) -> Result<Vec<GenericOffer>, VerifyGenericError> {
    if required.x402_version != VERSION {
        return Err(VerifyGenericError::Version);
    }
    let extensions = required.extensions.as_ref();
    if extensions.is_some_and(|extensions| extensions.contains_key(CRYPTOCITY)) {
        return Err(VerifyGenericError::CityOrder);
    }
    let current = registry.freshness() == Freshness::Current && now < registry.registry().expires_at;
    if !current {
        return Err(VerifyGenericError::RegistryExpired);
    }
    let mut offers = Vec::new();
    let (mut nearest, mut foreign) = (None, None);
    for (accept_index, accepted) in required.accepts.iter().enumerate() {
        match check_offer(accept_index, accepted, registry.registry(), rates, now) {
            Ok(offer) => offers.push(offer),
            Err(failure @ (VerifyGenericError::Unsupported | VerifyGenericError::OtherChain { .. })) => {
                foreign = foreign.or(Some(failure))
            }
            Err(failure) => nearest = nearest.or(Some(failure)),
        }
    }
    if offers.is_empty() {
        return Err(nearest.or(foreign).unwrap_or(VerifyGenericError::Unsupported));
    }
    Ok(offers)
}

fn check_offer(
    accept_index: usize,
    accepted: &PaymentRequirements,
    registry: &Registry,
    rates: &[AssetRate],
    now: u64,
) -> Result<GenericOffer, VerifyGenericError> {
    let extra = |name: &str| {
        let value = accepted.extra.as_ref()?.get(name)?;
        Some(value.as_str().unwrap_or_default())
    };
    let method = matches!(extra("assetTransferMethod"), None | Some("eip3009"));
    // In the flow "upfront" the server settles before it serves; for the payer it is the same signature.
    let flow = matches!(extra("paymentFlow"), None | Some("authorization" | "upfront"));
    if accepted.scheme != SCHEME_EXACT || !method || !flow {
        return Err(VerifyGenericError::Unsupported);
    }
    let chain = accepted.network.parse::<ChainId>().ok();
    let chain = chain.filter(|chain| registry.chain(*chain).is_some());
    let chain = chain.ok_or_else(|| VerifyGenericError::OtherChain {
        network: accepted.network.clone(),
    })?;
    let token = parse_address(&accepted.asset).map_err(|_| VerifyGenericError::Malformed)?;
    let asset = check_asset(registry, AssetId { chain, token }, Use::Retail, now)?;
    let same_domain =
        extra("name") == Some(&asset.domain_name) && extra("version") == Some(&asset.domain_version);
    if !same_domain {
        return Err(VerifyGenericError::OtherDomain);
    }
    let pay_to = parse_address(&accepted.pay_to).map_err(|_| VerifyGenericError::Malformed)?;
    if pay_to.is_zero() || pay_to == token || accepted.amount.get().is_zero() {
        return Err(VerifyGenericError::Malformed);
    }
    if accepted.max_timeout_seconds < LEAST_SECONDS {
        return Err(VerifyGenericError::TooShort);
    }
    let rate = rates
        .iter()
        .find(|rate| rate.asset == asset.id)
        .ok_or(VerifyGenericError::NoRate)?;
    let too_much = || RuleError::AboveLimit {
        total: Tiyn::MAX,
        limit: registry.limits.per_payment_tiyn,
    };
    let worth = rate
        .rate
        .tiyn_for(accepted.amount, asset.decimals)
        .map_err(|_| too_much())?;
    check_limit(registry, worth)?;
    Ok(GenericOffer {
        accept_index,
        asset: asset.clone(),
        amount: accepted.amount,
        pay_to,
        seconds: accepted.max_timeout_seconds.min(LONGEST_SECONDS),
        worth,
        rate_source: rate.source.to_string(),
    })
}

/// The authorization a payer signs for such an offer. `nonce` is random: there is no order to bind it to. `now` is unix
/// seconds.
#[must_use]
pub fn generic_authorization(offer: &GenericOffer, payer: Address, nonce: B256, now: u64) -> Authorization {
    Authorization {
        from: payer,
        to: offer.pay_to,
        value: offer.amount,
        valid_after: 0,
        valid_before: now.saturating_add(offer.seconds),
        nonce,
    }
}
