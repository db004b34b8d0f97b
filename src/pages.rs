//! The wallet's pages.
//!
//! ## Organization
//! - `app` – providers, bars around every page, `Unlocked`
//! - `routes` – every address; `sections` – the navigation
//! - `wallet` – the state all pages share: key worker, vault status, registry
//! - `security` – settings about keys: locking, password, passkeys, backup, accounts
//! - `city` – places, property, investments, the zone's rules
//! - `deposits` – deposits for homes
//! - `onboarding` – from nothing to an open wallet
//! - `unlock`, `home`, `receive`, `more`, `settings`, `missing`
//! - `exchange` – one asset for another at a licensed operator
//! - `help` – questions and glossary
//! - `update_notice` – a newer build waits until its owner agrees
//! - `x402` – paying a server that shows no CryptoCity order
//! - `gallery` – every component in every state, in development builds

mod app;
mod balances;
mod city;
mod deposits;
mod exchange;
#[cfg(debug_assertions)]
mod gallery;
mod help;
mod home;
mod missing;
mod more;
mod onboarding;
mod receive;
mod routes;
mod sections;
mod security;
mod settings;
mod unlock;
mod update_notice;
mod wallet;
mod x402;

pub use app::App;
