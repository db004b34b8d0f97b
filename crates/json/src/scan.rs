use alloc::{borrow::Cow, string::String};

use crate::{Malformed, Result};

/// Deeper documents are refused, as `serde_json` does.
const MAX_DEPTH: u8 = 127;

/// A text and how far it was read.
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

/// A number as it stands.
pub(crate) enum Number {
    /// Not negative.
    Natural(u64),
    /// Below zero.
    Negative(i64),
    /// With a fraction or an exponent, or beyond 64 bits.
    Other,
}

impl<'a> Scanner<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    /// The next byte, where it is.
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first byte that is no white space, without taking it.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Takes this byte if it is next.
    pub(crate) fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += 1;
        }
        found
    }

    pub(crate) fn expect(&mut self, wanted: u8) -> Result<()> {
        self.take(wanted).then_some(()).ok_or(Malformed)
    }

    /// Nothing but white space is left.
    pub(crate) fn end(&mut self) -> Result<()> {
        self.peek().is_none().then_some(()).ok_or(Malformed)
    }

    /// Takes `true`, `false` or `null`.
    pub(crate) fn word(&mut self, word: &str) -> Result<()> {
        self.peek();
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(());
        }
        Err(Malformed)
    }

    /// One array or object deeper.
    pub(crate) const fn enter(&mut self) -> Result<()> {
        if self.depth == MAX_DEPTH {
            return Err(Malformed);
        }
        self.depth += 1;
        Ok(())
    }

    pub(crate) const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Whether another element comes, its comma taken; otherwise `close` is taken.
    pub(crate) fn next_element(&mut self, first: &mut bool, close: u8) -> Result<bool> {
        if self.take(close) {
            return Ok(false);
        }
        if !core::mem::take(first) {
            self.expect(b',')?;
            if self.peek() == Some(close) {
                return Err(Malformed);
            }
        }
        Ok(true)
    }

    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>> {
        self.expect(b'"')?;
        let mut owned: Option<String> = None;
        let mut start = self.at;
        loop {
            let byte = self.byte().ok_or(Malformed)?;
            if !matches!(byte, b'"' | b'\\' | 0..=0x1f) {
                self.at += 1;
                continue;
            }
            // A quote, a backslash or a control character is never inside a letter of several bytes.
            let piece = self.text.get(start..self.at).ok_or(Malformed)?;
            self.at += 1;
            match (byte, &mut owned) {
                (b'"', None) => return Ok(Cow::Borrowed(piece)),
                (b'"', Some(text)) => {
                    text.push_str(piece);
                    return Ok(Cow::Owned(owned.unwrap_or_default()));
                }
                (b'\\', _) => {
                    let text = owned.get_or_insert_default();
                    text.push_str(piece);
                    let letter = self.escape()?;
                    owned.get_or_insert_default().push(letter);
                    start = self.at;
                }
                _ => return Err(Malformed),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let byte = self.byte().ok_or(Malformed)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(Malformed),
        })
    }

    /// `XXXX` or `XXXX\uXXXX`; half of a pair is refused.
    fn unicode(&mut self) -> Result<char> {
        let first = self.four_digits()?;
        let code = if let 0xd800..=0xdbff = first {
            if self.byte() != Some(b'\\') || self.text.as_bytes().get(self.at + 1) != Some(&b'u') {
                return Err(Malformed);
            }
            self.at += 2;
            let second = self.four_digits()?;
            let low = second
                .checked_sub(0xdc00)
                .filter(|low| *low < 0x400)
                .ok_or(Malformed)?;
            0x1_0000 + ((first - 0xd800) << 10) + low
        } else {
            first
        };
        char::from_u32(code).ok_or(Malformed)
    }

    fn four_digits(&mut self) -> Result<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self
                .byte()
                .and_then(|byte| char::from(byte).to_digit(16))
                .ok_or(Malformed)?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    pub(crate) fn number(&mut self) -> Result<Number> {
        let negative = self.take(b'-');
        let mut value = Some(0u64);
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            value = value.and_then(|value| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
            self.at += 1;
        }
        let digits = self.at - start;
        if digits == 0 || (digits > 1 && self.text.as_bytes().get(start) == Some(&b'0')) {
            return Err(Malformed);
        }
        let mut whole = true;
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            whole = false;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
            whole = false;
        }
        Ok(match (value.filter(|_| whole), negative) {
            (Some(value), false) => Number::Natural(value),
            // −0 is a float to `serde_json`, and none to anybody else.
            (Some(value), true) if value > 0 => 0i64
                .checked_sub_unsigned(value)
                .map_or(Number::Other, Number::Negative),
            _ => Number::Other,
        })
    }

    /// At least one.
    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        (self.at > start).then_some(()).ok_or(Malformed)
    }

    /// Passes over a value that nobody asks for.
    pub(crate) fn skip(&mut self) -> Result<()> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            Some(open @ (b'[' | b'{')) => {
                self.expect(open)?;
                self.enter()?;
                let close = if open == b'[' { b']' } else { b'}' };
                let mut first = true;
                while self.next_element(&mut first, close)? {
                    if open == b'{' {
                        self.string()?;
                        self.expect(b':')?;
                    }
                    self.skip()?;
                }
                self.leave();
                Ok(())
            }
            _ => self.number().map(drop),
        }
    }
}
