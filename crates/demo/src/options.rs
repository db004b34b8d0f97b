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
