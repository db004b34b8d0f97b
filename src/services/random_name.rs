use browser::random_bytes;

/// A name that nobody else has or guesses. Empty where there is no randomness: there nothing is signed either.
#[must_use]
pub fn random_name() -> String {
    random_bytes::<8>().map_or_else(String::new, |bytes| u64::from_le_bytes(bytes).to_string())
}
