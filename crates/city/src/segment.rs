use alloc::{collections::BTreeMap, string::String, vec::Vec};

use search::{DecodeError, Index, Reader, Searcher, write_number};

use crate::{
    rows::Row,
    texts::{TextRef, Texts},
};

/// Begins every index file: another layout is another number.
const LAYOUT: u64 = 1;

/// One index file: rows, their texts, the words they are found by.
#[derive(Debug)]
pub(crate) struct Segment<R> {
    /// Name of the file it came from.
    pub(crate) path: String,
    pub(crate) rows: Vec<R>,
    pub(crate) texts: Texts,
    pub(crate) index: Index,
    pub(crate) searcher: Searcher,
    /// Names of the files of the entries.
    pub(crate) shards: Vec<String>,
    /// Districts and how many entries lie in them.
    pub(crate) districts: Vec<(TextRef, u32)>,
}

impl<R: Row> Segment<R> {
    /// The row of an identifier.
    pub(crate) fn row(&self, id: &str) -> Option<&R> {
        self.rows.iter().find(|row| self.texts.plain(row.id()) == id)
    }

    /// The name of the file that holds a row's entry.
    pub(crate) fn file_of(&self, row: &R) -> Option<&str> {
        self.shards.get(usize::from(row.shard())).map(String::as_str)
    }

    /// The district of a key, as it is written here.
    pub(crate) fn district(&self, key: &str) -> Option<TextRef> {
        self.districts
            .iter()
            .map(|(place, _)| *place)
            .find(|place| self.texts.plain(*place) == key)
    }
}

/// The bytes of an index file.
pub(crate) fn encode_segment<R: Row>(rows: &[R], texts: &Texts, index: &Index) -> Vec<u8> {
    let mut out = Vec::new();
    write_number(&mut out, LAYOUT);
    texts.encode(&mut out);
    write_number(&mut out, u64::try_from(rows.len()).unwrap_or(u64::MAX));
    for row in rows {
        row.encode(&mut out);
    }
    index.encode(&mut out);
    out
}

/// Reads an index file whose hash was checked.
pub(crate) fn decode_segment<R: Row>(
    path: &str,
    bytes: &[u8],
    shards: Vec<String>,
) -> Result<Segment<R>, DecodeError> {
    let mut reader = Reader::new(bytes);
    if reader.number()? != LAYOUT {
        return Err(DecodeError);
    }
    let texts = Texts::decode(&mut reader)?;
    let count = reader.count()?;
    let mut rows = Vec::with_capacity(count);
    let mut districts: BTreeMap<TextRef, u32> = BTreeMap::new();
    for _ in 0..count {
        let row = R::decode(&mut reader, &texts)?;
        *districts.entry(row.district()).or_default() += 1;
        rows.push(row);
    }
    let index = Index::decode(&mut reader)?;
    let whole = usize::try_from(index.documents()) == Ok(rows.len()) && reader.is_empty();
    let known = rows.iter().all(|row| usize::from(row.shard()) < shards.len());
    if !whole || !known {
        return Err(DecodeError);
    }
    Ok(Segment {
        path: path.into(),
        districts: districts.into_iter().collect(),
        searcher: Searcher::new(&index),
        rows,
        texts,
        index,
        shards,
    })
}
