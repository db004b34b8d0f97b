use serde::{Deserialize, Serialize};

use crate::{GeoPoint, Listing, Merchant, Offering};

/// What a shard holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// Merchants.
    Merchants,
    /// Property.
    Listings,
    /// Investments.
    Offerings,
}

impl EntryKind {
    /// Its name, as in file names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Merchants => "merchants",
            Self::Listings => "listings",
            Self::Offerings => "offerings",
        }
    }
}

/// Why an entry is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Not JSON of this kind; a wrong BIN, coordinate, amount or an invisible character.
    #[error("the entry cannot be read")]
    Malformed,
    /// The identifier is missing, long or has other characters than letters, digits, `-`, `_` and `.`.
    #[error("the identifier is not usable")]
    Identifier,
    /// The same identifier again.
    #[error("the identifier is taken")]
    Duplicate,
    /// The point lies outside the zone.
    #[error("the coordinates lie outside the zone")]
    OutsideZone,
    /// The hours cannot be read.
    #[error("the opening hours cannot be read")]
    OpeningHours,
    /// Not E.164.
    #[error("the telephone number is not in the form +77011234567")]
    Telephone,
    /// Not a web address.
    #[error("not a web address")]
    Url,
    /// No name in a language.
    #[error("there is no name in one of the languages")]
    NoName,
    /// An area, price, floor or deposit that cannot be.
    #[error("area, price, floor or deposit cannot be")]
    Figures,
    /// Not a cadastral number.
    #[error("not a cadastral number")]
    Cadastral,
    /// A deposit for a building under construction.
    #[error("a building under construction takes no deposit")]
    OffPlanDeposit,
    /// Nothing is said of risks.
    #[error("the risks are missing in one of the languages")]
    NoRisks,
}

/// An entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// A merchant.
    Merchant(Merchant),
    /// A property listing.
    Listing(Listing),
    /// An investment offering.
    Offering(Offering),
}

impl Entry {
    /// Reads and checks one line of a shard.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn parse(kind: EntryKind, line: &[u8]) -> Result<Self, EntryError> {
        let malformed = |_| EntryError::Malformed;
        let entry = match kind {
            EntryKind::Merchants => Self::Merchant(serde_json::from_slice(line).map_err(malformed)?),
            EntryKind::Listings => Self::Listing(serde_json::from_slice(line).map_err(malformed)?),
            EntryKind::Offerings => Self::Offering(serde_json::from_slice(line).map_err(malformed)?),
        };
        entry.check()?;
        Ok(entry)
    }

    /// Checks what types do not.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn check(&self) -> Result<(), EntryError> {
        match self {
            Self::Merchant(merchant) => merchant.check(),
            Self::Listing(listing) => listing.check(),
            Self::Offering(offering) => offering.check(),
        }
    }

    /// Stable identifier.
    #[must_use]
    pub fn identifier(&self) -> &str {
        match self {
            Self::Merchant(merchant) => &merchant.identifier,
            Self::Listing(listing) => &listing.identifier,
            Self::Offering(offering) => &offering.identifier,
        }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::Merchant(_) => EntryKind::Merchants,
            Self::Listing(_) => EntryKind::Listings,
            Self::Offering(_) => EntryKind::Offerings,
        }
    }

    /// Where it is; offerings are nowhere.
    #[must_use]
    pub const fn geo(&self) -> Option<GeoPoint> {
        match self {
            Self::Merchant(merchant) => Some(merchant.geo),
            Self::Listing(listing) => Some(listing.geo),
            Self::Offering(_) => None,
        }
    }
}
