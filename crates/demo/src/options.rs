use std::path::PathBuf;

/// What is started, and where it listens.
#[derive(Debug, Clone, Default)]
pub struct StackOptions {
    /// The built site.
    pub dist: PathBuf,
    /// Anvil's program; looked up on PATH when absent.
    pub anvil: Option<PathBuf>,
    /// The till's program; looked for beside this program when absent.
    pub till: Option<PathBuf>,
    /// Where databases, configuration and logs go; a temporary folder when absent.
    pub state_dir: Option<PathBuf>,
    /// Where everybody listens.
    pub ports: Ports,
    /// Origins of further pages of the café's merchant, to be certified besides the café's own.
    pub more_origins: Vec<String>,
    /// How large the made-up catalogue is.
    pub city: CitySize,
    /// How the merchant till is reached from outside, when something stands in front of it.
    pub merchant_public_url: Option<String>,
}

/// Ports on 127.0.0.1; 0 takes a free one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ports {
    /// The wallet's site.
    pub wallet: u16,
    /// The café.
    pub cafe: u16,
    /// The merchant till.
    pub merchant: u16,
    /// The operator till.
    pub operator: u16,
    /// The chain's node.
    pub anvil: u16,
    /// The operator's deposit desk.
    pub desk: u16,
}

impl Ports {
    /// Whether the ports of all child processes are left to chance.
    pub(crate) const fn are_free(self) -> bool {
        self.merchant == 0 && self.operator == 0 && self.anvil == 0
    }
}

/// How large a made-up catalogue is. The café is in it whatever the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CitySize {
    /// Merchants.
    pub merchants: u32,
    /// Property listings.
    pub listings: u32,
    /// The same seed makes the same catalogue.
    pub seed: u64,
}

impl CitySize {
    /// Enough to walk around in.
    pub const CITY: Self = Self {
        merchants: 260,
        listings: 2400,
        seed: 1,
    };
}

impl Default for CitySize {
    /// Enough for tests.
    fn default() -> Self {
        Self {
            merchants: 40,
            listings: 120,
            seed: 1,
        }
    }
}
