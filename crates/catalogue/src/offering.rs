use alloc::{string::String, vec::Vec};

use alloy_primitives::B256;
use serde::{Deserialize, Serialize};
use units::Tiyn;
use zone::{Bin, LocalText, Validity, deserialize_clean};

use crate::{
    EntryError,
    merchant::{check_identifier, is_web_address},
};

/// Whether an offering can be subscribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfferingStatus {
    /// Not begun.
    Announced,
    /// Can be subscribed.
    Open,
    /// Over.
    Closed,
}

/// A document of an offering, pinned by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is.
    pub name: LocalText,
    /// Where.
    pub url: String,
    /// SHA-256 of its bytes.
    pub sha256: B256,
}

/// An investment offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Offering {
    /// Stable identifier.
    #[serde(deserialize_with = "deserialize_clean")]
    pub identifier: String,
    /// What is offered.
    pub name: LocalText,
    /// Who offers.
    pub issuer: LocalText,
    /// BIN of the issuer.
    #[serde(rename = "taxID")]
    pub bin: Bin,
    /// What it is about.
    pub description: LocalText,
    /// What can go wrong; never empty.
    pub risks: LocalText,
    /// Papers.
    pub documents: Vec<Document>,
    /// The least that is taken, in tiyn.
    pub minimum_tiyn: Tiyn,
    /// One unit, in tiyn.
    pub price_tiyn: Tiyn,
    /// CAIP-19 of the token that is delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Whether it can be subscribed.
    pub status: OfferingStatus,
    /// From when until when.
    pub validity: Validity,
    /// Made up.
    #[serde(default)]
    pub test: bool,
}

impl Offering {
    /// Checks what types do not.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn check(&self) -> Result<(), EntryError> {
        check_identifier(&self.identifier)?;
        if self.risks.all().into_iter().any(|text| text.trim().is_empty()) {
            return Err(EntryError::NoRisks);
        }
        if self.price_tiyn.get() == 0 || self.minimum_tiyn < self.price_tiyn {
            return Err(EntryError::Figures);
        }
        if self
            .documents
            .iter()
            .any(|document| !is_web_address(&document.url))
        {
            return Err(EntryError::Url);
        }
        Ok(())
    }
}
