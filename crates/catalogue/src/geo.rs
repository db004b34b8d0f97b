use alloc::{
    format,
    string::{String, ToString},
};
use core::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Degrees in millionths (about 11 cm), so that no rounding differs between machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct MicroDegrees(i32);

/// Why a text is not a coordinate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a coordinate in degrees: {0:?}")]
pub struct ParseDegreesError(String);

impl FromStr for MicroDegrees {
    type Err = ParseDegreesError;

    fn from_str(text: &str) -> Result<Self, ParseDegreesError> {
        let refuse = || ParseDegreesError(text.chars().take(40).collect());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || !plain(whole) || !plain(fraction) {
            return Err(refuse());
        }
        let kept: String = fraction.chars().chain("000000".chars()).take(6).collect();
        let value: i32 = format!("{whole}{kept}").parse().map_err(|_| refuse())?;
        if value > 180_000_000 {
            return Err(refuse());
        }
        Ok(Self(if negative { -value } else { value }))
    }
}

impl fmt::Display for MicroDegrees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
    }
}

/// A point on the map (`GeoCoordinates` of schema.org; latitude and longitude are texts in degrees).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeoPoint {
    latitude: MicroDegrees,
    longitude: MicroDegrees,
}

#[derive(Serialize, Deserialize)]
struct GeoText<T> {
    latitude: T,
    longitude: T,
}

impl GeoPoint {
    /// A point from millionths of degrees.
    #[must_use]
    pub const fn from_micro(latitude: i32, longitude: i32) -> Self {
        Self {
            latitude: MicroDegrees(latitude),
            longitude: MicroDegrees(longitude),
        }
    }

    /// Reads degrees such as `43.690000` and `77.11`.
    ///
    /// # Errors
    /// [`ParseDegreesError`].
    pub fn parse(latitude: &str, longitude: &str) -> Result<Self, ParseDegreesError> {
        Ok(Self {
            latitude: latitude.parse()?,
            longitude: longitude.parse()?,
        })
    }

    /// Latitude in millionths of degrees.
    #[must_use]
    pub const fn latitude_micro(&self) -> i32 {
        self.latitude.0
    }

    /// Longitude in millionths of degrees.
    #[must_use]
    pub const fn longitude_micro(&self) -> i32 {
        self.longitude.0
    }
}

impl Serialize for GeoPoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        GeoText {
            latitude: self.latitude.to_string(),
            longitude: self.longitude.to_string(),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for GeoPoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = GeoText::<String>::deserialize(deserializer)?;
        Self::parse(&text.latitude, &text.longitude).map_err(serde::de::Error::custom)
    }
}

/// A rectangle that holds points; millionths of degrees, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundingBox {
    /// Lowest latitude.
    pub south: i32,
    /// Lowest longitude.
    pub west: i32,
    /// Highest latitude.
    pub north: i32,
    /// Highest longitude.
    pub east: i32,
}

/// The special economic zone with its surroundings. What lies outside is a mistake.
pub const ZONE_BOUNDS: BoundingBox = BoundingBox {
    south: 43_300_000,
    west: 76_700_000,
    north: 44_000_000,
    east: 77_500_000,
};

impl BoundingBox {
    /// The smallest rectangle around points; none when there are none.
    pub fn around(points: impl IntoIterator<Item = GeoPoint>) -> Option<Self> {
        points.into_iter().fold(None, |found: Option<Self>, point| {
            let (lat, lon) = (point.latitude.0, point.longitude.0);
            let grown = found.map_or(
                Self {
                    south: lat,
                    west: lon,
                    north: lat,
                    east: lon,
                },
                |old| Self {
                    south: old.south.min(lat),
                    west: old.west.min(lon),
                    north: old.north.max(lat),
                    east: old.east.max(lon),
                },
            );
            Some(grown)
        })
    }

    /// Whether a point lies inside.
    #[must_use]
    pub const fn contains(&self, point: &GeoPoint) -> bool {
        let (lat, lon) = (point.latitude.0, point.longitude.0);
        self.south <= lat && lat <= self.north && self.west <= lon && lon <= self.east
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_exactly() {
        let point = GeoPoint::parse("43.69", "-77.1100019").unwrap();
        assert_eq!(
            (point.latitude_micro(), point.longitude_micro()),
            (43_690_000, -77_110_001)
        );
        assert_eq!(
            serde_json::to_string(&GeoPoint::from_micro(43_000_001, 5)).unwrap(),
            r#"{"latitude":"43.000001","longitude":"0.000005"}"#
        );
        for bad in ["", ".5", "43,5", "1e3", "999", "+4", "4.5.6", "٤"] {
            assert!(GeoPoint::parse(bad, "0").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_rectangle_holds_its_points() {
        let points = [GeoPoint::from_micro(1, 9), GeoPoint::from_micro(-4, 12)];
        let around = BoundingBox::around(points).unwrap();
        assert!(points.iter().all(|p| around.contains(p)));
        assert!(!around.contains(&GeoPoint::from_micro(2, 10)));
        assert_eq!(BoundingBox::around([]), None);
    }
}
