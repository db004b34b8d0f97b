use catalogue::{DepositKind as ListedKind, Listing};
use deals::{Building, DepositKind, Home};
use units::Tiyn;
use zone::LocalText;

/// What a listing of the catalogue says of a home and of its deposit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedHome {
    pub(crate) home: Home,
    /// What the seller asks for, if anything.
    pub(crate) terms: Option<(DepositKind, Tiyn)>,
}

/// The home of a verified listing. Its cadastral number is empty where the listing gives none.
pub(crate) fn listed_home(listing: &Listing) -> ListedHome {
    let place = listing.complex.as_ref().unwrap_or(&listing.address_locality);
    let area = listing.floor_size_cm / 100;
    let title = LocalText {
        kk: format!("{} · {area} м²", place.kk),
        ru: format!("{} · {area} м²", place.ru),
        en: format!("{} · {area} m²", place.en),
    };
    let (town, street) = (&listing.address_locality, &listing.street_address);
    let address = LocalText {
        kk: format!("{}, {}", town.kk, street.kk),
        ru: format!("{}, {}", town.ru, street.ru),
        en: format!("{}, {}", street.en, town.en),
    };
    let building = if listing.off_plan.is_some() {
        Building::UnderConstruction
    } else {
        Building::Finished
    };
    ListedHome {
        home: Home {
            listing: listing.identifier.clone(),
            title,
            address,
            cadastral_number: listing.cadastral_number.clone().unwrap_or_default(),
            building,
            price_tiyn: listing.price_tiyn,
        },
        terms: listing.deposit.as_ref().map(|terms| {
            let kind = match terms.kind {
                ListedKind::Zadatok => DepositKind::Zadatok,
                ListedKind::Avans => DepositKind::Avans,
            };
            (kind, terms.amount_tiyn)
        }),
    }
}
