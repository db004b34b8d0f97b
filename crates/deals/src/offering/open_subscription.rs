use alloc::string::String;

use alloy_primitives::{Address, B256, U256};
use chain::AssetId;
use serde::{Deserialize, Serialize};
use units::{AssetAmount, Tiyn};
use zone::{Asset, Operator, Registry, RuleError, Use, check_asset, check_limit};

use crate::{SignedSubscription, Subscription};

/// A subscription is to be signed at once: one that holds for longer, in seconds, is refused.
const LONGEST_SECONDS: u64 = 3600;

/// An offering as the signed catalogue has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferingTerms {
    /// Its identifier.
    pub offering: String,
    /// Its contract.
    pub contract: Address,
    /// Who registers subscriptions: an operator's identifier in the registry.
    pub registrar: String,
    /// What is paid with.
    pub asset: AssetId,
    /// One unit, base units of the asset.
    pub unit_price: AssetAmount,
    /// One unit in tenge.
    pub unit_tiyn: Tiyn,
    /// One investor holds no more.
    pub maximum_per_investor: u64,
    /// Hash of the document that is shown.
    pub documents_hash: B256,
}

/// A subscription that may be paid.
#[derive(Debug, Clone)]
pub struct OpenedSubscription<'a> {
    /// What is subscribed.
    pub subscription: Subscription,
    /// Who registers it.
    pub operator: &'a Operator,
    /// What is paid with.
    pub asset: &'a Asset,
    /// What the units are worth in tenge.
    pub worth_tiyn: Tiyn,
}

/// Why a subscription is not to be paid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubscriptionError {
    /// Not signed by a licensed operator whose key is in use, or by another than the catalogue names.
    #[error("the subscription is not of the offering's registrar")]
    NotLicensed,
    /// The registry does not permit it.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// Of another offering, contract or asset than the catalogue names.
    #[error("another offering")]
    OtherOffering,
    /// For somebody else.
    #[error("the subscription is for another account")]
    OtherAccount,
    /// For another document than was shown.
    #[error("another document")]
    OtherDocuments,
    /// Not as many units as were asked for, or none.
    #[error("another number of units")]
    OtherUnits,
    /// The amount is not the price of the units.
    #[error("the amount is not the price of the units")]
    Sum,
    /// More units than one investor may hold.
    #[error("more than {limit} units")]
    AboveMaximum {
        /// What is allowed.
        limit: u64,
    },
    /// Past its time, or for too long a time.
    #[error("the subscription has expired")]
    OutOfDate,
}

/// Checks a registrar's subscription against a verified registry and the signed catalogue's terms, for an account that
/// asked for so many units, at a time in unix seconds.
///
/// # Errors
/// [`SubscriptionError`].
pub fn open_subscription<'a>(
    signed: &SignedSubscription,
    terms: &OfferingTerms,
    registry: &'a Registry,
    (account, units): (Address, u64),
    now: u64,
) -> Result<OpenedSubscription<'a>, SubscriptionError> {
    let subscription = signed.subscription;
    if signed.offering != terms.offering || signed.contract != terms.contract || signed.asset != terms.asset {
        return Err(SubscriptionError::OtherOffering);
    }
    let operator = registrar(signed, terms, registry, now)?;
    if subscription.investor != account {
        return Err(SubscriptionError::OtherAccount);
    }
    if subscription.documents_hash != terms.documents_hash {
        return Err(SubscriptionError::OtherDocuments);
    }
    if subscription.units == 0 || subscription.units != units {
        return Err(SubscriptionError::OtherUnits);
    }
    if units > terms.maximum_per_investor {
        return Err(SubscriptionError::AboveMaximum {
            limit: terms.maximum_per_investor,
        });
    }
    let price = U256::from(units).checked_mul(terms.unit_price.get());
    if price != Some(subscription.amount.get()) || subscription.amount.get().is_zero() {
        return Err(SubscriptionError::Sum);
    }
    let asset = check_asset(registry, terms.asset, Use::Investment, now)?;
    let worth_tiyn = terms
        .unit_tiyn
        .get()
        .checked_mul(units)
        .and_then(|worth| Tiyn::new(worth).ok())
        .ok_or(SubscriptionError::Sum)?;
    check_limit(registry, worth_tiyn)?;
    if now >= subscription.expires_at || subscription.expires_at > now.saturating_add(LONGEST_SECONDS) {
        return Err(SubscriptionError::OutOfDate);
    }
    Ok(OpenedSubscription {
        subscription,
        operator,
        asset,
        worth_tiyn,
    })
}

/// The licensed operator that signed, if the catalogue names it.
fn registrar<'a>(
    signed: &SignedSubscription,
    terms: &OfferingTerms,
    registry: &'a Registry,
    now: u64,
) -> Result<&'a Operator, SubscriptionError> {
    let key = signed
        .signature
        .recover(&signed.digest())
        .map_err(|_| SubscriptionError::NotLicensed)?;
    let operator = registry
        .operator_of_key(key)
        .ok_or(SubscriptionError::NotLicensed)?;
    let in_use = operator
        .quote_keys
        .iter()
        .any(|entry| entry.address == key && entry.validity.holds_at(now));
    let named = operator.id == terms.registrar && operator.id == signed.operator_id;
    if in_use && named && operator.licence.validity.holds_at(now) {
        Ok(operator)
    } else {
        Err(SubscriptionError::NotLicensed)
    }
}
