use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use catalogue::{Condition, Deal, PropertyType, SellerKind};
use serde::{Deserialize, Serialize};
use units::Tiyn;

use super::District;

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PropertySort {
    /// What fits best; without words, the newest.
    #[default]
    Best,
    /// The newest.
    Newest,
    /// The cheapest.
    Cheapest,
    /// The dearest.
    Dearest,
    /// The cheapest by area.
    CheapestMetre,
    /// The largest.
    Largest,
}

impl PropertySort {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Best,
        Self::Newest,
        Self::Cheapest,
        Self::Dearest,
        Self::CheapestMetre,
        Self::Largest,
    ];

    /// Its name in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Newest => "new",
            Self::Cheapest => "price",
            Self::Dearest => "price-down",
            Self::CheapestMetre => "metre",
            Self::Largest => "area",
        }
    }
}

/// Which property. Bounds are included; rooms from five on are one choice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PropertyQuery {
    /// What was typed.
    pub text: String,
    /// Let instead of sold.
    pub rent: bool,
    /// One kind only.
    pub property: Option<PropertyType>,
    /// Numbers of rooms; any when empty.
    pub rooms: Vec<u8>,
    /// Tenge.
    pub price_from: Option<u64>,
    /// Tenge.
    pub price_to: Option<u64>,
    /// Square metres.
    pub area_from: Option<u32>,
    /// Square metres.
    pub area_to: Option<u32>,
    /// Floor.
    pub floor_from: Option<u8>,
    /// Floor.
    pub floor_to: Option<u8>,
    /// Neither the first floor nor the last.
    pub middle_floor: bool,
    /// Year of building.
    pub year_from: Option<u16>,
    /// One district only, by its key.
    pub district: Option<String>,
    /// How it looks inside.
    pub condition: Option<Condition>,
    /// Who sells.
    pub seller: Option<SellerKind>,
    /// Finished homes only.
    pub finished: bool,
    /// Takes a deposit through the wallet.
    pub deposit: bool,
    /// What comes first.
    pub sort: PropertySort,
}

impl PropertyQuery {
    /// Reads the query of an address; what cannot be read is not asked for.
    pub fn from_address(get: impl Fn(&str) -> Option<String>) -> Self {
        let rooms = get("rooms").unwrap_or_default();
        Self {
            text: get("q").unwrap_or_default(),
            rent: get("deal").is_some_and(|deal| deal == "rent"),
            property: get("type").and_then(|name| pick(&PROPERTIES, &name)),
            rooms: rooms
                .split(',')
                .filter_map(|number| number.parse().ok())
                .filter(|number| (1..=5).contains(number))
                .collect(),
            price_from: number(get("price_from")),
            price_to: number(get("price_to")),
            area_from: number(get("area_from")),
            area_to: number(get("area_to")),
            floor_from: number(get("floor_from")),
            floor_to: number(get("floor_to")),
            middle_floor: get("middle").is_some(),
            year_from: number(get("year_from")),
            district: get("district"),
            condition: get("condition").and_then(|name| pick(&CONDITIONS, &name)),
            seller: get("seller").and_then(|name| pick(&SELLERS, &name)),
            finished: get("finished").is_some(),
            deposit: get("deposit").is_some(),
            sort: get("sort")
                .and_then(|name| PropertySort::ALL.into_iter().find(|sort| sort.name() == name))
                .unwrap_or_default(),
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
        let flag = |set: bool| set.then(|| "1".to_string());
        let rooms: Vec<String> = self.rooms.iter().map(|number| format!("{number}")).collect();
        add("q", Some(self.text.clone()));
        add("deal", self.rent.then(|| "rent".to_string()));
        add(
            "type",
            self.property.and_then(|value| name_of(&PROPERTIES, value)),
        );
        add("rooms", Some(rooms.join(",")));
        add("price_from", text(self.price_from));
        add("price_to", text(self.price_to));
        add("area_from", text(self.area_from));
        add("area_to", text(self.area_to));
        add("floor_from", text(self.floor_from));
        add("floor_to", text(self.floor_to));
        add("middle", flag(self.middle_floor));
        add("year_from", text(self.year_from));
        add("district", self.district.clone());
        add(
            "condition",
            self.condition.and_then(|value| name_of(&CONDITIONS, value)),
        );
        add("seller", self.seller.and_then(|value| name_of(&SELLERS, value)));
        add("finished", flag(self.finished));
        add("deposit", flag(self.deposit));
        let sort = (self.sort != PropertySort::Best).then(|| self.sort.name().to_string());
        add("sort", sort);
        pairs
    }
}

const PROPERTIES: [(&str, PropertyType); 4] = [
    ("flat", PropertyType::Apartment),
    ("house", PropertyType::House),
    ("land", PropertyType::Landform),
    ("business", PropertyType::Place),
];
const CONDITIONS: [(&str, Condition); 4] = [
    ("new", Condition::New),
    ("good", Condition::Good),
    ("repair", Condition::NeedsRepair),
    ("rough", Condition::Rough),
];
const SELLERS: [(&str, SellerKind); 3] = [
    ("owner", SellerKind::Owner),
    ("agent", SellerKind::Agent),
    ("developer", SellerKind::Developer),
];

fn pick<T: Copy>(known: &[(&str, T)], name: &str) -> Option<T> {
    known
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| *value)
}

fn name_of<T: Copy + PartialEq>(known: &[(&str, T)], value: T) -> Option<String> {
    known
        .iter()
        .find(|(_, known)| *known == value)
        .map(|(name, _)| (*name).to_string())
}

fn number<T: core::str::FromStr>(text: Option<String>) -> Option<T> {
    text?.parse().ok()
}

fn text<T: ToString>(number: Option<T>) -> Option<String> {
    number.map(|number| number.to_string())
}

/// What a search of property found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundProperty {
    /// How many.
    pub total: usize,
    /// The first of them.
    pub rows: Vec<ListingCard>,
    /// Districts of the whole catalogue.
    pub districts: Vec<District>,
}

/// A listing in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListingCard {
    /// Identifier.
    pub id: String,
    /// What it is.
    pub property: PropertyType,
    /// Sold or let.
    pub deal: Deal,
    /// Rooms, of homes.
    pub rooms: Option<u8>,
    /// Hundredths of a square metre.
    pub area_cm: u32,
    /// Floor.
    pub floor: Option<u8>,
    /// Floors of the building.
    pub floors: Option<u8>,
    /// Year of building.
    pub year: Option<u16>,
    /// Price; of lettings by the month.
    pub price: Tiyn,
    /// Price of one square metre.
    pub per_metre: Tiyn,
    /// District.
    pub district: String,
    /// Street and house.
    pub street: String,
    /// Residential complex.
    pub complex: Option<String>,
    /// Inside.
    pub condition: Option<Condition>,
    /// Who sells.
    pub seller: SellerKind,
    /// Under construction: takes no deposit.
    pub off_plan: bool,
    /// In pledge.
    pub pledged: bool,
    /// Takes a deposit through the wallet.
    pub deposit: bool,
    /// Unix seconds.
    pub posted_at: u64,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_address_keeps_the_query(
            rent: bool, kind in 0usize..5, rooms in proptest::collection::vec(1u8..=5, 0..3),
            price: Option<u64>, area: Option<u32>, floor: Option<u8>, flags: (bool, bool, bool),
            condition in 0usize..5, seller in 0usize..4, sort in 0usize..6,
        ) {
            let query = PropertyQuery {
                text: "2 комн".into(),
                rent,
                property: PROPERTIES.get(kind).map(|(_, value)| *value),
                rooms,
                price_from: price,
                area_to: area,
                floor_from: floor,
                middle_floor: flags.0,
                finished: flags.1,
                deposit: flags.2,
                district: Some("Жетіген".into()),
                condition: CONDITIONS.get(condition).map(|(_, value)| *value),
                seller: SELLERS.get(seller).map(|(_, value)| *value),
                sort: PropertySort::ALL[sort],
                ..PropertyQuery::default()
            };
            let pairs = query.to_address();
            let back = PropertyQuery::from_address(|name| {
                pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
            });
            prop_assert_eq!(back, query);
        }
    }

    #[test]
    fn nonsense_in_an_address_is_not_asked_for() {
        let query = PropertyQuery::from_address(|name| {
            Some(match name {
                "rooms" => "2,x,99,-1".into(),
                "price_from" => {
                    "115792089237316195423570985008687907853269984665640564039457584007913129639936".into()
                }
                "sort" | "type" | "condition" | "seller" | "deal" => "<script>".into(),
                _ => String::new(),
            })
        });
        assert_eq!(query.rooms, [2]);
        assert_eq!(
            (query.price_from, query.property, query.sort),
            (None, None, PropertySort::Best)
        );
    }
}
