use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};
use units::Tiyn;
use zone::{Bin, LocalText, deserialize_clean};

use crate::{
    EntryError, GeoPoint, ZONE_BOUNDS,
    merchant::{check_identifier, is_web_address},
};

/// What is sold or let (types of schema.org).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PropertyType {
    /// A flat.
    Apartment,
    /// A house.
    House,
    /// Land.
    Landform,
    /// Offices and shops.
    Place,
}

/// Sold or let (`businessFunction` of schema.org).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Deal {
    /// Sold.
    Sell,
    /// Let, by the month.
    LeaseOut,
}

/// What the walls are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BuildingMaterial {
    /// Монолитный.
    Monolithic,
    /// Кирпичный.
    Brick,
    /// Панельный.
    Panel,
    /// Иное.
    Other,
}

/// How it looks inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Свежий ремонт.
    New,
    /// Аккуратный ремонт.
    Good,
    /// Требует ремонта.
    NeedsRepair,
    /// Черновая отделка.
    Rough,
}

/// Who sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SellerKind {
    /// The owner.
    Owner,
    /// An agent.
    Agent,
    /// The developer.
    Developer,
}

/// The seller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Seller {
    /// Who.
    pub kind: SellerKind,
    /// Name for people.
    pub name: LocalText,
    /// BIN, of companies.
    #[serde(rename = "taxID", default, skip_serializing_if = "Option::is_none")]
    pub bin: Option<Bin>,
}

/// A building under construction: only a registered share-participation contract may take money (Law 486-V).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OffPlan {
    /// Number of the permit or guarantee.
    #[serde(deserialize_with = "deserialize_clean")]
    pub permit: String,
    /// BIN of the developer.
    pub developer_bin: Bin,
}

/// What a deposit means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DepositKind {
    /// Задаток: forfeited by the buyer, returned double by the seller.
    Zadatok,
    /// Аванс: returned.
    Avans,
}

/// The terms of a deposit for a finished home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositTerms {
    /// What it means.
    pub kind: DepositKind,
    /// How much.
    pub amount_tiyn: Tiyn,
}

/// A photo, its size known before it loads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// Where.
    pub url: String,
    /// Pixels.
    pub width: u16,
    /// Pixels.
    pub height: u16,
}

/// A property listing (`RealEstateListing` of schema.org).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// What it is.
    #[serde(rename = "@type")]
    pub property: PropertyType,
    /// Stable identifier.
    #[serde(deserialize_with = "deserialize_clean")]
    pub identifier: String,
    /// Sold or let.
    pub business_function: Deal,
    /// Rooms, of homes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number_of_rooms: Option<u8>,
    /// Area in hundredths of a square metre.
    pub floor_size_cm: u32,
    /// Floor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor_level: Option<u8>,
    /// Floors of the building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floors: Option<u8>,
    /// Year of building.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_built: Option<u16>,
    /// Price in tiyn; of lettings by the month.
    pub price_tiyn: Tiyn,
    /// District.
    pub address_locality: LocalText,
    /// Street and house.
    pub street_address: LocalText,
    /// Residential complex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complex: Option<LocalText>,
    /// Where on the map.
    pub geo: GeoPoint,
    /// Walls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub building: Option<BuildingMaterial>,
    /// Inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Condition>,
    /// Has a balcony.
    #[serde(default)]
    pub balcony: bool,
    /// Furnished.
    #[serde(default)]
    pub furnished: bool,
    /// In pledge.
    #[serde(default)]
    pub pledged: bool,
    /// Who sells.
    pub seller: Seller,
    /// As the cadastre names it; to be looked up at eGov.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cadastral_number: Option<String>,
    /// Under construction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub off_plan: Option<OffPlan>,
    /// Terms of a deposit; none: no deposit is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<DepositTerms>,
    /// Unix seconds.
    pub date_posted: u64,
    /// In the seller's words.
    pub description: LocalText,
    /// Photos; none are needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
}

impl Listing {
    /// Checks what types do not.
    ///
    /// # Errors
    /// [`EntryError`].
    pub fn check(&self) -> Result<(), EntryError> {
        check_identifier(&self.identifier)?;
        if !ZONE_BOUNDS.contains(&self.geo) {
            return Err(EntryError::OutsideZone);
        }
        if self.off_plan.is_some() && self.deposit.is_some() {
            return Err(EntryError::OffPlanDeposit);
        }
        if self.floor_size_cm == 0 || self.price_tiyn.get() == 0 {
            return Err(EntryError::Figures);
        }
        let above_roof = self
            .floor_level
            .zip(self.floors)
            .is_some_and(|(floor, floors)| floor > floors);
        if above_roof
            || self
                .deposit
                .as_ref()
                .is_some_and(|deposit| deposit.amount_tiyn >= self.price_tiyn)
        {
            return Err(EntryError::Figures);
        }
        if self
            .cadastral_number
            .as_ref()
            .is_some_and(|number| !is_cadastral(number))
        {
            return Err(EntryError::Cadastral);
        }
        if self.photos.len() > 50 || self.photos.iter().any(|photo| !is_web_address(&photo.url)) {
            return Err(EntryError::Url);
        }
        Ok(())
    }

    /// Tiyn for one square metre, rounded down.
    #[must_use]
    pub fn tiyn_per_square_metre(&self) -> u64 {
        let size = u128::from(self.floor_size_cm.max(1));
        u64::try_from(u128::from(self.price_tiyn.get()) * 100 / size).unwrap_or(u64::MAX)
    }
}

/// `03-046-012-1234`, with `:5:17` for building and flat. Loose: the cadastre itself is the judge.
fn is_cadastral(text: &str) -> bool {
    let mut parts = text.split(':');
    let land = parts.next().unwrap_or_default();
    let lengths: Vec<usize> = land.split('-').map(str::len).collect();
    let digits = land.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let shape = matches!(lengths.as_slice(), [2, 3, 3, 3 | 4]);
    let rest: Vec<&str> = parts.collect();
    digits
        && shape
        && rest.len() <= 3
        && rest.iter().all(|part| {
            (1..=12).contains(&part.chars().count()) && part.chars().all(|c| c.is_alphanumeric() || c == '/')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cadastral_numbers() {
        for good in [
            "03-046-012-1234",
            "03-046-012-123",
            "03-046-012-1234:5:17",
            "20-315-047-018:1/А:3",
        ] {
            assert!(is_cadastral(good), "{good}");
        }
        for bad in [
            "",
            "3-046-012-1234",
            "03-046-012",
            "03-046-012-1234:",
            "03-046-012-12x4",
            "03-046-012-1234:<b>",
        ] {
            assert!(!is_cadastral(bad), "{bad}");
        }
    }
}
