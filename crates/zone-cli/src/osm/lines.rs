use std::io::{self, BufRead, Read};

/// Counts lines as they are read.
#[derive(Debug)]
pub(super) struct Lines<R> {
    inner: R,
    /// Counted from 1.
    pub(super) line: u64,
}

impl<R> Lines<R> {
    pub(super) const fn new(inner: R) -> Self {
        Self { inner, line: 1 }
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.line += newlines(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let passed = self
            .inner
            .fill_buf()
            .ok()
            .and_then(|buffer| buffer.get(..amount).map(newlines));
        self.line += passed.unwrap_or(0);
        self.inner.consume(amount);
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(0)
}
