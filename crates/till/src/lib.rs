#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod address_limit;
mod clock;
pub mod commands;
mod config;
mod error;
mod http_io;
mod i18n;
mod keyed_lock;
mod locks;
pub mod merchant;
mod openapi;
pub mod operator;
mod payment_id;
mod reconciliation;
mod registry;
mod secret_key;
mod serve;
mod storage;
mod travel_key;

pub use clock::Clock;
pub use commands::{Maintenance, MaintenanceError, TillRole, maintain};
pub use config::{
    AmlConfig, ApiKey, BankConfig, ConfigError, Consumer, Database, FaucetConfig, FaucetGrant, FinalityRule,
    FinalityStep, GasPolicy, HttpConfig, IdentificationConfig, MerchantConfig, OfferingConfig,
    OperatorConfig, PayoutAccount, Pointers, RateConfig, RateOrigin, RegistrarConfig, RegistrySource,
    ScreeningConfig, ScreeningHook, TravelConfig,
};
pub use error::ApiError;
pub use reconciliation::{Difference, Report};
pub use registry::LoadRegistryError;
pub use secret_key::{SecretKey, SecretKeyError};
pub use serve::{ServeError, run_merchant, run_operator};
pub use storage::StorageError;
pub use travel_key::{SealedData, TRAVEL_SUITE, TravelKey};
