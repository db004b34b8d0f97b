use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// A JSON value as the browser's own parser reads it. The pages need no second parser in their program; what has to be read
/// strictly is read by the key worker.
#[derive(Debug, Clone)]
pub struct Json(JsValue);

impl Json {
    /// Parses a text, `None` when it is not JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// Parses UTF-8 bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Self::parse(core::str::from_utf8(bytes).ok()?)
    }

    /// A field of an object, `None` where there is none or it is `null`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Self> {
        let value = Reflect::get(&self.0, &name.into()).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(Self(value))
    }

    /// A string.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    /// A whole number that is not negative and that JSON numbers hold exactly.
    #[must_use]
    pub fn whole(&self) -> Option<u64> {
        whole(&self.0)
    }

    /// `true` or `false`.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        self.0.as_bool()
    }

    /// The elements of an array, none for anything else.
    #[must_use]
    pub fn items(&self) -> Vec<Self> {
        self.0
            .dyn_ref::<Array>()
            .map(|array| array.iter().map(Self).collect())
            .unwrap_or_default()
    }
}

/// A number that is whole, not negative and exact. Without the formatting code of floats, which is large.
pub(crate) fn whole(value: &JsValue) -> Option<u64> {
    let number = value.as_f64()?;
    let exact = (0.0..=js_sys::Number::MAX_SAFE_INTEGER).contains(&number) && number.fract() == 0.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole and in range"
    )]
    exact.then_some(number as u64)
}

/// A field of an object that is written.
#[derive(Debug, Clone, Copy)]
pub enum Field<'a> {
    /// A string.
    Text(&'a str),
    /// A whole number.
    Whole(u64),
    /// `null`.
    Nothing,
}

impl<'a> From<Option<&'a str>> for Field<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }
}

/// The text of an object with these fields.
#[must_use]
pub fn write_json(fields: &[(&str, Field<'_>)]) -> String {
    let mut text = String::from("{");
    for (name, value) in fields {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&quote(name));
        text.push(':');
        match value {
            Field::Text(value) => text.push_str(&quote(value)),
            Field::Whole(value) => text.push_str(&value.to_string()),
            Field::Nothing => text.push_str("null"),
        }
    }
    text.push('}');
    text
}

/// A string as JSON writes it.
#[must_use]
pub fn quote(text: &str) -> String {
    // Every string has a JSON form.
    JSON::stringify(&text.into())
        .map(String::from)
        .unwrap_or_default()
}
