use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::Path,
};

use super::{Object, pbf, xml};
use crate::CliError;

/// Gives every node and way of an extract, nodes before the ways that use them.
///
/// Which kind of file it is, its first byte says, whatever its name is: a PBF begins with the length of a short header as four
/// bytes, the highest of which is 0, and XML begins with `<`, after a byte order mark and spaces if there are any.
pub(crate) fn read(
    path: &Path,
    take: &mut dyn FnMut(Object) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let failed = |cause| CliError::File {
        path: path.to_owned(),
        cause,
    };
    let mut file = BufReader::new(File::open(path).map_err(failed)?);
    let head = file.fill_buf().map_err(failed)?;
    if head.first() == Some(&0) {
        return pbf::read(path, file, take);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if text.trim_ascii_start().first() == Some(&b'<') {
        return xml::read(path, file, take);
    }
    Err(CliError::refused(
        path,
        "neither OpenStreetMap XML (.osm) nor PBF (.osm.pbf); a compressed file is to be unpacked first",
    ))
}
