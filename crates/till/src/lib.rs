#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod clock;
mod config;
mod error;
mod http_client;
mod http_io;
mod keyed_lock;
mod locks;
pub mod merchant;
pub mod operator;
mod payment_id;
mod registry;
mod secret_key;
mod serve;
mod storage;

pub use clock::Clock;
pub use config::{
    ApiKey, ConfigError, Database, FaucetConfig, FaucetGrant, FinalityRule, FinalityStep, GasPolicy,
    MerchantConfig, OperatorConfig, RegistrySource,
};
pub use error::ApiError;
pub use http_client::HttpClient;
pub use registry::LoadRegistryError;
pub use secret_key::{SecretKey, SecretKeyError};
pub use serve::{ServeError, run_merchant, run_operator};
pub use storage::StorageError;
