use alloc::{collections::BTreeSet, string::String, vec::Vec};

use alloy_primitives::{B256, I256, U256, hex};
use serde_json::{Map, Value};
use sig::{AddressError, parse_address};

use super::{TypedDataError, Types, hash};

/// Structs and arrays inside each other.
const DEEPEST: usize = 16;

/// `Mail(Person from,Person to,string contents)Person(string name,address wallet)`.
pub(super) fn encode_type(types: &Types, primary: &str) -> Result<String, TypedDataError> {
    let mut used = BTreeSet::new();
    collect(types, primary, &mut used)?;
    used.remove(primary);
    let mut text = String::new();
    for name in core::iter::once(primary).chain(used.iter().map(String::as_str)) {
        let fields = types.get(name).ok_or_else(|| unknown(name))?;
        text.push_str(name);
        text.push('(');
        for (index, field) in fields.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(&field.kind);
            text.push(' ');
            text.push_str(&field.name);
        }
        text.push(')');
    }
    Ok(text)
}

fn collect(types: &Types, name: &str, used: &mut BTreeSet<String>) -> Result<(), TypedDataError> {
    let fields = types.get(name).ok_or_else(|| unknown(name))?;
    if !used.insert(name.into()) {
        return Ok(());
    }
    for field in fields {
        let mut kind = field.kind.as_str();
        while let Some((item, _)) = array(kind)? {
            kind = item;
        }
        if !is_atomic(kind) {
            collect(types, kind, used)?;
        }
    }
    Ok(())
}

fn unknown(name: &str) -> TypedDataError {
    TypedDataError::UnknownType(name.into())
}

/// The item's type and the fixed length of `T[]` or `T[n]`.
fn array(kind: &str) -> Result<Option<(&str, Option<usize>)>, TypedDataError> {
    let Some(open) = kind.strip_suffix(']') else {
        return Ok(None);
    };
    let (item, length) = open.rsplit_once('[').ok_or_else(|| unknown(kind))?;
    if length.is_empty() {
        return Ok(Some((item, None)));
    }
    let plain = length.bytes().all(|b| b.is_ascii_digit()) && !length.starts_with('0') && length.len() < 6;
    let length = plain.then(|| length.parse().ok()).flatten();
    length
        .map(|length| Some((item, Some(length))))
        .ok_or_else(|| unknown(kind))
}

pub(super) fn is_atomic(kind: &str) -> bool {
    matches!(kind, "bool" | "string" | "bytes" | "address")
        || kind
            .strip_prefix("uint")
            .or_else(|| kind.strip_prefix("int"))
            .is_some_and(|bits| size(bits, 256).is_some_and(|bits| bits % 8 == 0))
        || kind
            .strip_prefix("bytes")
            .is_some_and(|bytes| size(bytes, 32).is_some())
}

/// 1 to `most`, no leading zero.
fn size(text: &str, most: usize) -> Option<usize> {
    let plain = !text.is_empty() && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    plain
        .then(|| text.parse().ok())
        .flatten()
        .filter(|size| *size <= most)
}

pub(super) fn hash_struct(
    types: &Types,
    name: &str,
    value: &Map<String, Value>,
) -> Result<B256, TypedDataError> {
    struct_at(types, name, value, name, 0)
}

fn struct_at(
    types: &Types,
    name: &str,
    value: &Map<String, Value>,
    path: &str,
    depth: usize,
) -> Result<B256, TypedDataError> {
    let fields = types.get(name).ok_or_else(|| unknown(name))?;
    let mut bytes = Vec::with_capacity(32 * (fields.len() + 1));
    bytes.extend_from_slice(hash(encode_type(types, name)?.as_bytes()).as_slice());
    for field in fields {
        let path = alloc::format!("{path}.{}", field.name);
        let item = value
            .get(&field.name)
            .ok_or_else(|| TypedDataError::Value(path.clone()))?;
        bytes.extend_from_slice(word(types, &field.kind, item, &path, depth + 1)?.as_slice());
    }
    // A member without a type would be shown and not signed.
    match value
        .keys()
        .find(|key| fields.iter().all(|field| field.name != **key))
    {
        Some(key) => Err(TypedDataError::Value(alloc::format!("{path}.{key}"))),
        None => Ok(hash(&bytes)),
    }
}

fn word(types: &Types, kind: &str, value: &Value, path: &str, depth: usize) -> Result<B256, TypedDataError> {
    if depth > DEEPEST {
        return Err(TypedDataError::TooDeep);
    }
    let refuse = || TypedDataError::Value(path.into());
    if let Some((item_kind, length)) = array(kind)? {
        let items = value.as_array().ok_or_else(refuse)?;
        if length.is_some_and(|length| length != items.len()) {
            return Err(refuse());
        }
        let mut bytes = Vec::with_capacity(32 * items.len());
        for item in items {
            bytes.extend_from_slice(word(types, item_kind, item, path, depth + 1)?.as_slice());
        }
        return Ok(hash(&bytes));
    }
    if !is_atomic(kind) {
        let members = value.as_object().ok_or_else(refuse)?;
        return struct_at(types, kind, members, path, depth);
    }
    atom(kind, value, path)?.ok_or_else(refuse)
}

fn atom(kind: &str, value: &Value, path: &str) -> Result<Option<B256>, TypedDataError> {
    Ok(match kind {
        "bool" => value.as_bool().map(|value| B256::with_last_byte(value.into())),
        "string" => value.as_str().map(|text| hash(text.as_bytes())),
        "bytes" => value.as_str().and_then(bytes_of).map(|bytes| hash(&bytes)),
        "address" => {
            let Some(text) = value.as_str() else {
                return Ok(None);
            };
            match parse_address(text) {
                Ok(address) => Some(address.into_word()),
                Err(AddressError::Checksum(_)) => return Err(TypedDataError::Checksum(path.into())),
                Err(AddressError::Malformed(_)) => None,
            }
        }
        _ => match (
            kind.strip_prefix("uint"),
            kind.strip_prefix("int"),
            kind.strip_prefix("bytes"),
        ) {
            (Some(bits), ..) => {
                let bits = size(bits, 256).unwrap_or_default();
                unsigned(value)
                    .filter(|number| number.bit_len() <= bits)
                    .map(|number| number.into())
            }
            (_, Some(bits), _) => signed(value, size(bits, 256).unwrap_or_default()),
            (.., Some(length)) => {
                let length = size(length, 32).unwrap_or_default();
                value
                    .as_str()
                    .and_then(bytes_of)
                    .filter(|bytes| bytes.len() == length)
                    .map(|bytes| B256::right_padding_from(&bytes))
            }
            _ => None,
        },
    })
}

fn bytes_of(text: &str) -> Option<Vec<u8>> {
    hex::decode(text.strip_prefix("0x")?).ok()
}

/// A number as JSON has them: digits, decimal text, or 0x-hex text.
pub(crate) fn unsigned(value: &Value) -> Option<U256> {
    match value {
        Value::Number(number) => number.as_u64().map(U256::from),
        Value::String(text) => match text.strip_prefix("0x") {
            Some(digits) => number_of(digits, 16),
            None => number_of(text, 10),
        },
        _ => None,
    }
}

fn number_of(digits: &str, radix: u64) -> Option<U256> {
    let plain = |b: u8| {
        if radix == 16 {
            b.is_ascii_hexdigit()
        } else {
            b.is_ascii_digit()
        }
    };
    let fits = !digits.is_empty() && digits.len() <= 78 && digits.bytes().all(plain);
    fits.then(|| U256::from_str_radix(digits, radix).ok()).flatten()
}

fn signed(value: &Value, bits: usize) -> Option<B256> {
    let negative = match value {
        Value::Number(number) => number
            .as_i64()
            .filter(|n| *n < 0)
            .map(|n| U256::from(n.unsigned_abs())),
        Value::String(text) => text.strip_prefix('-').and_then(|digits| number_of(digits, 10)),
        _ => None,
    };
    let half = U256::from(1u8) << (bits - 1);
    match negative {
        Some(size) if size <= half => Some(I256::from_raw(size.wrapping_neg()).into_raw().into()),
        Some(_) => None,
        None => unsigned(value).filter(|number| *number < half).map(Into::into),
    }
}
