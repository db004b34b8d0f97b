use std::io::Write;

use crate::{Arguments, CliError, arguments::Command, commands};

/// Does what was asked for.
///
/// # Errors
/// [`CliError`].
pub fn run(arguments: Arguments, out: &mut dyn Write) -> Result<(), CliError> {
    match arguments.command {
        Command::NewKey { out: path } => commands::new_key(&path, out),
        Command::Generate(options) => commands::generate_zone(&options, out),
        Command::Build(options) => commands::build(&options, out),
        Command::ImportOsm(options) => commands::import_osm(&options, out),
        Command::Sign { file, key } => commands::sign(&file, &key, out),
        Command::Verify { folder, root } => commands::verify(&folder, root.as_deref(), out),
        Command::Rotate(options) => commands::rotate(&options, out),
        Command::Inspect { file } => commands::inspect(&file, out),
        Command::Diff { old, new } => commands::diff(&old, &new, out),
        Command::Suspend(options) => commands::suspend(&options, out),
        Command::Appeal(options) => commands::appeal(&options, out),
        Command::Reinstate(options) => commands::reinstate(&options, out),
        Command::Revoke(options) => commands::revoke(&options, out),
    }
}
