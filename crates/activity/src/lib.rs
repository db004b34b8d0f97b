#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod calendar;
mod catch_up;
mod contacts;
mod entry;
mod export;
mod filter;
mod limits;
mod look_alike;
mod merge;
mod names;
mod recognise;
mod spending;
mod state;
mod track;
mod worth;

pub use calendar::{Day, Month};
pub use catch_up::{CaughtUp, Known, catch_up};
pub use contacts::{Contact, ContactBook, ContactError};
pub use entry::{Authorized, Direction, Entry, EntryAsset, EntryKind, PartyName};
pub use export::{export_csv, export_tax_csv};
pub use filter::{Filter, StateFilter, Words, searchable};
pub use limits::{LimitExceeded, LimitRules, Meter, MeterKind, Meters};
pub use look_alike::{Recipient, differing_positions, is_look_alike, is_spam, judge_recipient};
pub use merge::merge_transfers;
pub use names::{NameRisk, judge_name, skeleton};
pub use recognise::{KnownContracts, recognise};
pub use spending::{MonthSpending, spending_by_month};
pub use state::{NextStep, Observation, Outcome, State};
pub use track::observe;
pub use worth::{DayWorth, Held, worth_by_day};
