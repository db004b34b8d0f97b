use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{ConfigError, Consumer, Database, HttpConfig, RegistrySource, base_of, read, without_slash};
use crate::{SecretKey, merchant::Scope};

/// A client of a merchant's till: the SHA-256 of its API key, and what to call it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiKey {
    /// 0x-hex or plain hex of SHA-256 of the key.
    pub key_sha256: sig::B256,
    /// For logs and for idempotency keys.
    pub name: String,
    /// What it may be used for; everything when absent.
    pub scopes: Option<Vec<Scope>>,
}

/// Settings of a merchant till.
#[derive(Debug, Clone)]
pub struct MerchantConfig {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How the till is reached from outside; the listening address when absent.
    pub public_url: Option<String>,
    /// Limits of its HTTP interface.
    pub http: HttpConfig,
    /// SQLite file or PostgreSQL address.
    pub database: Database,
    /// The operator's till.
    pub operator_url: String,
    /// The only web origin that may call pay URLs.
    pub wallet_origin: String,
    /// Signs orders and receipts.
    pub order_key: SecretKey,
    /// DSSE envelope of the merchant's certificate.
    pub certificate: PathBuf,
    /// The zone's registry.
    pub registry: RegistrySource,
    /// Who may create orders.
    pub api_keys: Vec<ApiKey>,
    /// How long an order can be paid.
    pub order_ttl_seconds: u64,
    /// What customers are told.
    pub consumer: Consumer,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MerchantFile {
    listen: SocketAddr,
    public_url: Option<String>,
    #[serde(default)]
    http: HttpConfig,
    database: String,
    operator_url: String,
    wallet_origin: String,
    order_key: Option<String>,
    order_key_file: Option<PathBuf>,
    certificate: PathBuf,
    registry: String,
    #[serde(default)]
    api_keys: Vec<ApiKey>,
    #[serde(default = "default_order_ttl")]
    order_ttl_seconds: u64,
    #[serde(default)]
    consumer: Consumer,
}

const fn default_order_ttl() -> u64 {
    15 * 60
}

impl MerchantConfig {
    /// Reads the configuration of a merchant till.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let file: MerchantFile = read(path)?;
        let base = base_of(path);
        let key_file = file.order_key_file.map(|file| base.join(file));
        Ok(Self {
            listen: file.listen,
            public_url: file.public_url.map(|url| without_slash(&url)),
            http: file.http,
            database: Database::parse(&file.database, base),
            operator_url: without_slash(&file.operator_url),
            wallet_origin: without_slash(&file.wallet_origin),
            order_key: SecretKey::load("order_key", file.order_key.as_deref(), key_file.as_deref())?,
            certificate: base.join(file.certificate),
            registry: RegistrySource::parse(&file.registry, base),
            api_keys: file.api_keys,
            order_ttl_seconds: file.order_ttl_seconds,
            consumer: file.consumer,
        })
    }
}
