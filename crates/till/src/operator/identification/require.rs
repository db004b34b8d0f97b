use axum::http::StatusCode;
use deals::{PaperError, SignedPaper, open_credential};
use sig::Address;
use sqlx::Row;
use units::Tiyn;
use zone::Registry;

use super::store;
use crate::{ApiError, locks::Held, operator::Operator, storage::to_integer};

/// Over which time deals count together, in seconds.
const DAY: u64 = 24 * 3600;

/// Why a deal needs another identification than was shown.
#[derive(Debug, thiserror::Error)]
pub(in crate::operator) enum IdentityRefusal {
    #[error("for this amount the operator must know who you are: no credential was shown")]
    Required,
    #[error("the credential has expired: identify yourself again")]
    Expired,
    #[error("the credential is not of this operator, or not for this address")]
    Invalid,
    #[error("the credential allows {limit} tiyn a day, and {used} were used")]
    Limit {
        /// Within a day.
        limit: Tiyn,
        /// Before this deal.
        used: Tiyn,
    },
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl IdentityRefusal {
    /// As it is answered.
    pub(in crate::operator) fn answer(&self) -> ApiError {
        let refused = |code| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, self.to_string());
        match self {
            Self::Required => refused("identification_required"),
            Self::Expired => refused("identification_expired"),
            Self::Invalid => refused("identification_invalid"),
            Self::Limit { .. } => refused("identification_limit"),
            Self::Storage(cause) => ApiError::internal(cause),
        }
    }
}

/// Whether a resident may be offered a deal of this worth with what was shown. Deals of a day count together, so that
/// many small ones are none the less one large one.
pub(in crate::operator) async fn require(
    operator: &Operator,
    registry: &Registry,
    shown: Option<&SignedPaper>,
    resident: Address,
    worth: Tiyn,
) -> Result<(), IdentityRefusal> {
    let now = operator.clock.now();
    let used = used(operator, resident, now).await?;
    if !is_needed(operator, used, worth) {
        return Ok(());
    }
    let shown = shown.ok_or(IdentityRefusal::Required)?;
    let opened = open_credential(shown, registry, resident, now).map_err(|error| match error {
        PaperError::OutOfDate => IdentityRefusal::Expired,
        PaperError::Malformed | PaperError::NotLicensed | PaperError::OtherAccount => {
            IdentityRefusal::Invalid
        }
    })?;
    if opened.operator.id != operator.config.operator_id {
        return Err(IdentityRefusal::Invalid);
    }
    // One whose data were erased is none any more.
    if !store::is_kept(&operator.pool, opened.hash).await? {
        return Err(IdentityRefusal::Required);
    }
    check_limit(opened.credential.limit_tiyn, used, worth)
}

/// The same when the resident accepts: meanwhile other deals may have used up what a credential allows. Until what is
/// given is dropped no other deal of the resident is admitted: hold it until this one is stored.
pub(in crate::operator) async fn admit(
    operator: &Operator,
    resident: Address,
    worth: Tiyn,
) -> Result<Held, IdentityRefusal> {
    let held = operator.locks.lock(format!("resident:{resident}")).await?;
    let now = operator.clock.now();
    let used = used(operator, resident, now).await?;
    if is_needed(operator, used, worth) {
        let limit = store::limit_of(&operator.pool, resident, now).await?;
        check_limit(limit.ok_or(IdentityRefusal::Required)?, used, worth)?;
    }
    Ok(held)
}

fn is_needed(operator: &Operator, used: Tiyn, worth: Tiyn) -> bool {
    let config = operator.config.identification.as_ref();
    config.is_some_and(|config| {
        let above = used.checked_add(worth).is_ok_and(|sum| sum <= config.above);
        config.required_for_deals && !above
    })
}

fn check_limit(limit: Tiyn, used: Tiyn, worth: Tiyn) -> Result<(), IdentityRefusal> {
    match used.checked_add(worth) {
        Ok(sum) if sum <= limit => Ok(()),
        _ => Err(IdentityRefusal::Limit { limit, used }),
    }
}

/// What a resident's accepted deals of the last day come to.
async fn used(operator: &Operator, resident: Address, now: u64) -> Result<Tiyn, sqlx::Error> {
    let row = sqlx::query(
        "SELECT CAST(coalesce(sum(tiyn), 0) AS BIGINT) AS total FROM (\
         SELECT worth_tiyn AS tiyn FROM exchanges WHERE resident = $1 AND issued_at > $2 AND state IN ('pending', 'settled') \
         UNION ALL SELECT tiyn FROM top_ups WHERE resident = $1 AND issued_at > $2 AND state IN ('paid', 'sent') \
         UNION ALL SELECT worth_tiyn AS tiyn FROM cash_outs WHERE resident = $1 AND issued_at > $2 \
         AND state IN ('pending', 'received', 'paid_out') \
         UNION ALL SELECT worth_tiyn AS tiyn FROM subscriptions WHERE investor = $1 AND issued_at > $2 \
         AND state IN ('pending', 'subscribed')) deals",
    )
    .bind(resident.to_string())
    .bind(to_integer(now.saturating_sub(DAY)))
    .fetch_one(&operator.pool)
    .await?;
    let total: i64 = row.try_get("total")?;
    Tiyn::new(total.unsigned_abs()).map_err(|error| sqlx::Error::Decode(error.into()))
}
