use alloc::{
    collections::VecDeque,
    string::{String, ToString},
    vec::Vec,
};

use catalogue::{
    Entry, EntryKind, IndexEntry, Listing, Merchant, Offering, OpeningHours, ShardEntry, VerifiedManifest,
    VerifyManifestError, check_index, open_shard, verify_manifest,
};
use zone::{Freshness, Registry, TrustRoot, VerifiedRegistry, VerifyRegistryError, verify_registry};

use crate::{
    build::{index_listings, index_places},
    districts::districts,
    find::{Hit, Orders, distance, find_places, find_property, short_name},
    map::map_view,
    protocol::{
        CityTrouble, FoundPlaces, FoundProperty, ListingCard, MapPoint, MapQuery, Missing, OfferingView, One,
        PlaceCard, PlaceView, PlacesQuery, PropertyQuery, Request, Response, Rows, Spot,
    },
    rows::{ListingRow, PlaceRow, Row},
    segment::{Segment, decode_segment},
    zone_sheet::zone_sheet,
};

/// Rows that come with the number of what was found.
const FIRST_ROWS: usize = 40;
/// Rows of one answer.
const MOST_ROWS: usize = 200;
/// Opened files that are kept: going back and forth between neighbours opens nothing again.
const KEPT_FILES: usize = 6;

/// A file that is to be fetched; its length and hash are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name beside the manifest.
    pub path: String,
    /// Its size.
    pub bytes: u64,
}

/// The catalogue with everything that is asked of it.
#[derive(Debug)]
pub struct City {
    root: TrustRoot,
    registry: Option<VerifiedRegistry>,
    manifest: Option<VerifiedManifest>,
    places: Vec<Segment<PlaceRow>>,
    listings: Vec<Segment<ListingRow>>,
    orders: Orders,
    found_places: Vec<Hit>,
    spot: Option<Spot>,
    found_property: Vec<Hit>,
    files: VecDeque<(String, Vec<Entry>)>,
}

impl City {
    /// Nothing known yet.
    #[must_use]
    pub fn new(root: TrustRoot) -> Self {
        Self {
            root,
            registry: None,
            manifest: None,
            places: Vec::new(),
            listings: Vec::new(),
            orders: Orders::default(),
            found_places: Vec::new(),
            spot: None,
            found_property: Vec::new(),
            files: VecDeque::new(),
        }
    }

    /// Verifies a registry and takes it. Gives its edition, to be remembered and given the next time.
    ///
    /// # Errors
    /// [`CityTrouble`]; what was there stays.
    pub fn open_registry(&mut self, file: &[u8], seen_edition: u64, now: u64) -> Result<u64, CityTrouble> {
        let verified = verify_registry(file, &self.root, seen_edition, now).map_err(|error| match error {
            VerifyRegistryError::Rollback { .. } => CityTrouble::Rollback,
            VerifyRegistryError::NotYetIssued { .. } => CityTrouble::Clock,
            _ => CityTrouble::Registry,
        })?;
        let edition = verified.edition();
        self.registry = Some(verified);
        Ok(edition)
    }

    /// Where the catalogue is: relative to the registry, or absolute.
    #[must_use]
    pub fn catalogue_url(&self) -> Option<&str> {
        let root = self.registry()?.catalogue.as_ref()?;
        Some(&root.url)
    }

    /// Verifies a manifest and takes it; indexes it no longer names go. Gives its version, to be remembered.
    ///
    /// # Errors
    /// [`CityTrouble`]; what was there stays.
    pub fn open_manifest(&mut self, envelope: &[u8], now: u64) -> Result<u64, CityTrouble> {
        let registry = self.registry.as_ref().ok_or(CityTrouble::Registry)?.registry();
        let seen = self
            .manifest
            .as_ref()
            .map_or(0, |manifest| manifest.manifest().version);
        let verified = verify_manifest(envelope, registry, seen, now).map_err(|error| match error {
            VerifyManifestError::NoCatalogue => CityTrouble::NoCatalogue,
            VerifyManifestError::Rollback { .. } => CityTrouble::Rollback,
            VerifyManifestError::NotYetIssued { .. } => CityTrouble::Clock,
            _ => CityTrouble::Catalogue,
        })?;
        let manifest = verified.manifest();
        let named = |path: &str| {
            manifest.indexes.iter().any(|index| index.path == path) || manifest.shard(path).is_some()
        };
        self.places.retain(|segment| named(&segment.path));
        self.listings.retain(|segment| named(&segment.path));
        self.files.retain(|(path, _)| named(path));
        self.changed();
        let version = manifest.version;
        self.manifest = Some(verified);
        Ok(version)
    }

    fn changed(&mut self) {
        self.orders.forget();
        self.found_places.clear();
        self.found_property.clear();
    }

    /// The registry in use.
    #[must_use]
    pub fn registry(&self) -> Option<&Registry> {
        self.registry.as_ref().map(VerifiedRegistry::registry)
    }

    /// Version and date of issue of the manifest in use, and whether it is past its date.
    #[must_use]
    pub fn edition(&self) -> Option<(u64, u64, bool)> {
        let manifest = self.manifest.as_ref()?;
        let expired = manifest.freshness() == Freshness::Expired;
        Some((
            manifest.manifest().version,
            manifest.manifest().issued_at,
            expired,
        ))
    }

    /// Every file the manifest names: what a cache may keep.
    #[must_use]
    pub fn named_files(&self) -> Vec<String> {
        let Some(manifest) = &self.manifest else {
            return Vec::new();
        };
        let manifest = manifest.manifest();
        let indexes = manifest.indexes.iter().map(|index| index.path.clone());
        indexes
            .chain(manifest.shards.iter().map(|shard| shard.path.clone()))
            .collect()
    }

    /// What searching needs, all of it: indexes, and shards that no index covers.
    #[must_use]
    pub fn search_files(&self) -> Vec<Wanted> {
        let Some(manifest) = &self.manifest else {
            return Vec::new();
        };
        let manifest = manifest.manifest();
        let indexes = manifest.indexes.iter().map(|index| Wanted {
            path: index.path.clone(),
            bytes: index.bytes,
        });
        let bare = manifest.shards.iter().filter(|shard| {
            shard.kind != EntryKind::Offerings
                && !manifest
                    .indexes
                    .iter()
                    .any(|index| index.shards.contains(&shard.path))
        });
        indexes.chain(bare.map(wanted)).collect()
    }

    /// Takes a file of [`City::search_files`]. One that does not hold changes nothing.
    ///
    /// # Errors
    /// When its bytes are not those the manifest pins, or cannot be read.
    pub fn add_search_file(&mut self, path: &str, bytes: &[u8]) -> Result<(), AddFileError> {
        let manifest = self.manifest.as_ref().ok_or(AddFileError)?.manifest();
        let index = manifest.indexes.iter().find(|index| index.path == path).cloned();
        let (kind, shards, made) = match index {
            Some(index) => {
                check_index(&index, bytes).map_err(|_| AddFileError)?;
                let IndexEntry { kind, shards, .. } = index;
                (kind, shards, None)
            }
            None => {
                let shard = manifest.shard(path).ok_or(AddFileError)?;
                let opened = open_shard(shard, bytes).map_err(|_| AddFileError)?;
                let entries: Vec<(u8, Entry)> = opened.entries.into_iter().map(|entry| (0, entry)).collect();
                let made = match shard.kind {
                    EntryKind::Merchants => index_places(&entries),
                    _ => index_listings(&entries),
                };
                (shard.kind, alloc::vec![path.to_string()], Some(made))
            }
        };
        let bytes = made.as_deref().unwrap_or(bytes);
        match kind {
            EntryKind::Merchants => put(&mut self.places, decode_segment(path, bytes, shards)),
            EntryKind::Listings => put(&mut self.listings, decode_segment(path, bytes, shards)),
            EntryKind::Offerings => Err(AddFileError),
        }?;
        self.changed();
        Ok(())
    }

    /// Whether a file of [`City::search_files`] is here.
    #[must_use]
    pub fn has_search_file(&self, path: &str) -> bool {
        self.places.iter().any(|segment| segment.path == path)
            || self.listings.iter().any(|segment| segment.path == path)
    }

    /// How many places and listings can be searched.
    #[must_use]
    pub fn counts(&self) -> (u32, u32) {
        let count = |lengths: usize| u32::try_from(lengths).unwrap_or(u32::MAX);
        (
            count(self.places.iter().map(|segment| segment.rows.len()).sum()),
            count(self.listings.iter().map(|segment| segment.rows.len()).sum()),
        )
    }

    /// The files that are to be fetched before a request can be answered in full.
    #[must_use]
    pub fn files_for(&self, request: &Request) -> Vec<Wanted> {
        let Some(manifest) = &self.manifest else {
            return Vec::new();
        };
        let manifest = manifest.manifest();
        let shards: Vec<&ShardEntry> = match request {
            Request::Place(one) => file_of(&self.places, &one.id)
                .and_then(|path| manifest.shard(path))
                .into_iter()
                .collect(),
            Request::Listing(one) => file_of(&self.listings, &one.id)
                .and_then(|path| manifest.shard(path))
                .into_iter()
                .collect(),
            Request::Offering(_) | Request::Offerings { .. } => manifest
                .shards
                .iter()
                .filter(|shard| shard.kind == EntryKind::Offerings)
                .collect(),
            _ => Vec::new(),
        };
        shards
            .into_iter()
            .filter(|shard| !self.files.iter().any(|(path, _)| *path == shard.path))
            .map(wanted)
            .collect()
    }

    /// Takes a file of [`City::files_for`]; a bad line costs itself only.
    ///
    /// # Errors
    /// When its bytes are not those the manifest pins.
    pub fn add_file(&mut self, path: &str, bytes: &[u8]) -> Result<(), AddFileError> {
        let manifest = self.manifest.as_ref().ok_or(AddFileError)?.manifest();
        let shard = manifest.shard(path).ok_or(AddFileError)?;
        let opened = open_shard(shard, bytes).map_err(|_| AddFileError)?;
        // Several questions at once fetch the same file.
        self.files.retain(|(known, _)| known != path);
        if self.files.len() >= KEPT_FILES {
            self.files.pop_front();
        }
        self.files.push_back((path.to_string(), opened.entries));
        Ok(())
    }

    /// Answers what can be answered from what is here. `Watch` and `Retry` are the shell's.
    pub fn answer(&mut self, request: &Request, now: u64) -> Response {
        if self.registry.is_none() {
            return Response::Missing(Missing::NotReady);
        }
        match request {
            Request::Places { query, language } => self.places(query, language, now),
            Request::PlaceRows(rows) => Response::PlaceRows(self.place_rows(rows, now)),
            Request::Place(one) => self.place(one, now),
            Request::Property { query, language } => self.property(query, language),
            Request::PropertyRows(rows) => Response::PropertyRows(self.property_rows(rows)),
            Request::Cards { ids, language } => Response::PropertyRows(self.cards(ids, language)),
            Request::Listing(one) => self.listing(one),
            Request::Offerings { language } => self.offerings(language),
            Request::Offering(one) => self.offering(one),
            Request::Map(query) => Response::Map(self.map(query)),
            Request::Zone { language } => self.zone(language, now),
            Request::Watch { .. } | Request::Retry => Response::Missing(Missing::NotReady),
        }
    }

    fn places(&mut self, query: &PlacesQuery, language: &str, now: u64) -> Response {
        let Some(registry) = self.registry.as_ref().map(VerifiedRegistry::registry) else {
            return Response::Missing(Missing::NotReady);
        };
        self.found_places = find_places(&mut self.places, query, registry, now);
        self.spot = query.near;
        Response::Places(FoundPlaces {
            total: self.found_places.len(),
            rows: self.place_rows(&first_rows(language), now),
            districts: districts(&self.places),
        })
    }

    fn place_rows(&self, rows: &Rows, now: u64) -> Vec<PlaceCard> {
        let window = self
            .found_places
            .iter()
            .skip(rows.from)
            .take(rows.count.min(MOST_ROWS));
        window
            .filter_map(|hit| hit.of(&self.places))
            .map(|(segment, row)| self.place_card(segment, row, &rows.language, now))
            .collect()
    }

    fn place_card(&self, segment: &Segment<PlaceRow>, row: &PlaceRow, language: &str, now: u64) -> PlaceCard {
        let hours = OpeningHours::parse(segment.texts.plain(row.hours)).ok();
        let texts = &segment.texts;
        PlaceCard {
            id: texts.plain(row.id).into(),
            category: row.category,
            name: texts.in_language(row.name, language),
            district: texts.in_language(row.district, language),
            street: texts.in_language(row.street, language),
            open: hours.as_ref().is_some_and(|hours| hours.is_open_at(now)),
            until: hours.and_then(|hours| hours.changes_at(now)),
            assets: self.symbols(row.assets.iter().map(|asset| texts.plain(*asset)), now),
            distance: self.spot.map(|spot| distance(spot, row)),
            verified_at: row.verified_at,
            test: row.test,
        }
    }

    /// Symbols of assets that may be paid with now.
    fn symbols<'a>(&self, identifiers: impl Iterator<Item = &'a str>, now: u64) -> Vec<String> {
        let Some(registry) = self.registry() else {
            return Vec::new();
        };
        identifiers
            .filter_map(|identifier| {
                registry.assets.iter().find(|asset| {
                    asset.validity.holds_at(now)
                        && asset.permitted_uses.contains(&zone::Use::Retail)
                        && asset.id.to_string() == identifier
                })
            })
            .map(|asset| asset.symbol.clone())
            .collect()
    }

    fn place(&self, one: &One, now: u64) -> Response {
        let Some(Entry::Merchant(merchant)) = self.entry(EntryKind::Merchants, &one.id) else {
            return self.missing(EntryKind::Merchants, file_of(&self.places, &one.id), &one.id);
        };
        let merchant: Merchant = merchant.clone();
        let hours = OpeningHours::parse(&merchant.opening_hours).ok();
        let registry = self.registry();
        let suspended = registry.and_then(|registry| registry.suspension_of(&merchant.identifier, now));
        Response::Place(alloc::boxed::Box::new(PlaceView {
            open: hours.as_ref().is_some_and(|hours| hours.is_open_at(now)),
            until: hours.as_ref().and_then(|hours| hours.changes_at(now)),
            week: hours.map(|hours| hours.week()).unwrap_or_default(),
            today: OpeningHours::weekday(now),
            assets: self.symbols(merchant.currencies_accepted.iter().map(String::as_str), now),
            suspended: suspended.map(|entry| entry.reason.clone()),
            contact: self.contact(),
            geo: merchant.geo,
            merchant,
        }))
    }

    /// Where mistakes in the catalogue are reported.
    fn contact(&self) -> Option<String> {
        self.registry()?.catalogue.as_ref()?.contact.clone()
    }

    fn property(&mut self, query: &PropertyQuery, language: &str) -> Response {
        self.found_property = find_property(&mut self.listings, &mut self.orders, query);
        Response::Property(FoundProperty {
            total: self.found_property.len(),
            rows: self.property_rows(&first_rows(language)),
            districts: districts(&self.listings),
        })
    }

    fn property_rows(&self, rows: &Rows) -> Vec<ListingCard> {
        let window = self
            .found_property
            .iter()
            .skip(rows.from)
            .take(rows.count.min(MOST_ROWS));
        window
            .filter_map(|hit| hit.of(&self.listings))
            .map(|(segment, row)| listing_card(segment, row, &rows.language))
            .collect()
    }

    fn cards(&self, ids: &[String], language: &str) -> Vec<ListingCard> {
        ids.iter()
            .take(FIRST_ROWS)
            .filter_map(|id| {
                self.listings
                    .iter()
                    .find_map(|segment| segment.row(id).map(|row| listing_card(segment, row, language)))
            })
            .collect()
    }

    fn listing(&self, one: &One) -> Response {
        match self.entry(EntryKind::Listings, &one.id) {
            Some(Entry::Listing(listing)) => {
                let listing: Listing = listing.clone();
                Response::Listing {
                    listing: alloc::boxed::Box::new(listing),
                    contact: self.contact(),
                }
            }
            _ => self.missing(EntryKind::Listings, file_of(&self.listings, &one.id), &one.id),
        }
    }

    fn all_offerings(&self) -> impl Iterator<Item = &Offering> {
        self.files
            .iter()
            .flat_map(|(_, entries)| entries)
            .filter_map(|entry| match entry {
                Entry::Offering(offering) => Some(offering),
                _ => None,
            })
    }

    fn offerings(&self, language: &str) -> Response {
        if self.manifest.is_none() {
            return Response::Missing(Missing::NotReady);
        }
        Response::Offerings(
            self.all_offerings()
                .map(|offering| offering_view(offering, language))
                .collect(),
        )
    }

    fn offering(&self, one: &One) -> Response {
        match self
            .all_offerings()
            .find(|offering| offering.identifier == one.id)
        {
            Some(offering) => {
                Response::Offering(alloc::boxed::Box::new(offering_view(offering, &one.language)))
            }
            None => self.missing(EntryKind::Offerings, None, &one.id),
        }
    }

    fn map(&self, query: &MapQuery) -> crate::protocol::MapView {
        let language = query.language.as_str();
        if query.places {
            return map_view(
                &self.places,
                &self.found_places,
                query.bounds,
                language,
                |segment, row| MapPoint {
                    id: segment.texts.plain(row.id).into(),
                    at: (row.geo.latitude_micro(), row.geo.longitude_micro()),
                    name: segment.texts.in_language(row.name, language),
                    price: None,
                },
            );
        }
        map_view(
            &self.listings,
            &self.found_property,
            query.bounds,
            language,
            |segment, row| MapPoint {
                id: segment.texts.plain(row.id).into(),
                at: (row.geo.latitude_micro(), row.geo.longitude_micro()),
                name: short_name(row),
                price: Some(row.price),
            },
        )
    }

    fn zone(&self, language: &str, now: u64) -> Response {
        match &self.registry {
            Some(registry) => {
                let manifest = self.manifest.as_ref().map(VerifiedManifest::manifest);
                Response::Zone(alloc::boxed::Box::new(zone_sheet(
                    registry, manifest, language, now,
                )))
            }
            None => Response::Missing(Missing::NotReady),
        }
    }

    fn entry(&self, kind: EntryKind, id: &str) -> Option<&Entry> {
        self.files
            .iter()
            .flat_map(|(_, entries)| entries)
            .find(|entry| entry.kind() == kind && entry.identifier() == id)
    }

    fn missing(&self, kind: EntryKind, file: Option<&str>, id: &str) -> Response {
        let Some(manifest) = &self.manifest else {
            return Response::Missing(Missing::NotReady);
        };
        Response::Missing(match (manifest.manifest().deleted_at(kind, id), file) {
            (Some(at), _) => Missing::Deleted(at),
            (None, Some(_)) => Missing::Unreachable,
            (None, None) => Missing::Unknown,
        })
    }
}

/// A file was not the one the manifest pins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file is not the one that was signed for")]
pub struct AddFileError;

fn first_rows(language: &str) -> Rows {
    Rows {
        from: 0,
        count: FIRST_ROWS,
        language: language.into(),
    }
}

fn wanted(shard: &ShardEntry) -> Wanted {
    Wanted {
        path: shard.path.clone(),
        bytes: shard.bytes,
    }
}

fn put<R, E>(segments: &mut Vec<Segment<R>>, read: Result<Segment<R>, E>) -> Result<(), AddFileError> {
    let segment = read.map_err(|_| AddFileError)?;
    segments.retain(|known| known.path != segment.path);
    segments.push(segment);
    Ok(())
}

fn file_of<'a, R: Row>(segments: &'a [Segment<R>], id: &str) -> Option<&'a str> {
    segments
        .iter()
        .find_map(|segment| segment.row(id).and_then(|row| segment.file_of(row)))
}

fn listing_card(segment: &Segment<ListingRow>, row: &ListingRow, language: &str) -> ListingCard {
    let texts = &segment.texts;
    ListingCard {
        id: texts.plain(row.id).into(),
        property: row.property,
        deal: row.deal,
        rooms: row.rooms,
        area_cm: row.area_cm,
        floor: row.floor,
        floors: row.floors,
        year: row.year,
        price: row.price,
        per_metre: units::Tiyn::new(row.per_metre()).unwrap_or(units::Tiyn::MAX),
        district: texts.in_language(row.district, language),
        street: texts.in_language(row.street, language),
        complex: row.complex.map(|complex| texts.in_language(complex, language)),
        condition: row.condition,
        seller: row.seller,
        off_plan: row.off_plan,
        pledged: row.pledged,
        deposit: row.deposit.is_some(),
        posted_at: row.posted_at,
    }
}

fn offering_view(offering: &Offering, language: &str) -> OfferingView {
    OfferingView {
        id: offering.identifier.clone(),
        name: offering.name.in_language(language).into(),
        issuer: offering.issuer.in_language(language).into(),
        bin: offering.bin,
        description: offering.description.in_language(language).into(),
        risks: offering.risks.in_language(language).into(),
        documents: offering.documents.clone(),
        minimum: offering.minimum_tiyn,
        price: offering.price_tiyn,
        token: offering.token.clone(),
        subscription: offering.subscription.clone(),
        status: offering.status,
        validity: offering.validity,
        test: offering.test,
    }
}
