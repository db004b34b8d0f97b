use serde::{Serialize, de::DeserializeOwned};

/// The bytes of a message.
///
/// Everything in this module has bytes; a type that has none gives an empty message, which [`decode`] refuses.
#[must_use]
pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).unwrap_or_default()
}

/// A message from all of its bytes, `None` when they are something else.
#[must_use]
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Some(message),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Failure, PayRequest, PayResponse};

    #[test]
    fn a_message_is_all_of_its_bytes() {
        let bytes = encode(&PayRequest::Lock);
        assert_eq!(bytes, [3]);
        assert_eq!(decode(&bytes), Some(PayRequest::Lock));
        assert_eq!(decode::<PayRequest>(&[3, 0]), None, "and more");
        assert_eq!(decode::<PayRequest>(&[]), None);
        assert_eq!(decode::<PayRequest>(&[200, 1]), None, "unknown");
    }

    #[test]
    fn answers_say_whether_they_are_refusals() {
        let refusal: Result<PayResponse, _> = Err(Failure::UnknownWord {
            position: 3,
            language: "english".into(),
        });
        assert_eq!(decode(&encode(&refusal)), Some(refusal));
    }
}
