use std::collections::HashMap;

use catalogue::GeoPoint;
use zone::TextError;

/// A node or a way, whichever kind of file it stood in.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) id: i64,
    pub(crate) place: Place,
    pub(crate) tags: HashMap<String, String>,
}

/// Where an object is.
#[derive(Debug)]
pub(crate) enum Place {
    Node(GeoPoint),
    /// The nodes of a way. They stand before it in the file.
    Way(Vec<i64>),
    /// A way of a file that says itself where its corners are.
    LocatedWay(Vec<GeoPoint>),
}

impl Object {
    pub(super) fn new(id: i64, place: Place) -> Self {
        Self {
            id,
            place,
            tags: HashMap::new(),
        }
    }

    /// Adds a tag, unless its text would look like another.
    pub(super) fn tag(&mut self, key: &str, value: &str) -> Result<(), TextError> {
        zone::check_text(value)?;
        self.tags.insert(key.into(), value.into());
        Ok(())
    }
}
