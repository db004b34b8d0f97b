//! The whole stack: as a library with a script that pays, and as a program.
#![cfg(test)]

mod demo_command;
mod paid_by_script;
mod pays_other_servers;
mod support;
