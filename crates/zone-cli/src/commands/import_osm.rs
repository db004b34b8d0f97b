use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
};

use catalogue::{Category, GeoPoint, OpeningHours, ZONE_BOUNDS};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::{CliError, arguments::ImportOsm};

/// Said on the way, so that a large file is seen to go on.
const SAY_EVERY: u64 = 250_000;

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
const COLUMNS: [&str; 18] = [
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

/// Turns an extract of OpenStreetMap into the merchants' table. What OpenStreetMap does not know (BIN, assets) is left to be
/// filled in: `build` refuses the rows, with their lines, until it is.
pub(crate) fn import_osm(options: &ImportOsm, out: &mut dyn Write) -> Result<(), CliError> {
    let path = &options.file;
    let file = File::open(path).map_err(|cause| CliError::File {
        path: path.clone(),
        cause,
    })?;
    let mut table =
        csv::Writer::from_path(&options.out).map_err(|error| CliError::refused(&options.out, error))?;
    table
        .write_record(COLUMNS)
        .map_err(|error| CliError::refused(&options.out, error))?;
    let mut import = Import {
        path,
        all: options.all,
        points: HashMap::new(),
        current: None,
        count: Count::default(),
    };
    let mut reader = Reader::from_reader(Lines::new(BufReader::new(file)));
    reader.config_mut().check_end_names = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        let line = reader.get_ref().line;
        let event = event.map_err(|error| import.refuse(line, &error))?;
        match event {
            Event::Eof => break,
            Event::Start(tag) => import.open(&tag, line, out)?,
            Event::Empty(tag) => {
                import.open(&tag, line, out)?;
                import.close(tag.name().as_ref(), &mut table, &options.out)?;
            }
            Event::End(tag) => import.close(tag.name().as_ref(), &mut table, &options.out)?,
            _ => {}
        }
    }
    if import.current.is_some() {
        return Err(import.refuse(reader.get_ref().line, &"the file ends inside an object"));
    }
    table.flush().map_err(|cause| CliError::File {
        path: options.out.clone(),
        cause,
    })?;
    let Count {
        read,
        written,
        outside,
        nameless,
        hours,
    } = import.count;
    writeln!(
        out,
        "{}: {written} merchants of {read} objects; {outside} outside the zone, {nameless} without a name, {hours} with \
         opening hours to be rewritten; BINs and assets are to be filled in\n© OpenStreetMap contributors, ODbL",
        options.out.display()
    )?;
    Ok(())
}

#[derive(Debug, Default)]
struct Count {
    read: u64,
    written: u64,
    outside: u64,
    nameless: u64,
    hours: u64,
}

/// A node or way being read.
#[derive(Debug)]
struct Object {
    kind: &'static str,
    id: i64,
    at: Option<GeoPoint>,
    /// Of a way: where its nodes are.
    corners: Vec<GeoPoint>,
    tags: HashMap<String, String>,
}

struct Import<'p> {
    path: &'p Path,
    all: bool,
    /// Nodes stand before the ways that use them.
    points: HashMap<i64, GeoPoint>,
    current: Option<Object>,
    count: Count,
}

impl Import<'_> {
    fn refuse(&self, line: u64, reason: &dyn ToString) -> CliError {
        CliError::Line {
            path: self.path.to_owned(),
            line,
            reason: reason.to_string(),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, line: u64, out: &mut dyn Write) -> Result<(), CliError> {
        let name = tag.name();
        let attributes = self.attributes(tag, line)?;
        let get = |name: &str| attributes.get(name).map(String::as_str);
        match name.as_ref() {
            b"node" | b"way" => {
                self.count.read += 1;
                if self.count.read.is_multiple_of(SAY_EVERY) {
                    writeln!(
                        out,
                        "… {} objects, {} merchants",
                        self.count.read, self.count.written
                    )?;
                }
                let id = get("id").and_then(|id| id.parse().ok());
                let id = id.ok_or_else(|| self.refuse(line, &"an object without a number"))?;
                let node = name.as_ref() == b"node";
                let at = if node {
                    let (latitude, longitude) = get("lat")
                        .zip(get("lon"))
                        .ok_or_else(|| self.refuse(line, &"a node without lat and lon"))?;
                    let at =
                        GeoPoint::parse(latitude, longitude).map_err(|error| self.refuse(line, &error))?;
                    self.points.insert(id, at);
                    Some(at)
                } else {
                    None
                };
                self.current = Some(Object {
                    kind: if node { "node" } else { "way" },
                    id,
                    at,
                    corners: Vec::new(),
                    tags: HashMap::new(),
                });
            }
            b"nd" => {
                let corner = get("ref").and_then(|id| id.parse::<i64>().ok());
                let corner = corner.and_then(|id| self.points.get(&id)).copied();
                if let Some(object) = &mut self.current {
                    object.corners.extend(corner);
                }
            }
            b"tag" => {
                let pair = get("k").zip(get("v"));
                let (key, value) = pair.ok_or_else(|| self.refuse(line, &"a tag without k and v"))?;
                zone::check_text(value).map_err(|error| self.refuse(line, &error))?;
                if let Some(object) = &mut self.current {
                    object.tags.insert(key.into(), value.into());
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn attributes(&self, tag: &BytesStart<'_>, line: u64) -> Result<HashMap<String, String>, CliError> {
        tag.attributes()
            .map(|attribute| {
                let attribute = attribute.map_err(|error| self.refuse(line, &error))?;
                let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                let value = attribute
                    .normalized_value(XmlVersion::Explicit1_0)
                    .map_err(|error| self.refuse(line, &error))?;
                Ok((name, value.into_owned()))
            })
            .collect()
    }

    fn close(&mut self, name: &[u8], table: &mut csv::Writer<File>, target: &Path) -> Result<(), CliError> {
        if !matches!(name, b"node" | b"way") {
            return Ok(());
        }
        let Some(object) = self.current.take() else {
            return Ok(());
        };
        if let Some(row) = self.row(&object) {
            self.count.written += 1;
            table
                .write_record(row)
                .map_err(|error| CliError::refused(target, error))?;
        }
        Ok(())
    }

    fn row(&mut self, object: &Object) -> Option<[String; 18]> {
        let tag = |key: &str| object.tags.get(key).cloned().unwrap_or_default();
        let category = category(&object.tags)?;
        let takes = TAKES.iter().any(|key| tag(key) == "yes");
        if !takes && !self.all {
            return None;
        }
        let at = object.at.or_else(|| middle(&object.corners))?;
        if !ZONE_BOUNDS.contains(&at) {
            self.count.outside += 1;
            return None;
        }
        let first = |keys: &[&str]| {
            keys.iter()
                .map(|key| tag(key))
                .find(|value| !value.is_empty())
                .unwrap_or_default()
        };
        let names = [
            first(&["name:kk", "name", "name:ru", "name:en"]),
            first(&["name:ru", "name", "name:kk", "name:en"]),
            first(&["name:en", "name", "name:ru", "name:kk"]),
        ];
        if names.iter().any(String::is_empty) {
            self.count.nameless += 1;
            return None;
        }
        let hours = tag("opening_hours");
        let readable = OpeningHours::parse(&hours).is_ok();
        if !readable {
            self.count.hours += 1;
        }
        let district = first(&["addr:suburb", "addr:district", "addr:city"]);
        let street = [tag("addr:street"), tag("addr:housenumber")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let [latitude, longitude] = [at.latitude_micro(), at.longitude_micro()].map(degrees);
        let phone: String = first(&["contact:phone", "phone"])
            .split(';')
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        let [kk, ru, en] = names;
        Some([
            format!("osm-{}-{}", object.kind, object.id),
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
            latitude,
            longitude,
            phone,
            first(&["contact:website", "website"]),
            if readable { hours } else { String::new() },
            String::new(),
        ])
    }
}

fn degrees(micro: i32) -> String {
    let sign = if micro < 0 { "-" } else { "" };
    let size = micro.unsigned_abs();
    format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
}

fn middle(corners: &[GeoPoint]) -> Option<GeoPoint> {
    let count = i64::try_from(corners.len()).ok().filter(|count| *count > 0)?;
    let mean = |pick: fn(&GeoPoint) -> i32| {
        let sum: i64 = corners.iter().map(|corner| i64::from(pick(corner))).sum();
        i32::try_from(sum / count).ok()
    };
    Some(GeoPoint::from_micro(
        mean(GeoPoint::latitude_micro)?,
        mean(GeoPoint::longitude_micro)?,
    ))
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

/// Counts lines as they are read.
#[derive(Debug)]
struct Lines<R> {
    inner: R,
    line: u64,
}

impl<R> Lines<R> {
    const fn new(inner: R) -> Self {
        Self { inner, line: 1 }
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.line += newlines(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let passed = self
            .inner
            .fill_buf()
            .ok()
            .and_then(|buffer| buffer.get(..amount).map(newlines));
        self.line += passed.unwrap_or(0);
        self.inner.consume(amount);
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(0)
}
