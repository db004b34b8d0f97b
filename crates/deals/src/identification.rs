//! Identification at an operator: done once, shown as a signed credential that says nothing of the person.
//!
//! The person's data are sealed to the operator's key for one address, and a proof that the address is theirs names these
//! sealed data and no others. They are the operator's and the client's alone.

use alloc::{string::String, vec::Vec};

use alloy_primitives::{Address, B256, keccak256};
use chain::ChainId;
use serde::{Deserialize, Serialize};
use sig::Signer;
use units::Tiyn;
use zone::{Bin, Operator, Registry};

use crate::{
    PaperError, SignedPaper,
    paper::{self, Head, Paper, VERSION},
};

/// What a proof of address for an identification is for, as the proof says it.
pub const IDENTIFICATION_PURPOSE: &str = "identification";

const SUBJECT: &[u8] = b"cryptocity/identification-subject/1";
const CHALLENGE: &[u8] = b"cryptocity/identification/1";

/// How thoroughly somebody was identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentityTier {
    /// By the data that were sent.
    Basic,
    /// In person, or as the law counts as such.
    Full,
}

/// That an operator knows who holds an address, and up to which amount. Holds nothing of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credential {
    /// Version of this document's form: 1.
    pub version: u32,
    /// The operator's identifier in the registry.
    pub operator_id: String,
    /// Whose address.
    pub address: Address,
    /// How thoroughly.
    pub tier: IdentityTier,
    /// So much a day, all deals with the operator together.
    pub limit_tiyn: Tiyn,
    /// Unix seconds.
    pub issued_at: u64,
    /// Unix seconds; it holds earlier than this.
    pub expires_at: u64,
    /// Tells credentials with the same content apart.
    pub salt: B256,
}

impl Paper for Credential {
    const KIND: &'static str = "identification";

    fn head(&self) -> Head<'_> {
        Head {
            version: self.version,
            operator_id: &self.operator_id,
            account: self.address,
            issued_at: self.issued_at,
            expires_at: self.expires_at,
        }
    }
}

impl Credential {
    /// The form that is written now.
    pub const VERSION: u32 = VERSION;

    /// The credential's name.
    #[must_use]
    pub fn hash(&self, home: ChainId) -> B256 {
        self.digest_in(home).to_b256()
    }

    /// Signs it with the operator's quote key.
    #[must_use]
    pub fn sign(&self, home: ChainId, key: &impl Signer) -> SignedPaper {
        self.sign_in(home, key)
    }
}

/// A credential that holds.
#[derive(Debug, Clone)]
pub struct OpenedCredential<'a> {
    /// What it says.
    pub credential: Credential,
    /// Whose it is.
    pub operator: &'a Operator,
    /// Its name.
    pub hash: B256,
}

/// Checks a credential against a verified registry, for an address, at a time in unix seconds.
///
/// # Errors
/// [`PaperError`].
pub fn open_credential<'a>(
    signed: &SignedPaper,
    registry: &'a Registry,
    address: Address,
    now: u64,
) -> Result<OpenedCredential<'a>, PaperError> {
    let (credential, key) = paper::read::<Credential>(signed, registry.home_chain)?;
    let operator = registry
        .operator_of_key(key)
        .filter(|operator| {
            let mut keys = operator.quote_keys.iter();
            operator.id == credential.operator_id
                && operator.licence.validity.holds_at(now)
                && keys.any(|known| known.address == key && known.validity.holds_at(now))
        })
        .ok_or(PaperError::NotLicensed)?;
    paper::check_head(&credential, address, now)?;
    Ok(OpenedCredential {
        hash: credential.hash(registry.home_chain),
        credential,
        operator,
    })
}

/// How an application stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentificationState {
    /// A person at the operator looks at it.
    Waiting,
    /// There is a credential.
    Approved,
    /// There will be none.
    Refused,
}

/// Answer of `POST /v1/identification` and `GET /v1/identification/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentificationStatus {
    /// The application: its challenge, which only who made it and the operator know.
    pub id: B256,
    /// How it stands.
    pub state: IdentificationState,
    /// Approved without anybody having looked: a demonstration.
    pub test: bool,
    /// The credential, once it is approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<SignedPaper>,
}

/// What sealed data of an address are sealed for; authenticated with them.
#[must_use]
pub fn identification_subject(address: Address) -> B256 {
    keccak256([SUBJECT, address.as_slice()].concat())
}

/// What a proof of address has as its challenge: the sealed data themselves, as hex texts. It cannot be shown with others.
#[must_use]
pub fn identification_challenge(enc: &str, ciphertext: &str) -> B256 {
    let parts: Vec<u8> = [CHALLENGE, b"\n", enc.as_bytes(), b"\n", ciphertext.as_bytes()].concat();
    keccak256(parts)
}

/// Whether a text is an individual identification number (ИИН): a date of birth, and the checksum that BINs have too
/// (Law of the Republic of Kazakhstan No. 223 of 12 January 2007).
#[must_use]
pub fn is_iin(text: &str) -> bool {
    let part = |from, to| text.get(from..to).and_then(|digits| digits.parse::<u8>().ok());
    let is_date = matches!(part(2, 4), Some(1..=12)) && matches!(part(4, 6), Some(1..=31));
    is_date && matches!(part(6, 7), Some(0..=6)) && text.parse::<Bin>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iin_has_a_date_of_birth_and_a_checksum() {
        for good in ["900101300017", "850615400125"] {
            assert!(is_iin(good), "{good}");
        }
        // A wrong check digit, a month and a day that are none, a BIN, and what is no number.
        for wrong in [
            "900101300018",
            "901301300012",
            "260940000507",
            "",
            "90010130001",
            "9001013000170",
            "әәәәәә",
        ] {
            assert!(!is_iin(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_challenge_names_the_sealed_data_and_a_subject_the_address() {
        assert_ne!(
            identification_challenge("0a", "0b"),
            identification_challenge("0a0", "b")
        );
        let [one, two] = [1, 2].map(|byte| identification_subject(Address::new([byte; 20])));
        assert_ne!(one, two);
    }
}
