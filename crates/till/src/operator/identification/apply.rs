use axum::http::StatusCode;
use clearsign::AddressProof;
use deals::{
    IDENTIFICATION_PURPOSE, IdentificationStatus, identification_challenge, identification_subject, is_iin,
};
use serde::{Deserialize, Serialize};
use sig::EvmSignature;

use super::{
    decide::{self, Approval},
    store,
};
use crate::{ApiError, IdentificationConfig, SealedData, TravelConfig, operator::Operator};

/// Longer texts are no name and no document.
const MAX_BYTES: usize = 300;
/// Who decided, where nobody looked.
const NOBODY: &str = "demo";

/// Body of `POST /v1/identification`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Application {
    /// The person's data, sealed to the operator's key for the address.
    sealed: SealedData,
    /// That the address is the applicant's. Its challenge names the sealed data.
    proof: AddressProof,
    /// Of the address, over the proof.
    signature: EvmSignature,
}

/// What is asked of a person.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PersonData {
    pub(super) name: String,
    pub(super) iin: String,
    /// The number of an identity card or passport.
    pub(super) document: String,
}

impl PersonData {
    fn is_complete(&self) -> bool {
        [&self.name, &self.document]
            .iter()
            .all(|text| !text.trim().is_empty() && text.len() <= MAX_BYTES)
    }
}

/// Why an application is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApplyError {
    #[error("this operator identifies nobody")]
    NotOffered,
    #[error("the proof is not the address's, not for these data, or too old")]
    Proof,
    #[error("the data are not sealed to this operator's key for this address, or not complete")]
    Unreadable,
    #[error("the IIN has a wrong check digit or no date of birth")]
    Iin,
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    #[error(transparent)]
    Storage(#[from] sqlx::Error),
}

impl From<ApplyError> for ApiError {
    fn from(error: ApplyError) -> Self {
        let text = error.to_string();
        let refused = |code| Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, text.clone());
        match &error {
            ApplyError::NotOffered => crate::error::not_found(),
            ApplyError::Proof => refused("proof_invalid"),
            ApplyError::Unreadable => refused("data_unreadable"),
            ApplyError::Iin => refused("iin_invalid"),
            ApplyError::Random(cause) => Self::internal(cause),
            ApplyError::Storage(cause) => Self::internal(cause),
        }
    }
}

/// The configuration, where the operator identifies anybody.
pub(super) fn config(operator: &Operator) -> Option<(&IdentificationConfig, &TravelConfig)> {
    let config = &operator.config;
    config.identification.as_ref().zip(config.travel.as_ref())
}

/// Takes an application. The same one again gives the same answer.
pub(super) async fn apply(
    operator: &Operator,
    application: &Application,
) -> Result<IdentificationStatus, ApplyError> {
    let (config, travel) = config(operator).ok_or(ApplyError::NotOffered)?;
    let (sealed, proof) = (&application.sealed, &application.proof);
    let now = operator.clock.now();
    let home = operator.registry.with(|registry| registry.home_chain);
    let id = identification_challenge(&sealed.enc, &sealed.ciphertext);
    let meant = proof.operator_id == operator.config.operator_id
        && proof.purpose == IDENTIFICATION_PURPOSE
        && proof.challenge == id;
    if !meant || !proof.holds(home, &application.signature, now) {
        return Err(ApplyError::Proof);
    }
    let subject = identification_subject(proof.account);
    let opened = travel
        .key
        .open(sealed, subject.as_slice())
        .ok_or(ApplyError::Unreadable)?;
    let data: PersonData = serde_json::from_slice(&opened).map_err(|_| ApplyError::Unreadable)?;
    if !data.is_complete() {
        return Err(ApplyError::Unreadable);
    }
    if !is_iin(&data.iin) {
        return Err(ApplyError::Iin);
    }
    let _guard = operator.locks.lock(id).await?;
    store::insert(&operator.pool, id, proof.account, sealed, now).await?;
    if config.at_once {
        let approval = Approval {
            by: NOBODY,
            tier: deals::IdentityTier::Basic,
            limit: config.limit,
        };
        decide::approve(operator, id, &approval)
            .await
            .map_err(|error| match error {
                decide::ApproveError::Random(error) => ApplyError::Random(error),
                decide::ApproveError::NotOffered => ApplyError::NotOffered,
                decide::ApproveError::Storage(error) => ApplyError::Storage(error),
            })?;
    }
    tracing::info!(application = %id, at_once = config.at_once, "an application for identification");
    let stored = store::by_application(&operator.pool, id).await?;
    Ok(stored.ok_or(sqlx::Error::RowNotFound)?.status(config.at_once))
}
