//! What the wallet and the tills accept as a registry or a certificate, and what they refuse.
#![cfg(test)]

mod certificate_is_accepted;
mod certificate_is_refused;
mod keys_are_rotated;
mod registry_is_accepted;
mod registry_is_consistent;
mod registry_is_refused;
mod rules_are_named;
mod support;
