//! Extracts as PBF ([the format](https://wiki.openstreetmap.org/wiki/PBF_Format)): blocks, each with its own table of texts.

use std::{
    fs::File,
    io::{BufReader, SeekFrom},
    path::Path,
    str,
};

use catalogue::GeoPoint;
use osmpbf::{BlobDecode, BlobReader, ByteOffset, HeaderBlock, PrimitiveBlock};

use super::{Object, Place};
use crate::CliError;

/// What a file may ask of its reader that this one does.
const FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];
const NANO_PER_MICRO: i64 = 1_000;
/// Millionths of degrees; further round the earth there is nothing.
const MAX_MICRO: u32 = 180_000_000;

type Take<'t> = &'t mut dyn FnMut(Object) -> Result<(), CliError>;

/// Reads an extract as PBF; errors name the block. A file that was cut off between two blocks is a whole file by its format.
pub(super) fn read(path: &Path, file: BufReader<File>, take: Take<'_>) -> Result<(), CliError> {
    let failed = |cause| CliError::File {
        path: path.to_owned(),
        cause,
    };
    let length = file.get_ref().metadata().map_err(failed)?.len();
    let mut reader = BlobReader::new_seekable(file).map_err(|error| CliError::refused(path, error))?;
    let mut at = Position {
        path,
        block: 1,
        offset: 0,
    };
    while at.offset < length {
        let end = end_of_block(&mut reader, at, length)?;
        let blob = reader.blob_from_offset(ByteOffset(at.offset));
        let blob = blob.map_err(|error| at.refuse(error))?;
        match blob.decode().map_err(|error| at.refuse(error))? {
            BlobDecode::OsmHeader(header) => check_features(at, &header)?,
            BlobDecode::OsmData(_) if at.block == 1 => {
                return Err(at.refuse("the file does not begin with its header"));
            }
            BlobDecode::OsmData(block) => Block { at, block: &block }.read(take)?,
            // Kinds of blocks that a reader does not know are to be passed over.
            BlobDecode::Unknown(_) => {}
        }
        at = Position {
            block: at.block + 1,
            offset: end,
            ..at
        };
    }
    Ok(())
}

/// A block of a file.
#[derive(Debug, Clone, Copy)]
struct Position<'p> {
    path: &'p Path,
    /// Counted from 1.
    block: u64,
    offset: u64,
}

impl Position<'_> {
    fn refuse(&self, reason: impl ToString) -> CliError {
        CliError::Block {
            path: self.path.to_owned(),
            block: self.block,
            offset: self.offset,
            reason: reason.to_string(),
        }
    }
}

/// Where the block ends, when the file holds all of it: the crate takes a block cut short for a small one.
fn end_of_block(
    reader: &mut BlobReader<BufReader<File>>,
    at: Position<'_>,
    length: u64,
) -> Result<u64, CliError> {
    let mut passed = || {
        reader.seek(ByteOffset(at.offset))?;
        let header = reader.next_header_skip_blob().transpose()?;
        Ok((header, reader.seek_raw(SeekFrom::Current(0))?))
    };
    let (header, end) = passed().map_err(|error: osmpbf::Error| at.refuse(error))?;
    let (header, _) = header.ok_or_else(|| at.refuse("the file ends inside the block's length"))?;
    if header.get_blob_size() < 0 {
        return Err(at.refuse("the block's length is below zero"));
    }
    if end > length {
        return Err(at.refuse(format!(
            "the file is cut off: the block goes to byte {end}, the file to byte {length}"
        )));
    }
    Ok(end)
}

fn check_features(at: Position<'_>, header: &HeaderBlock) -> Result<(), CliError> {
    let known = |asked: &&String| !FEATURES.contains(&asked.as_str());
    match header.required_features().iter().find(known) {
        Some(unknown) => Err(at.refuse(format!("the file needs a reader of {unknown:?}"))),
        None => Ok(()),
    }
}

struct Block<'b> {
    at: Position<'b>,
    block: &'b PrimitiveBlock,
}

impl Block<'_> {
    fn read(&self, take: Take<'_>) -> Result<(), CliError> {
        for group in self.block.groups() {
            let nodes = group.dense_nodes();
            let (announced, mut found) = (nodes.len(), 0);
            for node in nodes {
                let at = self.point(node.nano_lat(), node.nano_lon())?;
                take(self.object(node.id(), Place::Node(at), node.raw_tags())?)?;
                found += 1;
            }
            if found != announced {
                return Err(self.at.refuse("a node without coordinates"));
            }
            for node in group.nodes() {
                let at = self.point(node.nano_lat(), node.nano_lon())?;
                take(self.object(node.id(), Place::Node(at), node.raw_tags())?)?;
            }
            for way in group.ways() {
                let corners = way
                    .node_locations()
                    .map(|corner| self.point(corner.nano_lat(), corner.nano_lon()))
                    .collect::<Result<Vec<_>, _>>()?;
                let place = if corners.is_empty() {
                    Place::Way(way.refs().collect())
                } else {
                    Place::LocatedWay(corners)
                };
                take(self.object(way.id(), place, way.raw_tags())?)?;
            }
        }
        Ok(())
    }

    /// The crate's own tags end where one of them is broken.
    fn object<I: TryInto<usize>>(
        &self,
        id: i64,
        place: Place,
        tags: impl Iterator<Item = (I, I)>,
    ) -> Result<Object, CliError> {
        let mut object = Object::new(id, place);
        for (key, value) in tags {
            let tagged = object.tag(self.text(key)?, self.text(value)?);
            tagged.map_err(|error| self.at.refuse(error))?;
        }
        Ok(object)
    }

    fn text(&self, index: impl TryInto<usize>) -> Result<&str, CliError> {
        let texts = self.block.raw_stringtable();
        let bytes = index.try_into().ok().and_then(|index| texts.get(index));
        let bytes = bytes.ok_or_else(|| self.at.refuse("a tag whose text is not in the block"))?;
        str::from_utf8(bytes).map_err(|error| self.at.refuse(error))
    }

    fn point(&self, nano_latitude: i64, nano_longitude: i64) -> Result<GeoPoint, CliError> {
        let micro = |nano: i64| {
            let micro = i32::try_from(nano / NANO_PER_MICRO).ok();
            micro.filter(|micro| micro.unsigned_abs() <= MAX_MICRO)
        };
        let place = micro(nano_latitude).zip(micro(nano_longitude));
        let (latitude, longitude) =
            place.ok_or_else(|| self.at.refuse("a node whose coordinates are not on the earth"))?;
        Ok(GeoPoint::from_micro(latitude, longitude))
    }
}
