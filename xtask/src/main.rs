//! `cargo xtask`: every command of this repository. This file only reads the command line.

#![allow(clippy::print_stderr, reason = "a command line program talks to its terminal")]
#![allow(
    clippy::disallowed_methods,
    reason = "runs natively only: it measures time and waits for children"
)]

mod args;
mod arrows;
mod audit;
mod bench;
mod build;
mod check;
mod contracts;
mod contrast;
mod demo;
mod doctor;
mod error;
mod hash;
mod interrupt;
mod lint;
mod locales;
mod lockfile;
mod npm;
mod output;
mod packages;
mod paths;
mod process;
mod session;
mod shots;
mod smoke;
mod stack;
mod step;
mod test;
mod toolchain;
mod tools;
mod versions;

use std::process::ExitCode;

use args::Command;
use error::Result;
use output::say;
use session::Session;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_interruption() => {
            eprintln!("\nStopped on request.");
            ExitCode::from(130)
        }
        Err(error) => {
            error.report();
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let command = args::parse(lexopt::Parser::from_env())?;
    if matches!(command, Command::Help) {
        say(args::HELP);
        return Ok(());
    }
    interrupt::install()?;
    let session = Session::new()?;
    match command {
        Command::Help => Ok(()),
        Command::Demo(options) => demo::run(&session, &options),
        Command::Test => test::run(&session),
        Command::Check => check::run(&session),
        Command::Smoke(options) => smoke::run(&session, &options),
        Command::Shots(options) => shots::run(&session, &options),
        Command::Gallery { port } => shots::show_gallery(&session, port),
        Command::Audit(options) => audit::run(&session, &options),
        Command::Bench(options) => bench::run(&session, &options),
        Command::Doctor => doctor::run(&session),
        Command::Firefox => test::firefox::run(&session),
        Command::Journeys => {
            test::browser::journeys(&session)?;
            test::summary::finish(&session)
        }
        Command::Build(options) => {
            let rows = build::site(&session, &options)?;
            say(&format!("\n{}", build::table(&rows)));
            Ok(())
        }
        Command::Contracts { check } => contracts::run(&session, check),
        Command::Arrows => arrows::run(&session),
    }
}
