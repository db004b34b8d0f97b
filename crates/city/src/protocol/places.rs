use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use catalogue::{Category, GeoPoint, Merchant};
use serde::{Deserialize, Serialize};
use zone::LocalText;

use super::District;

/// Where somebody is, millionths of degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// Latitude.
    pub latitude: i32,
    /// Longitude.
    pub longitude: i32,
}

/// Which places.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PlacesQuery {
    /// What was typed.
    pub text: String,
    /// One kind only.
    pub category: Option<Category>,
    /// Those that are open now.
    pub open_now: bool,
    /// Those that take an asset, by its symbol.
    pub asset: Option<String>,
    /// One district only, by its key.
    pub district: Option<String>,
    /// The nearest first. Never part of an address.
    pub near: Option<Spot>,
}

impl PlacesQuery {
    /// Reads the query of an address; what cannot be read is not asked for.
    pub fn from_address(get: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            text: get("q").unwrap_or_default(),
            category: get("type").and_then(|name| category_of(&name)),
            open_now: get("open").is_some(),
            asset: get("asset"),
            district: get("district"),
            near: None,
        }
    }

    /// Names and values for an address; nothing for what is as always.
    #[must_use]
    pub fn to_address(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                pairs.push((name, value));
            }
        };
        add("q", Some(self.text.clone()));
        add(
            "type",
            self.category.map(|category| name_of(category).to_string()),
        );
        add("open", self.open_now.then(|| "1".to_string()));
        add("asset", self.asset.clone());
        add("district", self.district.clone());
        pairs
    }
}

/// The category of a name in addresses.
fn category_of(name: &str) -> Option<Category> {
    Category::ALL
        .into_iter()
        .find(|category| name_of(*category) == name)
}

/// What a category is called in addresses.
const fn name_of(category: Category) -> &'static str {
    match category {
        Category::Restaurant => "restaurant",
        Category::CafeOrCoffeeShop => "cafe",
        Category::Bakery => "bakery",
        Category::GroceryStore => "grocery",
        Category::Pharmacy => "pharmacy",
        Category::ClothingStore => "clothes",
        Category::ElectronicsStore => "electronics",
        Category::BookStore => "books",
        Category::BeautySalon => "beauty",
        Category::ExerciseGym => "gym",
        Category::MedicalClinic => "clinic",
        Category::Hotel => "hotel",
        Category::ProfessionalService => "services",
        Category::RealEstateAgent => "agents",
        Category::Store => "store",
    }
}

/// What a search of places found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPlaces {
    /// How many.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<PlaceCard>,
    /// Districts of the whole catalogue.
    pub districts: Vec<District>,
}

/// A place in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceCard {
    /// Identifier.
    pub id: String,
    /// What it is.
    pub category: Category,
    /// Name.
    pub name: String,
    /// District.
    pub district: String,
    /// Street and house.
    pub street: String,
    /// Open now.
    pub open: bool,
    /// When that changes, unix seconds; never when absent.
    pub until: Option<u64>,
    /// Symbols of what it takes and the registry permits.
    pub assets: Vec<String>,
    /// How far, in metres.
    pub distance: Option<u32>,
    /// When the zone last looked, unix seconds.
    pub verified_at: u64,
    /// Made up.
    pub test: bool,
}

/// A place's own page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlaceView {
    /// The entry, from its verified file.
    pub merchant: Merchant,
    /// Open now.
    pub open: bool,
    /// When that changes, unix seconds.
    pub until: Option<u64>,
    /// Minutes of the day it opens and closes, Monday first; a closing time may lie beyond midnight.
    pub week: Vec<Vec<(u32, u32)>>,
    /// Today's place in the week, Monday is 0.
    pub today: usize,
    /// Symbols of what it takes and the registry permits.
    pub assets: Vec<String>,
    /// Why the zone has suspended it, if it has.
    pub suspended: Option<LocalText>,
    /// Where problems are reported.
    pub contact: Option<String>,
    /// Where it is.
    pub geo: GeoPoint,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_address_keeps_the_query(text in "[а-яa-z0-9 ]{0,12}", kind in 0usize..16, open: bool, asset in "[a-zA-Z]{0,5}") {
            let query = PlacesQuery {
                text,
                category: Category::ALL.get(kind).copied(),
                open_now: open,
                asset: Some(asset).filter(|a| !a.is_empty()),
                district: None,
                near: None,
            };
            let pairs = query.to_address();
            let back = PlacesQuery::from_address(|name| {
                pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
            });
            prop_assert_eq!(back, query);
        }
    }
}
