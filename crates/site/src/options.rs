use std::path::PathBuf;

use crate::Origin;

/// What is served, and whom its pages may talk to.
#[derive(Debug, Clone, Default)]
pub struct SiteOptions {
    /// The built site.
    pub dist: PathBuf,
    /// What `/zone/` serves; `dist/zone` when absent.
    pub zone: Option<PathBuf>,
    /// Origins that wallet pages may reach besides their own: nodes and operator tills.
    pub connect: Vec<Origin>,
    /// Origins that wallet pages may show pictures from: map tiles, photos of property.
    pub images: Vec<Origin>,
    /// Whether the pay page may reach tills over plain http on this machine. Demo and tests only.
    pub loopback_tills: bool,
    /// Whether browsers are told to use TLS only. Wrong on plain http.
    pub hsts: bool,
}
