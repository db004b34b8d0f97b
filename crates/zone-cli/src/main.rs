//! `zone`: exit code 0 done, 1 refused or failed, 2 wrong arguments.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::Parser as _;
use zone_cli::{Arguments, run};

fn main() -> ExitCode {
    match run(Arguments::parse(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "zone: {error}");
            ExitCode::FAILURE
        }
    }
}
