use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
        Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use crate::{
    Malformed, Result,
    scan::{Number, Scanner},
};

/// Reads a value from all of a UTF-8 text.
///
/// # Errors
/// [`Malformed`].
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let text = core::str::from_utf8(bytes).map_err(|_| Malformed)?;
    let mut scanner = Scanner::new(text);
    let value = T::deserialize(Reader(&mut scanner))?;
    scanner.end()?;
    Ok(value)
}

/// The value that comes next.
struct Reader<'r, 'a>(&'r mut Scanner<'a>);

impl<'a> Reader<'_, 'a> {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.number()? {
            Number::Natural(value) => visitor.visit_u64(value),
            Number::Negative(value) => visitor.visit_i64(value),
            Number::Other => Err(Malformed),
        }
    }

    fn natural<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.number()? {
            Number::Natural(value) => visitor.visit_u64(value),
            Number::Negative(_) | Number::Other => Err(Malformed),
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.expect(b'[')?;
        self.0.enter()?;
        let mut elements = Elements {
            scanner: self.0,
            first: true,
        };
        let value = visitor.visit_seq(&mut elements)?;
        let Elements { scanner, mut first } = elements;
        // A visitor that stops early leaves something behind.
        if scanner.next_element(&mut first, b']')? {
            return Err(Malformed);
        }
        scanner.leave();
        Ok(value)
    }

    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.expect(b'{')?;
        self.0.enter()?;
        let mut fields = Fields {
            scanner: self.0,
            first: true,
            closed: false,
        };
        let value = visitor.visit_map(&mut fields)?;
        let Fields {
            scanner,
            mut first,
            closed,
        } = fields;
        if !closed && scanner.next_element(&mut first, b'}')? {
            return Err(Malformed);
        }
        scanner.leave();
        Ok(value)
    }
}

impl<'de> Deserializer<'de> for Reader<'_, '_> {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.0.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => self.deserialize_unit(visitor),
            Some(b'[') => self.list(visitor),
            Some(b'{') => self.object(visitor),
            _ => self.number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = self.0.peek() == Some(b't');
        self.0.word(if value { "true" } else { "false" })?;
        visitor.visit_bool(value)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.natural(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.natural(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.natural(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.natural(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_str(&self.0.string()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.0.peek() == Some(b'n') {
            self.0.word("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.word("null")?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        if self.0.peek() == Some(b'"') {
            let name = self.0.string()?;
            let name: StrDeserializer<'_, Malformed> = (*name).into_deserializer();
            return visitor.visit_enum(name);
        }
        self.0.expect(b'{')?;
        self.0.enter()?;
        let value = visitor.visit_enum(Variant(self.0))?;
        self.0.expect(b'}')?;
        self.0.leave();
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.0.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u128 f32 f64 char bytes byte_buf unit_struct tuple_struct
    }
}

struct Elements<'r, 'a> {
    scanner: &'r mut Scanner<'a>,
    first: bool,
}

impl<'de> SeqAccess<'de> for &mut Elements<'_, '_> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        if self.scanner.peek() == Some(b']') || !self.scanner.next_element(&mut self.first, b']')? {
            return Ok(None);
        }
        seed.deserialize(Reader(self.scanner)).map(Some)
    }
}

struct Fields<'r, 'a> {
    scanner: &'r mut Scanner<'a>,
    first: bool,
    closed: bool,
}

impl<'de> MapAccess<'de> for &mut Fields<'_, '_> {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        if !self.scanner.next_element(&mut self.first, b'}')? {
            self.closed = true;
            return Ok(None);
        }
        if self.scanner.peek() != Some(b'"') {
            return Err(Malformed);
        }
        seed.deserialize(Reader(self.scanner)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.scanner.expect(b':')?;
        seed.deserialize(Reader(self.scanner))
    }
}

/// `{"name": value}`, the brace taken.
struct Variant<'r, 'a>(&'r mut Scanner<'a>);

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Malformed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let value = seed.deserialize(Reader(self.0))?;
        self.0.expect(b':')?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Malformed;

    fn unit_variant(self) -> Result<()> {
        Deserialize::deserialize(Reader(self.0))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(Reader(self.0))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        Reader(self.0).list(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value> {
        Reader(self.0).object(visitor)
    }
}
