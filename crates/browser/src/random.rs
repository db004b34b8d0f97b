use vault::{RandomError, RandomPort};

/// `crypto.getRandomValues`. There is no other source and no fallback.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserRandom;

impl RandomPort for BrowserRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(buffer).map_err(|_| RandomError)
    }
}

/// Fresh bytes from the same source, for salts and challenges; `None` when it does not work.
#[must_use]
pub fn random_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    BrowserRandom.fill(&mut bytes).ok()?;
    Some(bytes)
}
