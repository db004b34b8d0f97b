#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod bin;
mod certificate;
mod demo_root;
mod envelope;
mod local_text;
mod registry;
mod rules;
mod trust_root;
mod validity;
mod verify_certificate;
mod verify_registry;

pub use bin::{Bin, ParseBinError};
pub use certificate::{CERTIFICATE_TYPE, MerchantCertificate, MerchantKey, SettlementMode};
pub use demo_root::demo_trust_root;
pub use envelope::{Envelope, EnvelopeError, EnvelopeSignature, MAX_ENVELOPE_BYTES, sign_envelope};
pub use local_text::LocalText;
pub use registry::{
    Asset, AssetKind, CertificateKey, ChainEntry, Licence, Limits, Operator, QuoteKey, REGISTRY_TYPE,
    Registry, Revocation, Status, TransferMethod, Use, VatRate,
};
pub use rules::{RuleError, check_asset, check_limit, check_operator, check_vat};
pub use trust_root::TrustRoot;
pub use validity::Validity;
pub use verify_certificate::{VerifyCertificateError, verify_certificate};
pub use verify_registry::{Freshness, VerifiedRegistry, VerifyRegistryError, verify_registry};
