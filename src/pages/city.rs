//! Places, property and investments of the zone, and the rules that hold there.
//!
//! ## Organization
//! - `watch` – the state of the catalogue, shared by all of these pages; `status` shows it
//! - `listed` – what a search found, card by card; `address` – filters and query live in the page's address
//! - `places_page`, `place_page` – merchants
//! - `property_page`, `property_filters`, `saved`, `listing_page`, `compare_page` – property; `picture` draws homes without photos
//! - `invest_page` – offerings; `zone_page` – the registry for people
//! - `map` – the map, loaded when it is opened

mod address;
mod compare_page;
mod invest_page;
mod listed;
mod listing_page;
mod map;
mod picture;
mod place_page;
mod places_page;
mod property_filters;
mod property_page;
mod saved;
mod status;
mod watch;
mod words;
mod zone_page;

pub(crate) use compare_page::ComparePage;
pub(crate) use invest_page::{InvestPage, OfferingPage};
pub(crate) use listing_page::ListingPage;
pub(crate) use place_page::PlacePage;
pub(crate) use places_page::PlacesPage;
pub(crate) use property_page::PropertyPage;
pub(crate) use watch::provide_city;
pub(crate) use zone_page::ZonePage;
