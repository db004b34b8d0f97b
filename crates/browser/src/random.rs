use vault::{RandomError, RandomPort};

/// `crypto.getRandomValues`. There is no other source and no fallback.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserRandom;

impl RandomPort for BrowserRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        getrandom::fill(buffer).map_err(|_| RandomError)
    }
}
