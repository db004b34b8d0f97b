//! Reads a rate once from its source.

use std::{path::Path, str::FromStr, time::UNIX_EPOCH};

use chain::HttpLimits;
use http_native::HttpClient;
use rust_decimal::Decimal;
use serde_json::Value;
use units::Rate;

use super::Reading;
use crate::{RateConfig, RateOrigin, config::Pointers};

/// Larger files are no rate.
const MAX_FILE_BYTES: u64 = 64 * 1024;
/// A time that is later than now by more than this is wrong, in seconds.
const AHEAD: u64 = 60;
/// Larger numbers are milliseconds: seconds would be the year 5138.
const LARGEST_SECONDS: u64 = 100_000_000_000;

/// Reads a source once. The error is a sentence for the log, without the address: it may hold a key.
pub(super) async fn read(config: &RateConfig, http: &HttpClient, now: u64) -> Reading {
    let (pointers, (bytes, read_at)) = match &config.origin {
        RateOrigin::Fixed(rate) => return Ok((*rate, now)),
        RateOrigin::File(path, pointers) => (pointers, read_file(path).await?),
        RateOrigin::Feed(url, pointers, limits) => (pointers, (fetch(url, *limits, http).await?, now)),
    };
    take(&bytes, pointers, read_at, now)
}

async fn read_file(path: &Path) -> Result<(Vec<u8>, u64), String> {
    let io = |error: std::io::Error| error.to_string();
    let about = tokio::fs::metadata(path).await.map_err(io)?;
    if about.len() > MAX_FILE_BYTES {
        return Err("the file is too large".into());
    }
    let written = about.modified().map_err(io)?;
    let age = written.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((tokio::fs::read(path).await.map_err(io)?, age.as_secs()))
}

async fn fetch(url: &str, limits: HttpLimits, http: &HttpClient) -> Result<Vec<u8>, String> {
    let answer = http.get(url, limits).await.map_err(|error| error.to_string())?;
    if answer.status.is_success() {
        Ok(answer.body)
    } else {
        Err(format!("status {}", answer.status.as_u16()))
    }
}

fn take(bytes: &[u8], pointers: &Pointers, read_at: u64, now: u64) -> Reading {
    let document = document(bytes)?;
    let price = document
        .pointer(&pointers.price)
        .ok_or_else(|| format!("nothing at {:?}", pointers.price))?;
    let price = decimal(price).ok_or("the price is no number")?;
    let rate = Rate::from_tenge_per_unit(price).map_err(|_| "the price is not above zero")?;
    let time = match &pointers.time {
        None => read_at,
        Some(pointer) => document
            .pointer(pointer)
            .and_then(seconds)
            .ok_or_else(|| format!("no time at {pointer:?}"))?,
    };
    if time > now.saturating_add(AHEAD) {
        return Err("its time is in the future".into());
    }
    Ok((rate, time))
}

/// JSON, or a number alone as people write it into a file.
fn document(bytes: &[u8]) -> Result<Value, String> {
    if let Ok(value) = serde_json::from_slice(bytes) {
        return Ok(value);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "not text")?.trim();
    Decimal::from_str(text)
        .map(|_| Value::String(text.into()))
        .map_err(|_| "neither JSON nor a number".into())
}

/// A number as it is written: never by way of a float.
fn decimal(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Decimal::from_str_exact(&text)
        .or_else(|_| Decimal::from_scientific(&text))
        .ok()
}

fn seconds(value: &Value) -> Option<u64> {
    let number = match value {
        Value::String(text) => text.trim().parse().ok()?,
        value => value.as_u64()?,
    };
    Some(if number > LARGEST_SECONDS {
        number / 1000
    } else {
        number
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_800_000_000;

    fn read(text: &str, price: &str, time: Option<&str>) -> Result<(String, u64), String> {
        let pointers = Pointers {
            price: price.into(),
            time: time.map(Into::into),
        };
        let (rate, time) = take(text.as_bytes(), &pointers, 1_700_000_000, NOW)?;
        Ok((rate.tiyn_per_unit().unwrap().get().to_string(), time))
    }

    #[test]
    fn numbers_and_texts_at_any_place() {
        let text = r#"{"data":[{"rate":"538.90","at":1799999999123},{"rate":538.9,"at":"1799999999"}]}"#;
        assert_eq!(
            read(text, "/data/0/rate", Some("/data/0/at")),
            Ok(("53890".into(), 1_799_999_999))
        );
        assert_eq!(
            read(text, "/data/1/rate", Some("/data/1/at")),
            Ok(("53890".into(), 1_799_999_999))
        );
        assert_eq!(read("538.90\n", "", None), Ok(("53890".into(), 1_700_000_000)));
        assert_eq!(read("5.3890e2", "", None), Ok(("53890".into(), 1_700_000_000)));
    }

    #[test]
    fn what_is_no_price_is_named() {
        for (text, price, time, reason) in [
            ("{}", "/rate", None, "nothing at \"/rate\""),
            (r#"{"rate":null}"#, "/rate", None, "the price is no number"),
            (r#"{"rate":"1 000"}"#, "/rate", None, "the price is no number"),
            (r#"{"rate":"538,90"}"#, "/rate", None, "the price is no number"),
            (r#"{"rate":0}"#, "/rate", None, "the price is not above zero"),
            (r#"{"rate":-1}"#, "/rate", None, "the price is not above zero"),
            (r#"{"rate":1}"#, "/rate", Some("/time"), "no time at \"/time\""),
            (
                r#"{"rate":1,"time":1800000061}"#,
                "/rate",
                Some("/time"),
                "its time is in the future",
            ),
            ("<html>", "", None, "neither JSON nor a number"),
        ] {
            assert_eq!(read(text, price, time), Err(reason.into()), "{text}");
        }
    }
}
