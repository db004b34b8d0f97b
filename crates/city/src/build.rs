use alloc::{string::String, vec::Vec};

use catalogue::{
    BuildError, BuiltCatalogue, CatalogueContent, Entry, EntryKind, Listing, Merchant, build_catalogue,
    open_shard,
};
use search::{Fact, Field, IndexBuilder};
use zone::LocalText;

use crate::{
    rows::{ListingRow, PlaceRow},
    segment::encode_segment,
    texts::TextsBuilder,
};

/// One index stands over this many shards. More would make every change fetch more, fewer would make searching slower.
pub const SHARDS_PER_INDEX: usize = 8;

/// Builds a catalogue and the search indexes over it.
///
/// # Errors
/// [`BuildError`].
pub fn build_city(content: CatalogueContent) -> Result<BuiltCatalogue, BuildError> {
    let mut built = build_catalogue(content)?;
    for kind in [EntryKind::Merchants, EntryKind::Listings] {
        let paths: Vec<String> = built
            .manifest
            .shards
            .iter()
            .filter(|shard| shard.kind == kind)
            .map(|shard| shard.path.clone())
            .collect();
        for shards in paths.chunks(SHARDS_PER_INDEX) {
            let mut entries = Vec::new();
            for (place, path) in (0u8..).zip(shards) {
                entries.extend(read_back(&built, path)?.into_iter().map(|entry| (place, entry)));
            }
            // Those of one score keep their order: what is newest comes first.
            entries.sort_by_key(|(_, entry)| core::cmp::Reverse(dated(entry)));
            let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            let bytes = match kind {
                EntryKind::Merchants => index_places(&entries),
                _ => index_listings(&entries),
            };
            built.add_index(kind, shards.to_vec(), count, bytes);
        }
    }
    Ok(built)
}

/// The entries of a file as readers will see them.
fn read_back(built: &BuiltCatalogue, path: &str) -> Result<Vec<Entry>, BuildError> {
    let fail = || BuildError::Write(path.into());
    let pinned = built.manifest.shard(path).ok_or_else(fail)?;
    let file = built
        .files
        .iter()
        .find(|file| file.path == path)
        .ok_or_else(fail)?;
    Ok(open_shard(pinned, &file.bytes).map_err(|_| fail())?.entries)
}

const fn dated(entry: &Entry) -> u64 {
    match entry {
        Entry::Merchant(merchant) => merchant.verified_at,
        Entry::Listing(listing) => listing.date_posted,
        Entry::Offering(_) => 0,
    }
}

fn fields(field: Field, text: &LocalText) -> [(Field, &str); 3] {
    text.all().map(|text| (field, text))
}

pub(crate) fn index_places(entries: &[(u8, Entry)]) -> Vec<u8> {
    let (mut texts, mut index, mut rows) = (TextsBuilder::default(), IndexBuilder::new(), Vec::new());
    for (shard, entry) in entries {
        let Entry::Merchant(merchant) = entry else {
            continue;
        };
        rows.push(PlaceRow::of(merchant, *shard, &mut texts));
        index.add(words_of_place(merchant), &[]);
    }
    encode_segment(&rows, &texts.finish(), &index.finish())
}

fn words_of_place(merchant: &Merchant) -> impl Iterator<Item = (Field, &str)> {
    fields(Field::Title, &merchant.name)
        .into_iter()
        .chain(fields(Field::Place, &merchant.address_locality))
        .chain(fields(Field::Place, &merchant.street_address))
}

pub(crate) fn index_listings(entries: &[(u8, Entry)]) -> Vec<u8> {
    let (mut texts, mut index, mut rows) = (TextsBuilder::default(), IndexBuilder::new(), Vec::new());
    for (shard, entry) in entries {
        let Entry::Listing(listing) = entry else { continue };
        rows.push(ListingRow::of(listing, *shard, &mut texts));
        index.add(words_of_listing(listing), &facts_of(listing));
    }
    encode_segment(&rows, &texts.finish(), &index.finish())
}

fn words_of_listing(listing: &Listing) -> impl Iterator<Item = (Field, &str)> {
    listing
        .complex
        .iter()
        .flat_map(|name| fields(Field::Title, name))
        .chain(fields(Field::Place, &listing.address_locality))
        .chain(fields(Field::Place, &listing.street_address))
        .chain(fields(Field::Text, &listing.seller.name))
        .chain(fields(Field::Text, &listing.description))
}

fn facts_of(listing: &Listing) -> Vec<Fact> {
    let millions = u32::try_from(listing.price_tiyn.get() / 100_000_000).ok();
    [
        listing.number_of_rooms.map(|rooms| Fact::Rooms(rooms.into())),
        listing.floor_level.map(|floor| Fact::Floor(floor.into())),
        listing.year_built.map(|year| Fact::Year(year.into())),
        Some(Fact::SquareMetres(listing.floor_size_cm / 100)),
        millions.map(Fact::Millions),
    ]
    .into_iter()
    .flatten()
    .collect()
}
