use std::fmt;

use browser::{Field, Json, write_json};
use clearsign::AddressProof;
use deals::{IdentificationState, SignedPaper, identification_challenge, identification_subject};
use sig::{Address, B256, EvmSignature};
use units::Tiyn;

use super::{
    call_operator::{OperatorError, call, read_paper},
    send_payer_data::seal,
};

/// What an operator asks of a resident, and what it does with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityTerms {
    /// The operator's identifier in the registry.
    pub operator_id: String,
    public_key: String,
    /// What a proof of address is for.
    pub purpose: String,
    /// Data are erased after so many days.
    pub keep_days: u64,
    /// Deals of a day that come to no more need no credential.
    pub above_tiyn: Tiyn,
    /// What a credential allows within a day.
    pub limit_tiyn: Tiyn,
    /// For so many days it holds.
    pub valid_days: u64,
    /// Approved at once, nobody looks: a demonstration.
    pub test: bool,
}

/// Who somebody is.
#[derive(Clone, Copy)]
pub struct PersonData<'a> {
    /// Name, as documents have it.
    pub name: &'a str,
    /// Individual identification number.
    pub iin: &'a str,
    /// Number of the identity card or passport.
    pub document: &'a str,
}

impl fmt::Debug for PersonData<'_> {
    /// Says nothing of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonData")
    }
}

/// Data of a person, sealed to an operator's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPerson {
    sealed: String,
    /// What the proof of address must have as its challenge.
    pub challenge: B256,
}

/// How an application stands, as the operator says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentificationAnswer {
    /// The application.
    pub id: B256,
    /// The state.
    pub state: IdentificationState,
    /// The credential, once there is one.
    pub credential: Option<SignedPaper>,
}

/// Asks an operator what it wants to know.
///
/// # Errors
/// [`OperatorError`].
pub async fn ask_identity_terms(operator_url: &str) -> Result<IdentityTerms, OperatorError> {
    let terms = call("GET", &format!("{operator_url}/v1/identification"), None).await?;
    read_terms(&terms).ok_or(OperatorError::Unreachable)
}

/// Seals a person's data to the operator's key for one address.
///
/// # Errors
/// [`OperatorError::Unreachable`] when the script that seals did not come.
///
/// # Security
/// They leave this page sealed (HPKE) and nothing of them is kept here.
pub async fn seal_person(
    terms: &IdentityTerms,
    address: Address,
    person: PersonData<'_>,
) -> Result<SealedPerson, OperatorError> {
    let data = write_json(&[
        ("name", Field::Text(person.name.trim())),
        ("iin", Field::Text(person.iin.trim())),
        ("document", Field::Text(person.document.trim())),
    ]);
    let subject = identification_subject(address).to_string();
    let sealed = seal(&terms.public_key, &subject, &data)
        .await
        .map_err(|_| OperatorError::Unreachable)?;
    let parts = Json::parse(&sealed)
        .and_then(|json| Some((json.get("enc")?.text()?, json.get("ciphertext")?.text()?)));
    let (enc, ciphertext) = parts.ok_or(OperatorError::Unreachable)?;
    Ok(SealedPerson {
        challenge: identification_challenge(&enc, &ciphertext),
        sealed,
    })
}

/// Applies. The same application may be sent again and again.
///
/// # Errors
/// [`OperatorError`].
pub async fn apply_for_identification(
    operator_url: &str,
    person: &SealedPerson,
    proof: &AddressProof,
    signature: EvmSignature,
) -> Result<IdentificationAnswer, OperatorError> {
    let proof = write_json(&[
        ("account", Field::Text(&proof.account.to_string())),
        ("operatorId", Field::Text(&proof.operator_id)),
        ("purpose", Field::Text(&proof.purpose)),
        ("challenge", Field::Text(&proof.challenge.to_string())),
        ("issuedAt", Field::Whole(proof.issued_at)),
        ("expiresAt", Field::Whole(proof.expires_at)),
    ]);
    let sealed = &person.sealed;
    let body = format!("{{\"sealed\":{sealed},\"proof\":{proof},\"signature\":\"{signature}\"}}");
    let answer = call("POST", &format!("{operator_url}/v1/identification"), Some(&body)).await?;
    read_answer(&answer).ok_or(OperatorError::Unreachable)
}

/// Asks how an application stands.
///
/// # Errors
/// [`OperatorError`].
pub async fn request_identification(
    operator_url: &str,
    id: B256,
) -> Result<IdentificationAnswer, OperatorError> {
    let answer = call("GET", &format!("{operator_url}/v1/identification/{id}"), None).await?;
    read_answer(&answer).ok_or(OperatorError::Unreachable)
}

fn read_terms(json: &Json) -> Option<IdentityTerms> {
    let tiyn = |name| Tiyn::new(json.get(name)?.text()?.parse().ok()?).ok();
    Some(IdentityTerms {
        operator_id: json.get("operatorId")?.text()?,
        public_key: json.get("publicKey")?.text()?,
        purpose: json.get("purpose")?.text()?,
        keep_days: json.get("keepDays")?.whole()?,
        above_tiyn: tiyn("aboveTiyn")?,
        limit_tiyn: tiyn("limitTiyn")?,
        valid_days: json.get("validDays")?.whole()?,
        test: json.get("test")?.flag()?,
    })
}

fn read_answer(json: &Json) -> Option<IdentificationAnswer> {
    Some(IdentificationAnswer {
        id: json.get("id")?.text()?.parse().ok()?,
        state: match json.get("state")?.text()?.as_str() {
            "waiting" => IdentificationState::Waiting,
            "approved" => IdentificationState::Approved,
            "refused" => IdentificationState::Refused,
            _ => return None,
        },
        credential: json.get("credential").and_then(|paper| read_paper(&paper)),
    })
}
