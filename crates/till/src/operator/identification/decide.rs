use deals::{Credential, IdentityTier};
use sig::B256;
use units::Tiyn;

use super::store;
use crate::{ApiError, operator::Operator};

const DAY: u64 = 24 * 3600;

/// What somebody decided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Approval<'a> {
    /// Who.
    pub(super) by: &'a str,
    pub(super) tier: IdentityTier,
    /// Within a day.
    pub(super) limit: Tiyn,
}

/// Why there is no credential.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApproveError {
    #[error("this operator identifies nobody")]
    NotOffered,
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<ApproveError> for ApiError {
    fn from(error: ApproveError) -> Self {
        match &error {
            ApproveError::NotOffered => crate::error::not_found(),
            ApproveError::Random(cause) => Self::internal(cause),
            ApproveError::Storage(cause) => Self::internal(cause),
        }
    }
}

/// Signs the credential of an application that waits. One that was decided stays as it is.
pub(super) async fn approve(
    operator: &Operator,
    application: B256,
    approval: &Approval<'_>,
) -> Result<(), ApproveError> {
    let config = operator.config.identification.as_ref();
    let valid_days = config.ok_or(ApproveError::NotOffered)?.valid_days;
    let waiting = store::by_application(&operator.pool, application)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?;
    let mut salt = B256::ZERO;
    getrandom::fill(salt.as_mut_slice()).map_err(ApproveError::Random)?;
    let now = operator.clock.now();
    let credential = Credential {
        version: Credential::VERSION,
        operator_id: operator.config.operator_id.clone(),
        address: waiting.address,
        tier: approval.tier,
        limit_tiyn: approval.limit,
        issued_at: now,
        expires_at: now.saturating_add(valid_days.saturating_mul(DAY)),
        salt,
    };
    let home = operator.registry.with(|registry| registry.home_chain);
    let signed = credential.sign(home, &operator.config.quote_key);
    let by = (approval.by, now);
    store::approve(
        &operator.pool,
        application,
        &credential,
        (&signed, credential.hash(home)),
        by,
    )
    .await?;
    Ok(())
}
