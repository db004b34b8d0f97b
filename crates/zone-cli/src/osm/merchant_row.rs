use std::collections::HashMap;

use catalogue::{Category, GeoPoint, OpeningHours};

use super::{Object, Place};

/// Tags that say an object takes digital assets ([BTC Map](https://wiki.openstreetmap.org/wiki/Key:currency)).
const TAKES: &[&str] = &[
    "currency:XBT",
    "payment:onchain",
    "payment:lightning",
    "payment:lightning_contactless",
    "payment:bitcoin",
    "payment:cryptocurrencies",
];

/// Columns of the table that `zone build --merchants` reads.
pub(crate) const COLUMNS: [&str; 18] = [
    "id",
    "category",
    "name_kk",
    "name_ru",
    "name_en",
    "bin",
    "district_kk",
    "district_ru",
    "district_en",
    "street_kk",
    "street_ru",
    "street_en",
    "latitude",
    "longitude",
    "phone",
    "url",
    "hours",
    "assets",
];

/// A row of the table.
#[derive(Debug)]
pub(crate) struct MerchantRow {
    pub(crate) columns: [String; 18],
    /// Whether opening hours could be read; those that could not are left empty.
    pub(crate) hours: bool,
}

/// What the object sells, if people buy there and it takes digital assets, or `all` are asked for.
pub(crate) fn asked_for(object: &Object, all: bool) -> Option<Category> {
    let takes = || {
        TAKES
            .iter()
            .any(|key| object.tags.get(*key).is_some_and(|value| value == "yes"))
    };
    category(&object.tags).filter(|_| all || takes())
}

/// The object's row; `None` when it has no name.
pub(crate) fn merchant_row(object: &Object, category: Category, at: GeoPoint) -> Option<MerchantRow> {
    let tag = |key: &str| object.tags.get(key).cloned().unwrap_or_default();
    let first = |keys: &[&str]| {
        keys.iter()
            .map(|key| tag(key))
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    };
    let kk = first(&["name:kk", "name", "name:ru", "name:en"]);
    let ru = first(&["name:ru", "name", "name:kk", "name:en"]);
    let en = first(&["name:en", "name", "name:ru", "name:kk"]);
    if kk.is_empty() {
        return None;
    }
    let kind = match object.place {
        Place::Node(_) => "node",
        Place::Way(_) | Place::LocatedWay(_) => "way",
    };
    let opening_hours = tag("opening_hours");
    let hours = OpeningHours::parse(&opening_hours).is_ok();
    let district = first(&["addr:suburb", "addr:district", "addr:city"]);
    let street = [tag("addr:street"), tag("addr:housenumber")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let phone = first(&["contact:phone", "phone"])
        .split(';')
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    let columns = [
        format!("osm-{kind}-{}", object.id),
        format!("{category:?}"),
        kk,
        ru,
        en,
        tag("ref:KZ:BIN"),
        district.clone(),
        district.clone(),
        district,
        street.clone(),
        street.clone(),
        street,
        degrees(at.latitude_micro()),
        degrees(at.longitude_micro()),
        phone,
        first(&["contact:website", "website"]),
        if hours { opening_hours } else { String::new() },
        String::new(),
    ];
    Some(MerchantRow { columns, hours })
}

fn degrees(micro: i32) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let size = micro.unsigned_abs();
    format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
}

/// The kind of place that tags name, if they name one people buy at.
fn category(tags: &HashMap<String, String>) -> Option<Category> {
    let tag = |key: &str| tags.get(key).map_or("", String::as_str);
    let by_amenity = match tag("amenity") {
        "restaurant" | "fast_food" | "food_court" => Some(Category::Restaurant),
        "cafe" | "ice_cream" => Some(Category::CafeOrCoffeeShop),
        "pharmacy" => Some(Category::Pharmacy),
        "clinic" | "doctors" | "dentist" | "hospital" => Some(Category::MedicalClinic),
        "car_wash" | "vehicle_inspection" => Some(Category::ProfessionalService),
        _ => None,
    };
    let by_shop = || match tag("shop") {
        "" | "no" | "vacant" => None,
        "bakery" | "pastry" => Some(Category::Bakery),
        "supermarket" | "convenience" | "grocery" | "greengrocer" | "butcher" => Some(Category::GroceryStore),
        "chemist" => Some(Category::Pharmacy),
        "clothes" | "shoes" | "boutique" => Some(Category::ClothingStore),
        "electronics" | "mobile_phone" | "computer" => Some(Category::ElectronicsStore),
        "books" | "stationery" => Some(Category::BookStore),
        "hairdresser" | "beauty" | "cosmetics" => Some(Category::BeautySalon),
        "car_repair" | "laundry" | "dry_cleaning" => Some(Category::ProfessionalService),
        _ => Some(Category::Store),
    };
    let by_other = || match (tag("tourism"), tag("leisure"), tag("office"), tag("craft")) {
        ("hotel" | "hostel" | "guest_house" | "motel", ..) => Some(Category::Hotel),
        (_, "fitness_centre" | "sports_centre", ..) => Some(Category::ExerciseGym),
        (_, _, "estate_agent", _) => Some(Category::RealEstateAgent),
        (_, _, office, craft) if !office.is_empty() || !craft.is_empty() => {
            Some(Category::ProfessionalService)
        }
        _ => None,
    };
    by_amenity.or_else(by_shop).or_else(by_other)
}
