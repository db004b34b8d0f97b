use std::{collections::HashMap, fs::File, io::BufReader, path::Path};

use catalogue::GeoPoint;
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{Object, Place, lines::Lines};
use crate::CliError;

/// Reads an extract as XML; errors name the line.
pub(super) fn read(
    path: &Path,
    file: BufReader<File>,
    take: &mut dyn FnMut(Object) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut reader = Reader::from_reader(Lines::new(file));
    reader.config_mut().check_end_names = true;
    let mut objects = Objects {
        path,
        line: 1,
        current: None,
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        objects.line = reader.get_ref().line;
        match event.map_err(|error| objects.refuse(error))? {
            Event::Eof => break,
            Event::Start(tag) => objects.open(&tag)?,
            Event::Empty(tag) => {
                objects.open(&tag)?;
                objects.close(tag.name().as_ref(), take)?;
            }
            Event::End(tag) => objects.close(tag.name().as_ref(), take)?,
            _ => {}
        }
    }
    match objects.current {
        Some(_) => Err(objects.refuse("the file ends inside an object")),
        None => Ok(()),
    }
}

struct Objects<'p> {
    path: &'p Path,
    line: u64,
    /// The node or way being read.
    current: Option<Object>,
}

impl Objects<'_> {
    fn refuse(&self, reason: impl ToString) -> CliError {
        CliError::Line {
            path: self.path.to_owned(),
            line: self.line,
            reason: reason.to_string(),
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), CliError> {
        let name = tag.name();
        let attributes = self.attributes(tag)?;
        let get = |name: &str| attributes.get(name).map(String::as_str);
        match name.as_ref() {
            "node" => {
                let (latitude, longitude) = get("lat")
                    .zip(get("lon"))
                    .ok_or_else(|| self.refuse("a node without lat and lon"))?;
                let at = GeoPoint::parse(latitude, longitude).map_err(|error| self.refuse(error))?;
                self.begin(get("id"), Place::Node(at))?;
            }
            "way" => self.begin(get("id"), Place::Way(Vec::new()))?,
            "nd" => {
                let node = get("ref").and_then(|id| id.parse().ok());
                let node = node.ok_or_else(|| self.refuse("a corner without the number of a node"))?;
                if let Some(Object {
                    place: Place::Way(nodes),
                    ..
                }) = &mut self.current
                {
                    nodes.push(node);
                }
            }
            "tag" => {
                let pair = get("k").zip(get("v"));
                let (key, value) = pair.ok_or_else(|| self.refuse("a tag without k and v"))?;
                let tagged = self.current.as_mut().map(|object| object.tag(key, value));
                tagged.transpose().map_err(|error| self.refuse(error))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, id: Option<&str>, place: Place) -> Result<(), CliError> {
        let id = id.and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| self.refuse("an object without a number"))?;
        self.current = Some(Object::new(id, place));
        Ok(())
    }

    fn attributes(&self, tag: &BytesStart<'_>) -> Result<HashMap<String, String>, CliError> {
        tag.attributes()
            .map(|attribute| {
                let attribute = attribute.map_err(|error| self.refuse(error))?;
                let name = attribute.key.as_ref().to_owned();
                let value = attribute
                    .normalized_value(XmlVersion::Explicit1_0)
                    .map_err(|error| self.refuse(error))?;
                Ok((name, value.into_owned()))
            })
            .collect()
    }

    fn close(
        &mut self,
        name: &str,
        take: &mut dyn FnMut(Object) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        match self.current.take() {
            Some(object) if matches!(name, "node" | "way") => take(object),
            inside => {
                self.current = inside;
                Ok(())
            }
        }
    }
}
