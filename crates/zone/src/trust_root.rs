use alloc::vec::Vec;

use sig::PublicKey;

use crate::demo_root::is_demo_key;

/// The keys a build trusts to sign registries, and how many must agree. Compiled in.
#[derive(Debug, Clone)]
pub struct TrustRoot {
    /// Its number; rotations count up from here.
    pub number: u32,
    /// The keys.
    pub keys: Vec<PublicKey>,
    /// How many of them must sign.
    pub threshold: usize,
}

impl TrustRoot {
    /// Whether any of the keys is publicly known, as the demo's are.
    #[must_use]
    pub fn has_demo_key(&self) -> bool {
        self.keys.iter().any(is_demo_key)
    }
}
