//! What both tills are told about their HTTP interface.

use std::net::{IpAddr, SocketAddr};

use serde::Deserialize;

/// Who may ask how often, and where the till's own people look.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HttpConfig {
    /// Where metrics and readiness are served to this machine's own network, without a key. Absent: only with a key, beside
    /// everything else.
    pub metrics_listen: Option<SocketAddr>,
    /// Requests a second of one address (IPv6: of one /64 network), twice as many at once; 0 is no limit.
    pub per_address_a_second: u32,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            metrics_listen: None,
            per_address_a_second: 100,
            trusted_proxies: Vec::new(),
        }
    }
}
