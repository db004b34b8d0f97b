//! Numbers of few bytes (LEB128), read with every bound checked: a file that is not ours ends in an error, never in a panic
//! or a large allocation.

use alloc::{string::String, vec::Vec};

/// Why bytes are no index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeError;

impl core::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("the index cannot be read")
    }
}

impl core::error::Error for DecodeError {}

/// Appends a number.
pub fn write_number(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            out.push(low & 0x7F);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Appends a text with its length.
pub fn write_text(out: &mut Vec<u8>, text: &str) {
    write_number(out, u64::try_from(text.len()).unwrap_or(u64::MAX));
    out.extend_from_slice(text.as_bytes());
}

/// Reads what the functions above wrote.
#[derive(Debug, Clone)]
pub struct Reader<'b> {
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    /// From the beginning.
    #[must_use]
    pub const fn new(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next number.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn number(&mut self) -> Result<u64, DecodeError> {
        let mut number = 0u64;
        let mut shift = 0u32;
        loop {
            let (first, rest) = self.rest.split_first().ok_or(DecodeError)?;
            self.rest = rest;
            let part = u64::from(first & 0x7F);
            if shift > 63 || (shift == 63 && part > 1) {
                return Err(DecodeError);
            }
            number |= part << shift;
            if first & 0x80 == 0 {
                return Ok(number);
            }
            shift += 7;
        }
    }

    /// The next number, as any smaller kind.
    ///
    /// # Errors
    /// [`DecodeError`] when it does not fit.
    pub fn small<T: TryFrom<u64>>(&mut self) -> Result<T, DecodeError> {
        T::try_from(self.number()?).map_err(|_| DecodeError)
    }

    /// The count of what follows, each of at least one byte.
    ///
    /// # Errors
    /// [`DecodeError`] when there cannot be so many.
    pub fn count(&mut self) -> Result<usize, DecodeError> {
        let count: usize = self.small()?;
        if count > self.rest.len() {
            return Err(DecodeError);
        }
        Ok(count)
    }

    /// The next bytes.
    ///
    /// # Errors
    /// [`DecodeError`] when there are fewer.
    pub fn bytes(&mut self, count: usize) -> Result<&'b [u8], DecodeError> {
        let (first, rest) = self.rest.split_at_checked(count).ok_or(DecodeError)?;
        self.rest = rest;
        Ok(first)
    }

    /// The next text.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn text(&mut self) -> Result<String, DecodeError> {
        let count = self.count()?;
        let bytes = self.bytes(count)?;
        core::str::from_utf8(bytes)
            .map(Into::into)
            .map_err(|_| DecodeError)
    }

    /// Whether everything was read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(numbers: Vec<u64>, text: String) {
            let mut out = Vec::new();
            for number in &numbers {
                write_number(&mut out, *number);
            }
            write_text(&mut out, &text);
            let mut reader = Reader::new(&out);
            for number in numbers {
                prop_assert_eq!(reader.number(), Ok(number));
            }
            prop_assert_eq!(reader.text(), Ok(text));
            prop_assert!(reader.is_empty());
        }
    }

    #[test]
    fn what_is_cut_or_too_large_is_refused() {
        assert_eq!(Reader::new(&[0x80]).number(), Err(DecodeError));
        assert_eq!(Reader::new(&[0xFF; 11]).number(), Err(DecodeError));
        assert_eq!(Reader::new(&[5, b'a']).text(), Err(DecodeError));
        assert_eq!(Reader::new(&[0x80, 0x02]).small::<u8>(), Err(DecodeError));
    }
}
