//! The wallet's pages.
//!
//! ## Organization
//! - `app` – providers, header, routes
//! - `wallet` – the state all pages share: key worker, vault status, registry
//! - `start`, `create`, `restore`, `choose_password` – onboarding
//! - `unlock`, `home`

mod app;
mod balances;
mod choose_password;
mod create;
mod home;
mod restore;
mod start;
mod unlock;
mod wallet;

pub use app::App;
