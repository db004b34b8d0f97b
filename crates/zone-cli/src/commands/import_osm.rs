use std::{collections::HashMap, fs::File, io::Write, path::Path};

use catalogue::{GeoPoint, ZONE_BOUNDS};

use crate::{
    CliError,
    arguments::ImportOsm,
    osm::{self, COLUMNS, Object, Place, asked_for, merchant_row},
};

/// Said on the way, so that a large file is seen to go on.
const SAY_EVERY: u64 = 250_000;

/// Turns an extract of OpenStreetMap into the merchants' table. What OpenStreetMap does not know (BIN, assets) is left to be
/// filled in: `build` refuses the rows, with their lines, until it is.
pub(crate) fn import_osm(options: &ImportOsm, out: &mut dyn Write) -> Result<(), CliError> {
    let table =
        csv::Writer::from_path(&options.out).map_err(|error| CliError::refused(&options.out, error))?;
    let mut import = Import {
        target: &options.out,
        table,
        all: options.all,
        points: HashMap::new(),
        count: Count::default(),
    };
    import.write(&COLUMNS)?;
    osm::read(&options.file, &mut |object| import.take(&object, out))?;
    import.table.flush().map_err(|cause| CliError::File {
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

struct Import<'p> {
    target: &'p Path,
    table: csv::Writer<File>,
    all: bool,
    /// Where the nodes are, for the ways that use them.
    points: HashMap<i64, GeoPoint>,
    count: Count,
}

impl Import<'_> {
    fn take(&mut self, object: &Object, out: &mut dyn Write) -> Result<(), CliError> {
        self.count.read += 1;
        if self.count.read.is_multiple_of(SAY_EVERY) {
            writeln!(
                out,
                "… {} objects, {} merchants",
                self.count.read, self.count.written
            )?;
        }
        if let Place::Node(at) = object.place {
            self.points.insert(object.id, at);
        }
        let Some((category, at)) = asked_for(object, self.all).zip(self.middle(&object.place)) else {
            return Ok(());
        };
        if !ZONE_BOUNDS.contains(&at) {
            self.count.outside += 1;
            return Ok(());
        }
        let Some(row) = merchant_row(object, category, at) else {
            self.count.nameless += 1;
            return Ok(());
        };
        self.count.written += 1;
        self.count.hours += u64::from(!row.hours);
        self.write(&row.columns)
    }

    fn write(&mut self, row: &[impl AsRef<[u8]>]) -> Result<(), CliError> {
        self.table
            .write_record(row)
            .map_err(|error| CliError::refused(self.target, error))
    }

    /// Where an object is: of a way the middle of those corners that stand in the file.
    fn middle(&self, place: &Place) -> Option<GeoPoint> {
        match place {
            Place::Node(at) => Some(*at),
            Place::Way(nodes) => {
                let corners = nodes.iter().filter_map(|id| self.points.get(id)).copied();
                middle(&corners.collect::<Vec<_>>())
            }
            Place::LocatedWay(corners) => middle(corners),
        }
    }
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
