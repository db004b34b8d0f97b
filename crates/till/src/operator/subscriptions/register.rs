use axum::http::StatusCode;
use chain::RpcError;
use deals::{AskSubscription, OfferingPhase, SignedSubscription, Subscription};
use sig::{B256, Signer, U256};
use units::{AssetAmount, Tiyn, UnitError};
use zone::{RuleError, Use, check_asset, check_limit};

use super::{limit, offering, store};
use crate::{
    ApiError, OfferingConfig,
    operator::{
        Operator,
        identification::{IdentityRefusal, require},
        rates::RateError,
    },
};

/// Why no subscription is signed.
#[derive(Debug, thiserror::Error)]
pub(super) enum RegisterError {
    #[error("this operator does not register this offering")]
    NotRegistered,
    #[error("the document has changed: its hash is {0} now")]
    OtherDocuments(B256),
    #[error("the risks have changed: read version {0}")]
    OtherRisks(u32),
    #[error("the offering has not begun")]
    NotYetOpen,
    #[error("the offering is over")]
    Closed,
    #[error("a subscription is for {0} units at least")]
    TooFew(u64),
    #[error("only {0} units are left")]
    SoldOut(u64),
    #[error("one investor holds {0} units at most")]
    AboveMaximum(u64),
    #[error("{used} of {limit} tiyn a year are used: the rest is less than this")]
    AboveRetailLimit { limit: Tiyn, used: Tiyn },
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    Rate(#[from] RateError),
    #[error(transparent)]
    Identity(#[from] IdentityRefusal),
    #[error("the amount does not fit: {0}")]
    Amount(#[from] UnitError),
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    #[error("the node cannot be reached: {0}")]
    Chain(#[from] RpcError),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<RegisterError> for ApiError {
    fn from(error: RegisterError) -> Self {
        let text = error.to_string();
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, text.clone());
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, text.clone());
        match &error {
            RegisterError::NotRegistered => Self::new(StatusCode::NOT_FOUND, "offering_not_registered", text),
            RegisterError::OtherDocuments(_) => conflict("documents_changed"),
            RegisterError::OtherRisks(_) => conflict("risks_changed"),
            RegisterError::NotYetOpen => conflict("offering_not_open"),
            RegisterError::Closed => conflict("offering_closed"),
            RegisterError::TooFew(least) => refused("too_few_units").with_detail("leastUnits", least),
            RegisterError::SoldOut(left) => conflict("sold_out").with_detail("leftUnits", left),
            RegisterError::AboveMaximum(limit) => {
                refused("above_investor_maximum").with_detail("limitUnits", limit)
            }
            RegisterError::AboveRetailLimit { limit, used } => refused("above_retail_limit")
                .with_detail("limitTiyn", limit.get())
                .with_detail("usedTiyn", used.get()),
            RegisterError::Rule(rule) => refused(rule.name()),
            RegisterError::Rate(reason) => Self::unavailable(reason.name(), text),
            RegisterError::Identity(refusal) => refusal.answer(),
            RegisterError::Amount(_) => refused("amount_out_of_range"),
            RegisterError::Random(cause) => Self::internal(cause),
            RegisterError::Chain(_) => Self::unavailable("chain_unavailable", text),
            RegisterError::Storage(cause) => Self::internal(cause),
        }
    }
}

/// Signs a subscription. What it is worth counts against the investor's limit until it is paid or past its time.
pub(super) async fn register(
    operator: &Operator,
    ask: &AskSubscription,
) -> Result<SignedSubscription, RegisterError> {
    let config = offering::configured(operator, &ask.offering).ok_or(RegisterError::NotRegistered)?;
    let standing = offering::read(operator, config.contract).await?;
    let offer = standing.offer;
    let key = &operator.config.quote_key;
    // The contract takes no other signature.
    if offer.registrar != key.address() {
        return Err(RegisterError::NotRegistered);
    }
    if ask.documents_hash != offer.documents_hash {
        return Err(RegisterError::OtherDocuments(offer.documents_hash));
    }
    if ask.risks_version != config.risks_version {
        return Err(RegisterError::OtherRisks(config.risks_version));
    }
    match standing.phase {
        OfferingPhase::Announced => return Err(RegisterError::NotYetOpen),
        OfferingPhase::Open => {}
        OfferingPhase::Succeeded if standing.left == 0 => return Err(RegisterError::SoldOut(0)),
        OfferingPhase::Succeeded | OfferingPhase::Failed => return Err(RegisterError::Closed),
    }
    check_units(operator, ask, config, &standing).await?;

    let now = operator.clock.now();
    let asset_id = standing.asset(operator);
    let rate = operator.rates.current(asset_id, now)?;
    let amount = U256::from(ask.units)
        .checked_mul(offer.price.get())
        .map(AssetAmount::new)
        .ok_or(UnitError::Overflow)?;
    let (worth, lock) = {
        let verified = operator.registry.verified();
        let asset = check_asset(verified.registry(), asset_id, Use::Investment, now)?;
        let worth = rate.rate.tiyn_for(amount, asset.decimals)?;
        check_limit(verified.registry(), worth)?;
        (worth, checkout::lock_seconds(asset.kind))
    };
    let expires_at = now.saturating_add(lock).min(offer.closes_at);
    if expires_at <= now {
        return Err(RegisterError::Closed);
    }
    let mut salt = B256::ZERO;
    getrandom::fill(salt.as_mut_slice()).map_err(RegisterError::Random)?;
    let signed = SignedSubscription::new(
        (config.id.clone(), operator.config.operator_id.clone()),
        config.contract,
        asset_id,
        Subscription {
            investor: ask.investor,
            units: ask.units,
            amount,
            documents_hash: offer.documents_hash,
            expires_at,
            salt,
        },
        key,
    );

    {
        let verified = operator.registry.verified();
        let shown = ask.credential.as_ref();
        require(operator, verified.registry(), shown, ask.investor, worth).await?;
    }

    // One subscription of an investor at a time: the same rest of the limit is not promised twice.
    let _guard = operator.locks.lock(format!("investor:{}", ask.investor)).await?;
    let retail = limit::limit(operator, ask.investor).await?;
    let after = retail.used_tiyn.checked_add(worth).ok();
    if after.is_none_or(|after| after > retail.limit_tiyn) {
        return Err(RegisterError::AboveRetailLimit {
            limit: retail.limit_tiyn,
            used: retail.used_tiyn,
        });
    }
    let new = store::NewSubscription {
        signed: &signed,
        worth,
        risks_version: ask.risks_version,
        issued_block: operator.rpc.block_number().await?,
        issued_at: now,
    };
    store::insert(&operator.pool, &new).await?;
    tracing::info!(subscription = %signed.id(), "subscription registered");
    Ok(signed)
}

async fn check_units(
    operator: &Operator,
    ask: &AskSubscription,
    config: &OfferingConfig,
    standing: &offering::Standing,
) -> Result<(), RegisterError> {
    if ask.units < config.least_units {
        return Err(RegisterError::TooFew(config.least_units));
    }
    if ask.units > standing.left {
        return Err(RegisterError::SoldOut(standing.left));
    }
    let held = offering::held(operator, config.contract, ask.investor).await?;
    let most = standing.offer.maximum_per_investor;
    if held.saturating_add(ask.units) > most {
        return Err(RegisterError::AboveMaximum(most));
    }
    Ok(())
}
