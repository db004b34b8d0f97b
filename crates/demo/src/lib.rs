#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod addresses;
mod cafe;
mod child_process;
mod city_files;
mod deploy;
mod deploy_exchange;
mod deploy_offering;
mod deploy_tokens;
mod deposit_desk;
mod error;
mod options;
mod ports;
mod programs;
mod serve;
mod stack;
mod staff;
mod start_children;
mod state_folder;
mod till_config;
mod zone_files;

pub use addresses::Addresses;
pub use error::StackError;
pub use options::{CitySize, Ports, StackOptions};
pub use stack::Stack;
pub use staff::{STAFF, StaffMember};
