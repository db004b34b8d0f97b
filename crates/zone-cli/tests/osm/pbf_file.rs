//! Writes the few messages of a PBF that the tests need (<https://wiki.openstreetmap.org/wiki/PBF_Format>), so that none
//! of unknown origin is kept here.

/// How a block stands in a file.
#[derive(Clone, Copy)]
pub(crate) enum Packing {
    Raw,
    Zlib,
}

/// A message of protocol buffers, field after field.
#[derive(Default)]
pub(crate) struct Message(Vec<u8>);

impl Message {
    pub(crate) fn number(mut self, field: u64, value: u64) -> Self {
        varint(&mut self.0, field << 3);
        varint(&mut self.0, value);
        self
    }

    pub(crate) fn bytes(mut self, field: u64, value: impl AsRef<[u8]>) -> Self {
        varint(&mut self.0, field << 3 | 2);
        varint(&mut self.0, u64::try_from(value.as_ref().len()).unwrap());
        self.0.extend_from_slice(value.as_ref());
        self
    }

    pub(crate) fn packed(self, field: u64, values: impl IntoIterator<Item = u64>) -> Self {
        let mut bytes = Vec::new();
        for value in values {
            varint(&mut bytes, value);
        }
        self.bytes(field, bytes)
    }
}

impl AsRef<[u8]> for Message {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// The signed numbers of the format, small ones short.
pub(crate) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

/// Every number less the one before it.
pub(crate) fn deltas(values: &[i64]) -> impl Iterator<Item = u64> {
    let before = [0].into_iter().chain(values.iter().copied());
    values
        .iter()
        .zip(before)
        .map(|(value, before)| zigzag(value.wrapping_sub(before)))
}

/// A block of a file: the length of its header, the header, its content.
pub(crate) fn block(kind: &str, content: &Message, packing: Packing) -> Vec<u8> {
    let size = u64::try_from(content.0.len()).unwrap();
    let blob = match packing {
        Packing::Raw => Message::default().bytes(1, content),
        Packing::Zlib => Message::default().number(2, size).bytes(3, zlib(&content.0)),
    };
    let header = Message::default()
        .bytes(1, kind)
        .number(3, u64::try_from(blob.0.len()).unwrap());
    let length = u32::try_from(header.0.len()).unwrap();
    [&length.to_be_bytes()[..], &header.0, &blob.0].concat()
}

/// Stored, not compressed (RFC 1950, RFC 1951).
fn zlib(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let (a, b) = content.iter().fold((1, 0), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    [
        &[0x78, 0x01, 0x01][..],
        &length.to_le_bytes(),
        &(!length).to_le_bytes(),
        content,
        &(b << 16 | a).to_be_bytes(),
    ]
    .concat()
}

fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7F).unwrap() | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).unwrap());
}
