/// Makes inputs out of samples: the same ones for the same seed.
#[derive(Debug, Clone)]
pub struct Mutator {
    state: u64,
    samples: Vec<Vec<u8>>,
}

/// Texts that readers of text and numbers stumble over.
const PIECES: [&str; 18] = [
    "\0",
    "\u{3000}",
    "\u{200b}",
    "e\u{301}",
    "é",
    "ß",
    "İ",
    "\u{feff}",
    "\u{202e}",
    "12.",
    "{",
    "[[[[",
    "\"",
    "-1",
    "1e9",
    "18446744073709551616",
    "null",
    "\\u0000",
];

impl Mutator {
    /// A mutator of these samples.
    #[must_use]
    pub const fn new(seed: u64, samples: Vec<Vec<u8>>) -> Self {
        Self {
            // The generator stands still at nothing.
            state: seed | 1,
            samples,
        }
    }

    /// The next input.
    #[must_use]
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.sample();
        for _ in 0..=self.below(5) {
            let at = self.below(input.len() + 1);
            match self.below(8) {
                0 => {
                    if let Some(byte) = input.get_mut(at) {
                        *byte ^= 1 << (self.below(8));
                    }
                }
                1 => {
                    if let Some(byte) = input.get_mut(at) {
                        *byte = u8::try_from(self.below(256)).unwrap_or_default();
                    }
                }
                2 => input.truncate(at),
                3 => {
                    let end = (at + self.below(9)).min(input.len());
                    input.drain(at..end);
                }
                4 => {
                    let end = (at + self.below(40)).min(input.len());
                    let again = input.get(at..end).unwrap_or_default().to_vec();
                    input.splice(at..at, again);
                }
                5 => {
                    let other = self.sample();
                    let from = self.below(other.len() + 1);
                    input.truncate(at);
                    input.extend(other.into_iter().skip(from));
                }
                _ => {
                    let piece = PIECES.get(self.below(PIECES.len())).copied().unwrap_or_default();
                    input.splice(at..at, piece.bytes());
                }
            }
        }
        input
    }

    fn sample(&mut self) -> Vec<u8> {
        let which = self.below(self.samples.len());
        self.samples.get(which).cloned().unwrap_or_default()
    }

    /// A number below a limit, from [xorshift](https://www.jstatsoft.org/article/view/v008i14).
    fn below(&mut self, limit: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let number = usize::try_from(self.state >> 32).unwrap_or_default();
        number.checked_rem(limit).unwrap_or_default()
    }
}
