use std::env;

/// Which browser lives through the journeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, and what is built on it.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Engine {
    /// The one that `CRYPTOCITY_ENGINE` names; Chromium when it is not set.
    ///
    /// # Panics
    /// On any other name: journeys that run in another browser than meant say nothing.
    #[must_use]
    pub fn chosen() -> Self {
        match env::var("CRYPTOCITY_ENGINE").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok(other) => panic!("CRYPTOCITY_ENGINE is {other}: neither chromium nor firefox"),
        }
    }
}
