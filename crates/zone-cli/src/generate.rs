//! A made-up zone: realistic enough to search in, and nobody's.

mod listings;
mod merchants;
mod offerings;
mod phrases;
mod random;
mod words;

use catalogue::{CatalogueContent, Entry};

pub use offerings::{DocumentFile, offerings};
use random::Random;
use units::Tiyn;
use words::Words;

/// What is made up.
#[derive(Debug, Clone)]
pub struct GenerateOptions {
    /// The registry's id.
    pub zone: String,
    /// How many merchants.
    pub merchants: u32,
    /// How many listings.
    pub listings: u32,
    /// The same seed makes the same catalogue.
    pub seed: u64,
    /// Unix seconds.
    pub now: u64,
    /// CAIP-19 identifiers that merchants take.
    pub assets: Vec<String>,
    /// The most that a deposit may be: the registry's limit of one payment.
    pub largest_deposit: Tiyn,
    /// Ordinary words and sentences, for people; otherwise words with the frequencies of a language, for measuring.
    pub readable: bool,
}

/// Makes up merchants and listings. All merchants are marked TEST.
#[must_use]
pub fn generate(options: &GenerateOptions) -> CatalogueContent {
    let mut random = Random::new(options.seed);
    let words = Words::new(&mut random, options.readable);
    let mut entries: Vec<Entry> = Vec::new();
    entries.extend(merchants::make(options, &words, &mut random));
    entries.extend(listings::make(options, &words, &mut random));
    CatalogueContent {
        zone: options.zone.clone(),
        version: 1,
        issued_at: options.now,
        expires_at: options.now + 365 * 86_400,
        entries,
        tombstones: vec![],
    }
}
