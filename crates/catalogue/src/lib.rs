#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod build;
mod entry;
mod geo;
mod listing;
mod manifest;
mod merchant;
mod offering;
mod open_shard;
mod opening_hours;
mod skeleton;
mod update;
mod verify_manifest;

pub use build::{BuildError, BuiltCatalogue, CatalogueContent, ShardFile, build_catalogue};
pub use entry::{Entry, EntryError, EntryKind};
pub use geo::{BoundingBox, GeoPoint, ParseDegreesError, ZONE_BOUNDS};
pub use listing::{
    BuildingMaterial, Condition, Deal, DepositKind, DepositTerms, Listing, OffPlan, Photo, PropertyType,
    Seller, SellerKind,
};
pub use manifest::{IndexEntry, MANIFEST_TYPE, Manifest, ShardEntry, Tombstone};
pub use merchant::{Category, Merchant};
pub use offering::{Document, Offering, OfferingStatus, SubscriptionTerms};
pub use open_shard::{MAX_INDEX_BYTES, MAX_SHARD_BYTES, OpenedShard, ShardError, check_index, open_shard};
pub use opening_hours::{OpeningHours, ParseOpeningHoursError};
pub use skeleton::skeleton;
pub use update::{UpdatePlan, plan_update};
pub use verify_manifest::{VerifiedManifest, VerifyManifestError, verify_manifest};
