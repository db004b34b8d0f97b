use serde::{Deserialize, Serialize};

/// How far the catalogue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// Nothing is known yet.
    #[default]
    Starting,
    /// Indexes are coming; those that are here can be searched.
    Loading,
    /// Everything that holds is here.
    Ready,
    /// There is nothing to search.
    Failed,
}

/// Why there is no catalogue, or only an old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CityTrouble {
    /// Registry or manifest do not load.
    Unreachable,
    /// The registry does not hold.
    Registry,
    /// The registry names no catalogue.
    NoCatalogue,
    /// The manifest does not hold: signatures, zone, dates, content.
    Catalogue,
    /// An older registry or catalogue than one seen before.
    Rollback,
    /// Dated in the future: a wrong clock here or there.
    Clock,
}

/// The catalogue as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CityState {
    /// Grows with every change.
    pub revision: u32,
    /// How far it is.
    pub phase: Phase,
    /// What stands in the way.
    pub trouble: Option<CityTrouble>,
    /// Bytes of indexes that came.
    pub loaded: u64,
    /// Bytes of all indexes.
    pub total: u64,
    /// Files that did not come or do not hold.
    pub broken: u32,
    /// Places that can be searched.
    pub places: u32,
    /// Listings that can be searched.
    pub listings: u32,
    /// What is shown was kept from before: nothing newer came.
    pub kept: bool,
    /// The catalogue is past its date.
    pub expired: bool,
    /// The catalogue's version.
    pub version: u64,
    /// When the catalogue was issued, unix seconds.
    pub issued_at: u64,
}
