//! The wallet's pages.
//!
//! ## Organization
//! - `app` – providers, bars around every page, `Unlocked`
//! - `routes` – every address; `sections` – the navigation; `lazy` – pages whose code comes when it is needed
//! - `wallet` – the state all pages share: key worker, vault status, registry
//! - `security` – settings about keys: locking, password, passkeys, backup, accounts
//! - `city` – places, property, investments, the zone's rules
//! - `deposits` – deposits for homes
//! - `onboarding` – from nothing to an open wallet
//! - `money` – balances, activity, contacts, sending: what is known and done, no views
//! - `send`, `scan`, `activity`, `contacts`, `sign` – what people do with it; `limits`, `network_note` – shown on them
//! - `unlock`, `home`, `receive`, `more`, `settings`, `missing`
//! - `exchange` – one asset for another at a licensed operator; `bank` – tenge for an asset and back; `identification` –
//!   being known to an operator; `countdown` – how long an offer holds, `deal_paper` – what became of it; `invest` – subscribing offerings of the city, units held
//! - `test_person` – somebody who does not exist, for forms of a demo
//! - `help` – questions and glossary
//! - `update_notice` – a newer build waits until its owner agrees
//! - `x402` – paying a server that shows no CryptoCity order

mod activity;
mod app;
mod bank;
mod city;
mod contacts;
mod countdown;
mod deal_paper;
mod deposits;
mod exchange;
mod help;
mod home;
mod identification;
mod invest;
mod lazy;
mod limits;
mod missing;
mod money;
mod more;
mod network_note;
mod onboarding;
mod receive;
mod routes;
mod scan;
mod sections;
mod security;
mod send;
mod settings;
mod sign;
mod test_person;
mod unlock;
mod update_notice;
mod wallet;
mod x402;

pub use app::App;
