use catalogue::{BuildingMaterial, Category, Condition, PropertyType, SellerKind};
use city::protocol::PropertySort;

use crate::{
    components::Icon,
    i18n::{I18n, Key},
};

/// What a kind of place is called.
pub(crate) const fn category_key(category: Category) -> Key {
    match category {
        Category::Restaurant => Key::CategoryRestaurant,
        Category::CafeOrCoffeeShop => Key::CategoryCafe,
        Category::Bakery => Key::CategoryBakery,
        Category::GroceryStore => Key::CategoryGrocery,
        Category::Pharmacy => Key::CategoryPharmacy,
        Category::ClothingStore => Key::CategoryClothes,
        Category::ElectronicsStore => Key::CategoryElectronics,
        Category::BookStore => Key::CategoryBooks,
        Category::BeautySalon => Key::CategoryBeauty,
        Category::ExerciseGym => Key::CategoryGym,
        Category::MedicalClinic => Key::CategoryClinic,
        Category::Hotel => Key::CategoryHotel,
        Category::ProfessionalService => Key::CategoryServices,
        Category::RealEstateAgent => Key::CategoryAgents,
        Category::Store => Key::CategoryStore,
    }
}

/// The picture of a kind of place.
pub(crate) const fn category_icon(category: Category) -> Icon {
    match category {
        Category::Restaurant => Icon::Restaurant,
        Category::CafeOrCoffeeShop => Icon::Cafe,
        Category::Bakery => Icon::Bakery,
        Category::GroceryStore => Icon::Grocery,
        Category::Pharmacy => Icon::Pharmacy,
        Category::ClothingStore => Icon::Clothes,
        Category::ElectronicsStore => Icon::Device,
        Category::BookStore => Icon::Book,
        Category::BeautySalon => Icon::Services,
        Category::ExerciseGym => Icon::Sport,
        Category::MedicalClinic => Icon::Clinic,
        Category::Hotel => Icon::Bed,
        Category::ProfessionalService => Icon::Tools,
        Category::RealEstateAgent => Icon::Property,
        Category::Store => Icon::Places,
    }
}

/// The colour family of a kind of place, for the style sheet.
pub(crate) const fn category_tone(category: Category) -> &'static str {
    match category {
        Category::Restaurant | Category::CafeOrCoffeeShop | Category::Bakery => "gold",
        Category::GroceryStore | Category::ExerciseGym | Category::Pharmacy => "good",
        Category::BeautySalon | Category::MedicalClinic | Category::ClothingStore => "bad",
        _ => "",
    }
}

/// What a home is called: `2 бөлмелі пәтер`.
pub(crate) fn home_name(i18n: I18n, property: PropertyType, rooms: Option<u8>) -> String {
    let key = match (property, rooms) {
        (PropertyType::Apartment, Some(_)) => Key::PropertyRoomsFlat,
        (PropertyType::House, Some(_)) => Key::PropertyRoomsHouse,
        _ => return i18n.text(property_key(property)).to_owned(),
    };
    i18n.fill(key, &[("rooms", &rooms.unwrap_or_default().to_string())])
}

/// What a kind of property is called.
pub(crate) const fn property_key(property: PropertyType) -> Key {
    match property {
        PropertyType::Apartment => Key::PropertyFlat,
        PropertyType::House => Key::PropertyHouse,
        PropertyType::Landform => Key::PropertyLand,
        PropertyType::Place => Key::PropertyBusiness,
    }
}

/// How it looks inside.
pub(crate) const fn condition_key(condition: Condition) -> Key {
    match condition {
        Condition::New => Key::PropertyConditionNew,
        Condition::Good => Key::PropertyConditionGood,
        Condition::NeedsRepair => Key::PropertyConditionRepair,
        Condition::Rough => Key::PropertyConditionRough,
    }
}

/// Who sells.
pub(crate) const fn seller_key(seller: SellerKind) -> Key {
    match seller {
        SellerKind::Owner => Key::PropertySellerOwner,
        SellerKind::Agent => Key::PropertySellerAgent,
        SellerKind::Developer => Key::PropertySellerDeveloper,
    }
}

/// What the walls are.
pub(crate) const fn building_key(building: BuildingMaterial) -> Key {
    match building {
        BuildingMaterial::Monolithic => Key::PropertyBuildingMonolithic,
        BuildingMaterial::Brick => Key::PropertyBuildingBrick,
        BuildingMaterial::Panel => Key::PropertyBuildingPanel,
        BuildingMaterial::Other => Key::PropertyBuildingOther,
    }
}

/// What comes first.
pub(crate) const fn sort_key(sort: PropertySort) -> Key {
    match sort {
        PropertySort::Best => Key::PropertySortBest,
        PropertySort::Newest => Key::PropertySortNewest,
        PropertySort::Cheapest => Key::PropertySortCheapest,
        PropertySort::Dearest => Key::PropertySortDearest,
        PropertySort::CheapestMetre => Key::PropertySortMetre,
        PropertySort::Largest => Key::PropertySortLargest,
    }
}

/// An area for people: `56,5 м²`.
pub(crate) fn area_text(i18n: I18n, hundredths: u32) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100 / 10);
    let mark = crate::i18n::decimal_mark(i18n.language());
    let number = if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}{mark}{rest}")
    };
    i18n.fill(Key::PropertyAreaOf, &[("area", &number)])
}

/// A floor for people: `3/9-қабат`.
pub(crate) fn floor_text(i18n: I18n, floor: Option<u8>, floors: Option<u8>) -> Option<String> {
    match (floor, floors) {
        (Some(floor), Some(floors)) => Some(i18n.fill(
            Key::PropertyFloorOf,
            &[("floor", &floor.to_string()), ("floors", &floors.to_string())],
        )),
        (None, Some(floors)) => Some(i18n.fill(Key::PropertyFloorsOf, &[("floors", &floors.to_string())])),
        _ => None,
    }
}
