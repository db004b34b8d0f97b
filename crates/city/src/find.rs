use alloc::{string::String, vec, vec::Vec};
use core::cmp::Reverse;

use catalogue::{OpeningHours, PropertyType};
use hashbrown::{HashMap, HashSet};
use search::{Plan, Query, best_first};
use zone::Registry;

use crate::{
    protocol::{PlacesQuery, PropertyQuery, PropertySort, Spot},
    rows::{ListingRow, PlaceRow, Row},
    segment::Segment,
    texts::TextRef,
};

/// A row: which segment, which row of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Hit {
    pub(crate) segment: u16,
    pub(crate) row: u32,
}

impl Hit {
    pub(crate) fn of<R>(self, segments: &[Segment<R>]) -> Option<(&Segment<R>, &R)> {
        let segment = segments.get(usize::from(self.segment))?;
        let row = segment.rows.get(usize::try_from(self.row).ok()?)?;
        Some((segment, row))
    }
}

/// Above this many, rows of one score are not sorted by date.
const FEW: usize = 4096;

/// Everything that was found with its score, filtered by `keep`, segment by segment.
fn scored<R>(
    segments: &mut [Segment<R>],
    query: &Query,
    mut keep: impl FnMut(usize, &Segment<R>, &R) -> bool,
) -> Vec<(Hit, u16)> {
    let plan = Plan::new(query, segments.iter().map(|segment| &segment.index));
    let mut found = Vec::new();
    for (number, (place, segment)) in (0u16..).zip(segments.iter_mut().enumerate()) {
        let mut searcher = core::mem::take(&mut segment.searcher);
        let here: &Segment<R> = segment;
        let rows = searcher.scored(&here.index, &plan, |row| {
            usize::try_from(row)
                .ok()
                .and_then(|row| here.rows.get(row))
                .is_some_and(|row| keep(place, here, row))
        });
        found.extend(
            rows.into_iter()
                .map(|(row, score)| (Hit { segment: number, row }, score)),
        );
        segment.searcher = searcher;
    }
    found
}

/// The best first; those of one score by `then`.
fn ranked<K: Ord>(found: Vec<(Hit, u16)>, then: impl Fn(Hit) -> K) -> Vec<Hit> {
    if found.len() <= FEW {
        let mut found = found;
        found.sort_by_cached_key(|(hit, score)| (Reverse(*score), then(*hit)));
        return found.into_iter().map(|(hit, _)| hit).collect();
    }
    best_first(&found)
}

/// Places that answer a query, in order. Suspended ones are left out.
pub(crate) fn find_places(
    segments: &mut [Segment<PlaceRow>],
    query: &PlacesQuery,
    registry: &Registry,
    now: u64,
) -> Vec<Hit> {
    let suspended: HashSet<&str> = registry
        .suspensions
        .iter()
        .filter(|entry| entry.validity.holds_at(now))
        .map(|entry| entry.merchant_id.as_str())
        .collect();
    let asset = query.asset.as_ref().map(|symbol| {
        registry
            .assets
            .iter()
            .find(|asset| asset.symbol == *symbol)
            .map(|asset| alloc::string::ToString::to_string(&asset.id))
            .unwrap_or_default()
    });
    let districts = districts_asked(segments, query.district.as_deref());
    let mut open: HashMap<(usize, TextRef), bool> = HashMap::new();
    let found = scored(segments, &Query::parse(&query.text), |place, segment, row| {
        query.category.is_none_or(|category| category == row.category)
            && is_in(&districts, place, row.district)
            && asset.as_ref().is_none_or(|asset| {
                row.assets
                    .iter()
                    .any(|taken| segment.texts.plain(*taken) == asset)
            })
            && (!query.open_now
                || *open
                    .entry((place, row.hours))
                    .or_insert_with(|| is_open(segment.texts.plain(row.hours), now)))
            && (suspended.is_empty() || !suspended.contains(segment.texts.plain(row.id)))
    });
    if let Some(spot) = query.near {
        let mut found = found;
        found
            .sort_by_cached_key(|(hit, _)| hit.of(segments).map_or(u32::MAX, |(_, row)| distance(spot, row)));
        return found.into_iter().map(|(hit, _)| hit).collect();
    }
    ranked(found, |hit| {
        Reverse(hit.of(segments).map_or(0, |(_, row)| row.verified_at))
    })
}

fn is_open(hours: &str, now: u64) -> bool {
    OpeningHours::parse(hours).is_ok_and(|hours| hours.is_open_at(now))
}

/// Metres as the crow flies, good for a city: a degree of longitude is 0.7237 of one of latitude at 43.6° north.
pub(crate) fn distance<R: Row>(spot: Spot, row: &R) -> u32 {
    let geo = row.geo();
    let north = i64::from(geo.latitude_micro()) - i64::from(spot.latitude);
    let east = (i64::from(geo.longitude_micro()) - i64::from(spot.longitude)) * 7237 / 10_000;
    let square = (north * north + east * east).unsigned_abs();
    // A millionth of a degree of latitude is 11.132 cm.
    u32::try_from(square.isqrt() * 11_132 / 100_000).unwrap_or(u32::MAX)
}

fn districts_asked<R: Row>(segments: &[Segment<R>], key: Option<&str>) -> Option<Vec<Option<TextRef>>> {
    key.map(|key| segments.iter().map(|segment| segment.district(key)).collect())
}

fn is_in(asked: &Option<Vec<Option<TextRef>>>, place: usize, district: TextRef) -> bool {
    asked
        .as_ref()
        .is_none_or(|asked| asked.get(place).copied().flatten() == Some(district))
}

/// Listings in the order of each way to sort, made when first asked for.
#[derive(Debug, Default)]
pub(crate) struct Orders {
    made: Vec<(PropertySort, Vec<Hit>)>,
}

impl Orders {
    /// What was made no longer fits: segments came or went.
    pub(crate) fn forget(&mut self) {
        self.made.clear();
    }

    fn of(&mut self, segments: &[Segment<ListingRow>], sort: PropertySort) -> &[Hit] {
        let place = match self.made.iter().position(|(known, _)| *known == sort) {
            Some(place) => place,
            None => {
                self.made.push((sort, sorted(segments, sort)));
                self.made.len() - 1
            }
        };
        self.made.get(place).map_or(&[], |(_, hits)| hits.as_slice())
    }
}

fn sorted(segments: &[Segment<ListingRow>], sort: PropertySort) -> Vec<Hit> {
    let mut keyed: Vec<(u64, Hit)> = Vec::new();
    for (number, segment) in (0u16..).zip(segments) {
        keyed.extend((0u32..).zip(&segment.rows).map(|(row, listing)| {
            let hit = Hit { segment: number, row };
            (sort_key(listing, sort), hit)
        }));
    }
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, hit)| hit).collect()
}

fn sort_key(row: &ListingRow, sort: PropertySort) -> u64 {
    match sort {
        PropertySort::Best | PropertySort::Newest => u64::MAX - row.posted_at,
        PropertySort::Cheapest => row.price.get(),
        PropertySort::Dearest => u64::MAX - row.price.get(),
        PropertySort::CheapestMetre => row.per_metre(),
        PropertySort::Largest => u64::MAX - u64::from(row.area_cm),
    }
}

/// Listings that answer a query, in order.
pub(crate) fn find_property(
    segments: &mut [Segment<ListingRow>],
    orders: &mut Orders,
    query: &PropertyQuery,
) -> Vec<Hit> {
    let districts = districts_asked(segments, query.district.as_deref());
    let bounds = Bounds::of(query);
    let keep =
        |place: usize, row: &ListingRow| bounds.hold(query, row) && is_in(&districts, place, row.district);
    let words = Query::parse(&query.text);
    if words.parts.is_empty() {
        // Row by row as they lie, not as they are ordered: a city's rows are larger than caches.
        let marks: Vec<Vec<bool>> = segments
            .iter()
            .enumerate()
            .map(|(place, segment)| segment.rows.iter().map(|row| keep(place, row)).collect())
            .collect();
        return in_order(orders.of(segments, query.sort), &marks);
    }
    let found = scored(segments, &words, |place, _, row| keep(place, row));
    if query.sort == PropertySort::Best {
        return ranked(found, |hit| {
            Reverse(hit.of(segments).map_or(0, |(_, row)| row.posted_at))
        });
    }
    let key = |hit: &Hit| {
        hit.of(segments)
            .map_or(u64::MAX, |(_, row)| sort_key(row, query.sort))
    };
    if found.len() <= FEW {
        let mut hits: Vec<Hit> = found.into_iter().map(|(hit, _)| hit).collect();
        hits.sort_by_cached_key(key);
        return hits;
    }
    // Many: walk the order that is there and take those that were found.
    let mut marks: Vec<Vec<bool>> = segments.iter().map(|s| vec![false; s.rows.len()]).collect();
    for (hit, _) in &found {
        let row = usize::try_from(hit.row).unwrap_or(usize::MAX);
        let segment = marks.get_mut(usize::from(hit.segment));
        if let Some(mark) = segment.and_then(|rows| rows.get_mut(row)) {
            *mark = true;
        }
    }
    in_order(orders.of(segments, query.sort), &marks)
}

/// Those that are marked, in the order of all.
fn in_order(order: &[Hit], marks: &[Vec<bool>]) -> Vec<Hit> {
    let is_marked = |hit: &Hit| {
        let rows = marks.get(usize::from(hit.segment))?;
        rows.get(usize::try_from(hit.row).ok()?).copied()
    };
    order
        .iter()
        .copied()
        .filter(|hit| is_marked(hit) == Some(true))
        .collect()
}

/// The figures of a query in the units of rows.
#[derive(Debug)]
struct Bounds {
    price: (u64, u64),
    area: (u32, u32),
}

impl Bounds {
    fn of(query: &PropertyQuery) -> Self {
        let tiyn = |tenge: u64| tenge.saturating_mul(100);
        let cm = |metres: u32| metres.saturating_mul(100);
        Self {
            price: (
                query.price_from.map_or(0, tiyn),
                query.price_to.map_or(u64::MAX, tiyn),
            ),
            area: (query.area_from.map_or(0, cm), query.area_to.map_or(u32::MAX, cm)),
        }
    }

    fn hold(&self, query: &PropertyQuery, row: &ListingRow) -> bool {
        let within = |value: Option<u8>, from: Option<u8>, to: Option<u8>| {
            (from.is_none() && to.is_none())
                || value.is_some_and(|v| from.is_none_or(|f| f <= v) && to.is_none_or(|t| v <= t))
        };
        let middle = || match (row.floor, row.floors) {
            (Some(floor), Some(floors)) => floor > 1 && floor < floors,
            _ => false,
        };
        query.rent == (row.deal == catalogue::Deal::LeaseOut)
            && query.property.is_none_or(|property| property == row.property)
            && (query.rooms.is_empty() || row.rooms.is_some_and(|rooms| query.rooms.contains(&rooms.min(5))))
            && (self.price.0..=self.price.1).contains(&row.price.get())
            && (self.area.0..=self.area.1).contains(&row.area_cm)
            && within(row.floor, query.floor_from, query.floor_to)
            && (!query.middle_floor || middle())
            && query
                .year_from
                .is_none_or(|from| row.year.is_some_and(|year| from <= year))
            && query.condition.is_none_or(|asked| row.condition == Some(asked))
            && query.seller.is_none_or(|asked| row.seller == asked)
            && (!query.finished || !row.off_plan)
            && (!query.deposit || row.deposit.is_some())
    }
}

/// What a listing is called on the map: rooms, or nothing.
pub(crate) fn short_name(row: &ListingRow) -> String {
    match (row.property, row.rooms) {
        (PropertyType::Apartment | PropertyType::House, Some(rooms)) => alloc::format!("{rooms}"),
        _ => String::new(),
    }
}
