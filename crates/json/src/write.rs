use alloc::vec::Vec;

use serde::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

use crate::{Malformed, Result};

/// The text of a value, without white space, as `serde_json` writes it.
///
/// # Errors
/// [`Malformed`] for floats, integers beyond 64 bits and maps with keys that are no text.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    value.serialize(Writer(&mut text))?;
    Ok(text)
}

struct Writer<'t>(&'t mut Vec<u8>);

impl<'t> Writer<'t> {
    fn word(self, word: &str) {
        self.0.extend_from_slice(word.as_bytes());
    }

    fn natural(self, value: u64) {
        let start = self.0.len();
        let mut rest = value;
        loop {
            self.0.push(b'0' + (rest % 10).to_le_bytes()[0]);
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if let Some(digits) = self.0.get_mut(start..) {
            digits.reverse();
        }
    }

    fn integer(self, value: i64) {
        if value < 0 {
            self.0.push(b'-');
        }
        self.natural(value.unsigned_abs());
    }

    fn string(self, value: &str) {
        self.0.push(b'"');
        for byte in value.bytes() {
            let escape = match byte {
                b'"' | b'\\' => byte,
                0x08 => b'b',
                0x0c => b'f',
                b'\n' => b'n',
                b'\r' => b'r',
                b'\t' => b't',
                0..=0x1f => {
                    let digits = b"0123456789abcdef";
                    let low = digits.get(usize::from(byte & 15)).copied().unwrap_or_default();
                    self.0
                        .extend_from_slice(&[b'\\', b'u', b'0', b'0', b'0' + (byte >> 4), low]);
                    continue;
                }
                _ => {
                    self.0.push(byte);
                    continue;
                }
            };
            self.0.extend_from_slice(&[b'\\', escape]);
        }
        self.0.push(b'"');
    }

    fn open(self, open: u8, close: u8) -> Parts<'t> {
        self.0.push(open);
        Parts {
            text: self.0,
            first: true,
            close: [close, 0],
        }
    }

    /// `{"name":` and later the brace.
    fn variant(self, name: &str, open: u8, close: u8) -> Parts<'t> {
        self.0.push(b'{');
        Writer(self.0).string(name);
        self.0.push(b':');
        Parts {
            close: [close, b'}'],
            ..self.open(open, close)
        }
    }
}

/// The elements of an array or the fields of an object.
struct Parts<'t> {
    text: &'t mut Vec<u8>,
    first: bool,
    /// What ends it; nothing where it is 0.
    close: [u8; 2],
}

impl Parts<'_> {
    fn comma(&mut self) {
        if !core::mem::take(&mut self.first) {
            self.text.push(b',');
        }
    }

    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.comma();
        value.serialize(Writer(self.text))
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<()> {
        self.comma();
        Writer(self.text).string(name);
        self.text.push(b':');
        value.serialize(Writer(self.text))
    }

    fn finish(self) {
        self.text.extend(self.close.into_iter().filter(|byte| *byte != 0));
    }
}

impl<'t> Serializer for Writer<'t> {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Parts<'t>;
    type SerializeTuple = Parts<'t>;
    type SerializeTupleStruct = Parts<'t>;
    type SerializeTupleVariant = Parts<'t>;
    type SerializeMap = Parts<'t>;
    type SerializeStruct = Parts<'t>;
    type SerializeStructVariant = Parts<'t>;

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.word(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<()> {
        self.integer(value.into());
        Ok(())
    }

    fn serialize_i16(self, value: i16) -> Result<()> {
        self.integer(value.into());
        Ok(())
    }

    fn serialize_i32(self, value: i32) -> Result<()> {
        self.integer(value.into());
        Ok(())
    }

    fn serialize_i64(self, value: i64) -> Result<()> {
        self.integer(value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<()> {
        self.natural(value.into());
        Ok(())
    }

    fn serialize_u16(self, value: u16) -> Result<()> {
        self.natural(value.into());
        Ok(())
    }

    fn serialize_u32(self, value: u32) -> Result<()> {
        self.natural(value.into());
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<()> {
        self.natural(value);
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<()> {
        Err(Malformed)
    }

    fn serialize_f64(self, _: f64) -> Result<()> {
        Err(Malformed)
    }

    fn serialize_char(self, value: char) -> Result<()> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<()> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.word("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<()> {
        self.string(name);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        let mut parts = self.open(b'{', b'}');
        parts.field(name, value)?;
        parts.finish();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'t>> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'t>> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'t>> {
        Ok(self.open(b'[', b']'))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'t>> {
        Ok(self.variant(name, b'[', b']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'t>> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'t>> {
        Ok(self.open(b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'t>> {
        Ok(self.variant(name, b'{', b'}'))
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident),*) => {$(
        impl $trait for Parts<'_> {
            type Ok = ();
            type Error = Malformed;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.element(value)
            }

            fn end(self) -> Result<()> {
                self.finish();
                Ok(())
            }
        }
    )*};
}
elements!(SerializeSeq serialize_element, SerializeTuple serialize_element);
elements!(SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field);

macro_rules! fields {
    ($($trait:ident),*) => {$(
        impl $trait for Parts<'_> {
            type Ok = ();
            type Error = Malformed;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                self.field(name, value)
            }

            fn end(self) -> Result<()> {
                self.finish();
                Ok(())
            }
        }
    )*};
}
fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.comma();
        let start = self.text.len();
        key.serialize(Writer(self.text))?;
        (self.text.get(start) == Some(&b'"'))
            .then_some(())
            .ok_or(Malformed)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.text.push(b':');
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Result<()> {
        self.finish();
        Ok(())
    }
}
