use alloc::string::{String, ToString};
use core::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

/// The text is not JSON that every parser reads alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not unambiguous JSON")]
pub struct StrictJsonError;

/// Parses JSON that every parser reads alike: no key twice, no fractions, no numbers beyond 2⁵³.
///
/// # Errors
/// [`StrictJsonError`].
pub fn parse_strict(text: &str) -> Result<Value, StrictJsonError> {
    serde_json::from_str::<Strict>(text)
        .map(|strict| strict.0)
        .map_err(|_| StrictJsonError)
}

const MOST_EXACT: u64 = 1 << 53;

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unambiguous JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        if value > MOST_EXACT {
            return Err(E::custom("read differently by other parsers"));
        }
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        if value.unsigned_abs() > MOST_EXACT {
            return Err(E::custom("read differently by other parsers"));
        }
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = alloc::vec::Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, Strict(value))) = entries.next_entry::<String, Strict>()? {
            if map.insert(key, value).is_some() {
                return Err(A::Error::custom("a key appears twice"));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parsers_read_differently_is_refused() {
        for text in [
            r#"{"a":1,"a":2}"#,
            "[1.5]",
            "1e3",
            "9007199254740993",
            "[1] x",
            "{a:1}",
            "NaN",
        ] {
            assert_eq!(parse_strict(text), Err(StrictJsonError), "{text}");
        }
        assert_eq!(parse_strict(&"[".repeat(100_000)), Err(StrictJsonError));
        assert!(parse_strict(r#"{"a":[1,-1,null,true,"x",9007199254740992]}"#).is_ok());
    }
}
