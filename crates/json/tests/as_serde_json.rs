//! The same as `serde_json`, but for what is left out on purpose.

use std::collections::BTreeMap;

use json::{Malformed, from_slice, to_vec};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Plain,
    Wrapped(u8),
    Pair(u8, String),
    Named { some_number: i64 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    first_text: String,
    count: u64,
    small: u8,
    signed: i64,
    maybe: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    absent: Option<u32>,
    kinds: Vec<Kind>,
    map: BTreeMap<String, bool>,
    pair: (u16, char),
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Plain),
        any::<u8>().prop_map(Kind::Wrapped),
        any::<(u8, String)>().prop_map(|(number, text)| Kind::Pair(number, text)),
        any::<i64>().prop_map(|some_number| Kind::Named { some_number }),
    ]
}

prop_compose! {
    fn document()(
        first_text: String,
        count: u64,
        small: u8,
        signed: i64,
        maybe: Option<String>,
        absent: Option<u32>,
        kinds in prop::collection::vec(kind(), 0..4),
        map: BTreeMap<String, bool>,
        pair: (u16, char),
    ) -> Document {
        Document { first_text, count, small, signed, maybe, absent, kinds, map, pair }
    }
}

/// Any JSON without floats.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Whether both refuse a text, or both read the same.
fn agree<T: serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(text: &[u8]) {
    let theirs = serde_json::from_slice::<T>(text);
    let ours = from_slice::<T>(text);
    assert_eq!(ours.ok(), theirs.ok(), "{}", String::from_utf8_lossy(text));
}

proptest! {
    #[test]
    fn documents_are_written_and_read_alike(document in document()) {
        let text = serde_json::to_vec(&document).unwrap();
        prop_assert_eq!(String::from_utf8(to_vec(&document).unwrap()).unwrap(), String::from_utf8(text.clone()).unwrap());
        prop_assert_eq!(from_slice::<Document>(&text), Ok(document.clone()));
        let pretty = serde_json::to_vec_pretty(&document).unwrap();
        prop_assert_eq!(from_slice::<Document>(&pretty), Ok(document));
    }

    #[test]
    fn values_are_written_and_read_alike(value in value()) {
        let text = serde_json::to_vec(&value).unwrap();
        prop_assert_eq!(&to_vec(&value).unwrap(), &text);
        prop_assert_eq!(from_slice::<Value>(&text), Ok(value));
    }

    /// One byte of a document is another one, missing or added.
    #[test]
    fn damaged_documents_are_refused_alike(document in document(), place: prop::sample::Index, byte: u8, how in 0..3) {
        let mut text = serde_json::to_vec(&document).unwrap();
        let place = place.index(text.len());
        match how {
            0 => text[place] = byte,
            1 => drop(text.remove(place)),
            _ => text.insert(place, byte),
        }
        // A fraction or an exponent is refused here in every field that is asked for, and by both in fields of integers.
        agree::<Document>(&text);
    }

    #[test]
    fn any_bytes_are_refused_alike(text in "[\\[\\]{}\",:0-9a-f\\\\u. eE+-]{0,24}") {
        let floats = serde_json::from_str::<Value>(&text).is_ok_and(|value| value.to_string().contains(['.', 'e', 'E']));
        let ours = from_slice::<Value>(text.as_bytes());
        if ours.is_ok() || !floats {
            prop_assert_eq!(ours.ok(), serde_json::from_str::<Value>(&text).ok(), "{}", text);
        }
    }
}

#[test]
fn strange_texts_are_read_alike() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    for text in [
        "",
        " ",
        "null",
        " true ",
        "tru",
        "truefalse",
        "01",
        "-",
        "-1",
        "+1",
        "1 2",
        "[1,]",
        "[,1]",
        "{,}",
        "[1 2]",
        r#"{"a":1,}"#,
        r#"{"a":1 "b":2}"#,
        r#"{a:1}"#,
        r#"{"a"}"#,
        r#"{"a":}"#,
        r#"{1:2}"#,
        "\u{feff}1",
        "[1]]",
        "//1",
        r#""\u0041\n\/\"\\\b\f\r\t""#,
        r#""\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83dx""#,
        r#""\u12""#,
        r#""\x""#,
        "\"\n\"",
        "\"\u{7f}\"",
        "\"қазақша\"",
        r#"{"a":{"b":[{},[],""]}}"#,
        "18446744073709551615",
        "-9223372036854775808",
        "'a'",
        "\"",
        "\"\\",
        &deep(126),
        &deep(127),
        &deep(128),
        &deep(200),
    ] {
        agree::<Value>(text.as_bytes());
    }
    agree::<Value>(b"\"\xff\"");
    agree::<Value>(b"\"\xed\xa0\x80\"");
}

#[test]
fn fields_and_variants_are_read_alike() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Small {
        a: u8,
        b: Option<Kind>,
    }
    for text in [
        r#"{"a":1}"#,
        r#"{"a":1,"b":null}"#,
        r#"{"b":"plain","a":1}"#,
        r#"{"a":1,"a":1}"#,
        r#"{"a":1,"unknown":[1.5e3,{"x":"\ud83d\ude00"}]}"#,
        r#"{"a":256}"#,
        r#"{"a":-1}"#,
        r#"{"a":1.0}"#,
        r#"{"a":"1"}"#,
        r#"{"b":"plain"}"#,
        r#"{"a":1,"b":"other"}"#,
        r#"{"a":1,"b":{"plain":null}}"#,
        r#"{"a":1,"b":{"wrapped":7}}"#,
        r#"{"a":1,"b":{"wrapped":7,"plain":null}}"#,
        r#"{"a":1,"b":{"pair":[1,"x"]}}"#,
        r#"{"a":1,"b":{"pair":[1]}}"#,
        r#"{"a":1,"b":{"pair":[1,"x",2]}}"#,
        r#"{"a":1,"b":{"named":{"someNumber":-5}}}"#,
        r#"{"a":1,"b":{}}"#,
        r#"{"a":1,"b":5}"#,
    ] {
        agree::<Small>(text.as_bytes());
    }
}

#[test]
fn what_is_left_out_on_purpose() {
    assert_eq!(from_slice::<Value>(b"1.5"), Err(Malformed));
    assert_eq!(from_slice::<Value>(b"1e3"), Err(Malformed));
    assert_eq!(from_slice::<Value>(b"18446744073709551616"), Err(Malformed));
    assert_eq!(to_vec(&1.5), Err(Malformed));
    assert_eq!(to_vec(&BTreeMap::from([(1, 2)])), Err(Malformed));
    // Half of a letter, also where nobody asks for it.
    assert_eq!(
        from_slice::<BTreeMap<String, ()>>(br#"{"a":"\ud83d"}"#),
        Err(Malformed)
    );
    // An array is no object.
    #[derive(Debug, PartialEq, Deserialize)]
    struct One {
        a: u8,
    }
    assert_eq!(serde_json::from_str::<One>("[1]").unwrap(), One { a: 1 });
    assert_eq!(from_slice::<One>(b"[1]"), Err(Malformed));
}
