#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod application;
mod asset;
mod bin;
mod certificate;
mod check_registry;
mod clean_text;
mod demo_root;
mod envelope;
mod limits;
mod local_text;
mod operator;
mod registry;
mod root;
mod rule_entries;
mod rules;
mod trust_root;
mod validity;
mod verify_certificate;
mod verify_registry;

pub use application::{APPLICATION_KIND, Application, ApplicationError};
pub use asset::{Asset, AssetKind, ChainEntry, TransferMethod, Use};
pub use bin::{Bin, ParseBinError};
pub use certificate::{CERTIFICATE_TYPE, MerchantCertificate, MerchantKey, SettlementMode};
pub use check_registry::{RegistryFault, check_registry};
pub use clean_text::{MAX_TEXT_CHARS, TextError, check_text, deserialize_clean};
pub use demo_root::demo_trust_root;
pub use envelope::{Envelope, EnvelopeError, EnvelopeSignature, MAX_ENVELOPE_BYTES, sign_envelope};
pub use limits::{LimitConversion, LimitPeriod, Limits, Spent};
pub use local_text::LocalText;
pub use operator::{Licence, Operator, QuoteKey};
pub use registry::{REGISTRY_TYPE, Registry, Status};
pub use root::{MAX_ROOT_KEYS, ROOT_TYPE, RootDocument, RotateRootError};
pub use rule_entries::{
    CatalogueRoot, CertificateKey, DepositService, NotaryFee, Notice, RealEstateRules, RegisteredNotary,
    Revocation, Suspension, VatRate,
};
pub use rules::{
    RuleError, check_asset, check_deposit, check_limit, check_limits, check_operator, check_vat,
};
pub use trust_root::TrustRoot;
pub use validity::Validity;
pub use verify_certificate::{VerifyCertificateError, verify_certificate};
pub use verify_registry::{Freshness, RegistryFile, VerifiedRegistry, VerifyRegistryError, verify_registry};
