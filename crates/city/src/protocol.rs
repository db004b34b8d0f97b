//! What pages and the city worker say to each other. Texts come in the reader's language, numbers as numbers.

mod places;
mod property;
mod sheet;
mod state;

use alloc::{boxed::Box, string::String, vec::Vec};

use catalogue::{BoundingBox, Document, Listing, OfferingStatus, SubscriptionTerms};
use serde::{Deserialize, Serialize};
use units::Tiyn;
use zone::{Bin, LocalText, Validity};

pub use places::{FoundPlaces, PlaceCard, PlaceView, PlacesQuery, Spot};
pub use property::{FoundProperty, ListingCard, PropertyQuery, PropertySort};
pub use sheet::{Block, Label, Sheet, SheetPart, SheetRow, SheetValue};
pub use state::{CityState, CityTrouble, Phase};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// Answered with the state as soon as it is another than the one seen.
    Watch {
        /// [`CityState::revision`] of the state seen, 0 at first.
        seen: u32,
    },
    /// Fetch again what did not come.
    Retry,
    /// Search places.
    Places {
        /// Which.
        query: Box<PlacesQuery>,
        /// `kk`, `ru`, `en`.
        language: String,
    },
    /// Rows of the last search of places.
    PlaceRows(Rows),
    /// One place.
    Place(One),
    /// Search property.
    Property {
        /// Which.
        query: Box<PropertyQuery>,
        /// `kk`, `ru`, `en`.
        language: String,
    },
    /// Rows of the last search of property.
    PropertyRows(Rows),
    /// Cards of listings by their identifiers, for comparing; those that are gone are left out.
    Cards {
        /// Which.
        ids: Vec<String>,
        /// `kk`, `ru`, `en`.
        language: String,
    },
    /// One listing, whole, from its verified file.
    Listing(One),
    /// All investment offerings.
    Offerings {
        /// `kk`, `ru`, `en`.
        language: String,
    },
    /// One offering.
    Offering(One),
    /// Districts and points of the last search, for the map.
    Map(MapQuery),
    /// The registry for people.
    Zone {
        /// `kk`, `ru`, `en`.
        language: String,
    },
}

/// A window on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The first row.
    pub from: usize,
    /// How many.
    pub count: usize,
    /// `kk`, `ru`, `en`.
    pub language: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct One {
    /// Its identifier.
    pub id: String,
    /// `kk`, `ru`, `en`.
    pub language: String,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Response {
    /// To [`Request::Watch`] and [`Request::Retry`].
    State(CityState),
    /// To [`Request::Places`].
    Places(FoundPlaces),
    /// To [`Request::PlaceRows`].
    PlaceRows(Vec<PlaceCard>),
    /// To [`Request::Place`].
    Place(Box<PlaceView>),
    /// To [`Request::Property`].
    Property(FoundProperty),
    /// To [`Request::PropertyRows`] and [`Request::Cards`].
    PropertyRows(Vec<ListingCard>),
    /// To [`Request::Listing`].
    Listing {
        /// The entry, from its verified file.
        listing: Box<Listing>,
        /// Where problems are reported.
        contact: Option<String>,
    },
    /// To [`Request::Offerings`].
    Offerings(Vec<OfferingView>),
    /// To [`Request::Offering`].
    Offering(Box<OfferingView>),
    /// To [`Request::Map`].
    Map(MapView),
    /// To [`Request::Zone`].
    Zone(Box<Sheet>),
    /// There is no such entry.
    Missing(Missing),
}

/// Why an entry is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Missing {
    /// Never heard of it.
    Unknown,
    /// Withdrawn, unix seconds.
    Deleted(u64),
    /// Its file does not come or does not hold.
    Unreachable,
    /// The registry or catalogue is not there yet, or was refused.
    NotReady,
}

/// An investment offering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferingView {
    /// Identifier.
    pub id: String,
    /// What is offered.
    pub name: String,
    /// Who offers.
    pub issuer: String,
    /// BIN of the issuer.
    pub bin: Bin,
    /// What it is about.
    pub description: String,
    /// What can go wrong.
    pub risks: String,
    /// Papers, pinned by their hashes.
    pub documents: Vec<Document>,
    /// The least that is taken.
    pub minimum: Tiyn,
    /// One unit.
    pub price: Tiyn,
    /// CAIP-19 of the token that is delivered.
    pub token: Option<String>,
    /// How it is subscribed.
    pub subscription: Option<SubscriptionTerms>,
    /// Whether it can be subscribed.
    pub status: OfferingStatus,
    /// From when until when.
    pub validity: Validity,
    /// Made up.
    pub test: bool,
}

/// A district and how many of the entries lie in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// Names it in queries: its Kazakh name.
    pub key: String,
    /// Its name.
    pub name: LocalText,
    /// How many entries.
    pub count: u32,
}

/// What the map asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapQuery {
    /// Places, otherwise property.
    pub places: bool,
    /// What is in sight; everything when absent.
    pub bounds: Option<BoundingBox>,
    /// `kk`, `ru`, `en`.
    pub language: String,
}

/// Districts and points of a search, for the map. Millionths of degrees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapView {
    /// Districts with what was found in them.
    pub districts: Vec<DistrictArea>,
    /// The first points in sight.
    pub points: Vec<MapPoint>,
    /// How many are in sight.
    pub in_sight: usize,
}

/// A district on the map, drawn from the entries themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DistrictArea {
    /// Its name.
    pub name: String,
    /// How many were found in it.
    pub count: u32,
    /// Its middle: latitude, longitude.
    pub middle: (i32, i32),
    /// The hull around everything in it.
    pub hull: Vec<(i32, i32)>,
}

/// A point on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapPoint {
    /// Which entry.
    pub id: String,
    /// Latitude, longitude.
    pub at: (i32, i32),
    /// What it is called.
    pub name: String,
    /// Tiyn, of property.
    pub price: Option<Tiyn>,
}
