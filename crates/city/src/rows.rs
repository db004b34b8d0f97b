//! What an index keeps of an entry: everything that lists, filters, sorting and maps need.

use alloc::vec::Vec;

use catalogue::{
    Category, Condition, Deal, DepositKind, GeoPoint, Listing, Merchant, PropertyType, SellerKind,
};
use search::{DecodeError, Reader, write_number};
use units::Tiyn;

use crate::texts::{TextRef, Texts, TextsBuilder};

/// A row of an index.
pub(crate) trait Row: Sized {
    fn encode(&self, out: &mut Vec<u8>);

    fn decode(reader: &mut Reader<'_>, texts: &Texts) -> Result<Self, DecodeError>;

    fn id(&self) -> TextRef;

    /// Which of the index's files holds the entry.
    fn shard(&self) -> u8;

    fn geo(&self) -> GeoPoint;

    fn district(&self) -> TextRef;
}

/// A merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlaceRow {
    pub(crate) shard: u8,
    pub(crate) id: TextRef,
    pub(crate) category: Category,
    pub(crate) name: TextRef,
    pub(crate) district: TextRef,
    pub(crate) street: TextRef,
    pub(crate) hours: TextRef,
    pub(crate) geo: GeoPoint,
    /// CAIP-19 identifiers.
    pub(crate) assets: Vec<TextRef>,
    pub(crate) verified_at: u64,
    pub(crate) test: bool,
}

/// A property listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListingRow {
    pub(crate) shard: u8,
    pub(crate) id: TextRef,
    pub(crate) property: PropertyType,
    pub(crate) deal: Deal,
    pub(crate) rooms: Option<u8>,
    pub(crate) area_cm: u32,
    pub(crate) floor: Option<u8>,
    pub(crate) floors: Option<u8>,
    pub(crate) year: Option<u16>,
    pub(crate) price: Tiyn,
    pub(crate) district: TextRef,
    pub(crate) street: TextRef,
    pub(crate) complex: Option<TextRef>,
    pub(crate) geo: GeoPoint,
    pub(crate) condition: Option<Condition>,
    pub(crate) seller: SellerKind,
    pub(crate) off_plan: bool,
    pub(crate) pledged: bool,
    pub(crate) deposit: Option<DepositKind>,
    pub(crate) posted_at: u64,
}

const PROPERTIES: [PropertyType; 4] = [
    PropertyType::Apartment,
    PropertyType::House,
    PropertyType::Landform,
    PropertyType::Place,
];
const DEALS: [Deal; 2] = [Deal::Sell, Deal::LeaseOut];
const CONDITIONS: [Condition; 4] = [
    Condition::New,
    Condition::Good,
    Condition::NeedsRepair,
    Condition::Rough,
];
const SELLERS: [SellerKind; 3] = [SellerKind::Owner, SellerKind::Agent, SellerKind::Developer];
const DEPOSITS: [DepositKind; 2] = [DepositKind::Zadatok, DepositKind::Avans];

/// One of a few, as its place among them.
fn write_one<T: PartialEq>(out: &mut Vec<u8>, all: &[T], value: &T) {
    let place = all.iter().position(|known| known == value).unwrap_or_default();
    write_number(out, u64::try_from(place).unwrap_or_default());
}

fn read_one<T: Copy>(reader: &mut Reader<'_>, all: &[T]) -> Result<T, DecodeError> {
    all.get(reader.small::<usize>()?).copied().ok_or(DecodeError)
}

/// Nothing is 0, a number one more than itself.
fn write_maybe(out: &mut Vec<u8>, number: Option<u64>) {
    write_number(out, number.map_or(0, |number| number.saturating_add(1)));
}

fn read_maybe<T: TryFrom<u64>>(reader: &mut Reader<'_>) -> Result<Option<T>, DecodeError> {
    let number = reader.number()?.checked_sub(1);
    number
        .map(|number| T::try_from(number).map_err(|_| DecodeError))
        .transpose()
}

fn read_maybe_one<T: Copy>(reader: &mut Reader<'_>, all: &[T]) -> Result<Option<T>, DecodeError> {
    let place: Option<usize> = read_maybe(reader)?;
    place
        .map(|place| all.get(place).copied().ok_or(DecodeError))
        .transpose()
}

fn place_of<T: PartialEq>(all: &[T], value: &T) -> Option<u64> {
    all.iter()
        .position(|known| known == value)
        .and_then(|place| u64::try_from(place).ok())
}

/// Zig-zag: small numbers of either sign are short.
fn write_geo(out: &mut Vec<u8>, geo: GeoPoint) {
    for degrees in [geo.latitude_micro(), geo.longitude_micro()] {
        let shifted = i64::from(degrees) + i64::from(i32::MAX);
        write_number(out, u64::try_from(shifted).unwrap_or_default());
    }
}

fn read_geo(reader: &mut Reader<'_>) -> Result<GeoPoint, DecodeError> {
    let mut degrees = || -> Result<i32, DecodeError> {
        let shifted: i64 = reader.small()?;
        i32::try_from(shifted - i64::from(i32::MAX)).map_err(|_| DecodeError)
    };
    let (latitude, longitude) = (degrees()?, degrees()?);
    Ok(GeoPoint::from_micro(latitude, longitude))
}

fn read_flag(reader: &mut Reader<'_>) -> Result<bool, DecodeError> {
    Ok(reader.small::<u8>()? != 0)
}

impl PlaceRow {
    pub(crate) fn of(merchant: &Merchant, shard: u8, texts: &mut TextsBuilder) -> Self {
        Self {
            shard,
            id: texts.add_plain(&merchant.identifier),
            category: merchant.category,
            name: texts.add(&merchant.name),
            district: texts.add(&merchant.address_locality),
            street: texts.add(&merchant.street_address),
            hours: texts.add_plain(&merchant.opening_hours),
            geo: merchant.geo,
            assets: merchant
                .currencies_accepted
                .iter()
                .map(|asset| texts.add_plain(asset))
                .collect(),
            verified_at: merchant.verified_at,
            test: merchant.test,
        }
    }
}

impl Row for PlaceRow {
    fn encode(&self, out: &mut Vec<u8>) {
        write_number(out, self.shard.into());
        write_one(out, &Category::ALL, &self.category);
        for text in [self.id, self.name, self.district, self.street, self.hours] {
            text.encode(out);
        }
        write_geo(out, self.geo);
        write_number(out, u64::try_from(self.assets.len()).unwrap_or_default());
        for asset in &self.assets {
            asset.encode(out);
        }
        write_number(out, self.verified_at);
        write_number(out, self.test.into());
    }

    fn decode(reader: &mut Reader<'_>, texts: &Texts) -> Result<Self, DecodeError> {
        let shard = reader.small()?;
        let category = read_one(reader, &Category::ALL)?;
        let id = texts.reference(reader)?;
        let name = texts.reference(reader)?;
        let district = texts.reference(reader)?;
        let street = texts.reference(reader)?;
        let hours = texts.reference(reader)?;
        let geo = read_geo(reader)?;
        let count = reader.count()?;
        let assets = (0..count)
            .map(|_| texts.reference(reader))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            shard,
            id,
            category,
            name,
            district,
            street,
            hours,
            geo,
            assets,
            verified_at: reader.number()?,
            test: read_flag(reader)?,
        })
    }

    fn id(&self) -> TextRef {
        self.id
    }

    fn shard(&self) -> u8 {
        self.shard
    }

    fn geo(&self) -> GeoPoint {
        self.geo
    }

    fn district(&self) -> TextRef {
        self.district
    }
}

impl ListingRow {
    pub(crate) fn of(listing: &Listing, shard: u8, texts: &mut TextsBuilder) -> Self {
        Self {
            shard,
            id: texts.add_plain(&listing.identifier),
            property: listing.property,
            deal: listing.business_function,
            rooms: listing.number_of_rooms,
            area_cm: listing.floor_size_cm,
            floor: listing.floor_level,
            floors: listing.floors,
            year: listing.year_built,
            price: listing.price_tiyn,
            district: texts.add(&listing.address_locality),
            street: texts.add(&listing.street_address),
            complex: listing.complex.as_ref().map(|name| texts.add(name)),
            geo: listing.geo,
            condition: listing.condition,
            seller: listing.seller.kind,
            off_plan: listing.off_plan.is_some(),
            pledged: listing.pledged,
            deposit: listing.deposit.as_ref().map(|deposit| deposit.kind),
            posted_at: listing.date_posted,
        }
    }

    /// Tiyn for one square metre, rounded down.
    pub(crate) fn per_metre(&self) -> u64 {
        let size = u128::from(self.area_cm.max(1));
        u64::try_from(u128::from(self.price.get()) * 100 / size).unwrap_or(u64::MAX)
    }
}

impl Row for ListingRow {
    fn encode(&self, out: &mut Vec<u8>) {
        write_number(out, self.shard.into());
        self.id.encode(out);
        write_one(out, &PROPERTIES, &self.property);
        write_one(out, &DEALS, &self.deal);
        write_maybe(out, self.rooms.map(u64::from));
        write_number(out, self.area_cm.into());
        write_maybe(out, self.floor.map(u64::from));
        write_maybe(out, self.floors.map(u64::from));
        write_maybe(out, self.year.map(u64::from));
        write_number(out, self.price.get());
        self.district.encode(out);
        self.street.encode(out);
        write_number(out, self.complex.is_some().into());
        if let Some(complex) = self.complex {
            complex.encode(out);
        }
        write_geo(out, self.geo);
        write_maybe(
            out,
            self.condition.and_then(|value| place_of(&CONDITIONS, &value)),
        );
        write_one(out, &SELLERS, &self.seller);
        write_number(out, self.off_plan.into());
        write_number(out, self.pledged.into());
        write_maybe(out, self.deposit.and_then(|value| place_of(&DEPOSITS, &value)));
        write_number(out, self.posted_at);
    }

    fn decode(reader: &mut Reader<'_>, texts: &Texts) -> Result<Self, DecodeError> {
        Ok(Self {
            shard: reader.small()?,
            id: texts.reference(reader)?,
            property: read_one(reader, &PROPERTIES)?,
            deal: read_one(reader, &DEALS)?,
            rooms: read_maybe(reader)?,
            area_cm: reader.small()?,
            floor: read_maybe(reader)?,
            floors: read_maybe(reader)?,
            year: read_maybe(reader)?,
            price: Tiyn::new(reader.number()?).map_err(|_| DecodeError)?,
            district: texts.reference(reader)?,
            street: texts.reference(reader)?,
            complex: match read_flag(reader)? {
                true => Some(texts.reference(reader)?),
                false => None,
            },
            geo: read_geo(reader)?,
            condition: read_maybe_one(reader, &CONDITIONS)?,
            seller: read_one(reader, &SELLERS)?,
            off_plan: read_flag(reader)?,
            pledged: read_flag(reader)?,
            deposit: read_maybe_one(reader, &DEPOSITS)?,
            posted_at: reader.number()?,
        })
    }

    fn id(&self) -> TextRef {
        self.id
    }

    fn shard(&self) -> u8 {
        self.shard
    }

    fn geo(&self) -> GeoPoint {
        self.geo
    }

    fn district(&self) -> TextRef {
        self.district
    }
}
