use alloc::string::String;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Serialize, de::DeserializeOwned};

/// Header of the 402 answer.
pub const PAYMENT_REQUIRED: &str = "payment-required";
/// Header of the paid request.
pub const PAYMENT_SIGNATURE: &str = "payment-signature";
/// Header of the answer to a paid request.
pub const PAYMENT_RESPONSE: &str = "payment-response";
/// Larger headers are refused before they are decoded.
pub const MAX_HEADER_BYTES: usize = 64 * 1024;

/// Why a header cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Over [`MAX_HEADER_BYTES`].
    #[error("the header is too large")]
    TooLarge,
    /// Not base64 with padding.
    #[error("the header is not base64")]
    Base64,
    /// Not JSON of the expected shape.
    #[error("the header does not hold the expected JSON")]
    Json,
}

/// Base64 (standard alphabet, padded) of the JSON.
///
/// # Errors
/// [`HeaderError::Json`] when the value cannot be written as JSON.
pub fn encode_header<T: Serialize>(value: &T) -> Result<String, HeaderError> {
    json::to_vec(value)
        .map(|bytes| STANDARD.encode(bytes))
        .map_err(|_| HeaderError::Json)
}

/// Reads what [`encode_header`] wrote.
///
/// # Errors
/// [`HeaderError`].
pub fn decode_header<T: DeserializeOwned>(text: &str) -> Result<T, HeaderError> {
    if text.len() > MAX_HEADER_BYTES {
        return Err(HeaderError::TooLarge);
    }
    let bytes = STANDARD.decode(text).map_err(|_| HeaderError::Base64)?;
    json::from_slice(&bytes).map_err(|_| HeaderError::Json)
}
