use alloc::{string::String, vec::Vec};

use alloy_primitives::Address;
use serde::{Deserialize, Serialize};
use zone::{Bin, LocalText, deserialize_clean};

use crate::{EntryError, GeoPoint, OpeningHours, ZONE_BOUNDS};

/// What a merchant is (types of schema.org).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Category {
    /// Restaurants.
    Restaurant,
    /// Cafés and coffee.
    CafeOrCoffeeShop,
    /// Bakeries.
    Bakery,
    /// Groceries.
    GroceryStore,
    /// Pharmacies.
    Pharmacy,
    /// Clothes.
    ClothingStore,
    /// Electronics.
    ElectronicsStore,
    /// Books.
    BookStore,
    /// Hairdressers and beauty.
    BeautySalon,
    /// Sports and gyms.
    ExerciseGym,
    /// Doctors and dentists.
    MedicalClinic,
    /// Hotels.
    Hotel,
    /// Repairs, cleaning, couriers.
    ProfessionalService,
    /// Property agents.
    RealEstateAgent,
    /// Everything else.
    Store,
}

impl Category {
    /// All of them, as pages list them.
    pub const ALL: [Self; 15] = [
        Self::Restaurant,
        Self::CafeOrCoffeeShop,
        Self::Bakery,
        Self::GroceryStore,
        Self::Pharmacy,
        Self::ClothingStore,
        Self::ElectronicsStore,
        Self::BookStore,
        Self::BeautySalon,
        Self::ExerciseGym,
        Self::MedicalClinic,
        Self::Hotel,
        Self::ProfessionalService,
        Self::RealEstateAgent,
        Self::Store,
    ];

    /// The merchant category code (ISO 18245).
    #[must_use]
    pub const fn mcc(self) -> u16 {
        match self {
            Self::Restaurant => 5812,
            Self::CafeOrCoffeeShop => 5814,
            Self::Bakery => 5462,
            Self::GroceryStore => 5411,
            Self::Pharmacy => 5912,
            Self::ClothingStore => 5651,
            Self::ElectronicsStore => 5732,
            Self::BookStore => 5942,
            Self::BeautySalon => 7230,
            Self::ExerciseGym => 7997,
            Self::MedicalClinic => 8011,
            Self::Hotel => 7011,
            Self::ProfessionalService => 7216,
            Self::RealEstateAgent => 6513,
            Self::Store => 5999,
        }
    }
}

/// A merchant of the zone (`LocalBusiness` of schema.org).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Merchant {
    /// What it is.
    #[serde(rename = "@type")]
    pub category: Category,
    /// The certificate's identifier.
    #[serde(deserialize_with = "deserialize_clean")]
    pub identifier: String,
    /// Name for people.
    pub name: LocalText,
    /// BIN of the company.
    #[serde(rename = "taxID")]
    pub bin: Bin,
    /// Merchant category code.
    pub mcc: u16,
    /// District.
    pub address_locality: LocalText,
    /// Street and house.
    pub street_address: LocalText,
    /// Where on the map.
    pub geo: GeoPoint,
    /// E.164.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// Its own page; people pay there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it is open.
    pub opening_hours: String,
    /// CAIP-19 identifiers of what it takes.
    pub currencies_accepted: Vec<String>,
    /// Keys that sign its orders, as the zone certified them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order_keys: Vec<Address>,
    /// When the zone last looked, unix seconds.
    pub verified_at: u64,
    /// Made up for tests and demos; shown as TEST.
    #[serde(default)]
    pub test: bool,
}

impl Merchant {
    /// Checks what types do not.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn check(&self) -> Result<(), EntryError> {
        check_identifier(&self.identifier)?;
        if !ZONE_BOUNDS.contains(&self.geo) {
            return Err(EntryError::OutsideZone);
        }
        if OpeningHours::parse(&self.opening_hours).is_err() {
            return Err(EntryError::OpeningHours);
        }
        if self.telephone.as_ref().is_some_and(|phone| !is_phone(phone)) {
            return Err(EntryError::Telephone);
        }
        if self.url.as_ref().is_some_and(|url| !is_web_address(url)) {
            return Err(EntryError::Url);
        }
        if self.name.all().into_iter().any(|name| name.trim().is_empty()) {
            return Err(EntryError::NoName);
        }
        Ok(())
    }
}

/// Letters, digits, `-`, `_`, `.`; at most 64: it stands in addresses.
pub(crate) fn check_identifier(text: &str) -> Result<(), EntryError> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if text.is_empty() || text.len() > 64 || !text.bytes().all(plain) {
        return Err(EntryError::Identifier);
    }
    Ok(())
}

fn is_phone(text: &str) -> bool {
    text.strip_prefix('+')
        .is_some_and(|digits| (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Only web addresses: a `javascript:` one would run in the page.
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && text.len() <= 2048 && text.bytes().all(|b| b.is_ascii_graphic())
    })
}
