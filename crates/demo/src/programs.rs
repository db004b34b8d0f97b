use std::{
    env,
    path::{Path, PathBuf},
};

use crate::StackError;

/// Anvil, from where the caller says or from PATH.
pub(crate) fn find_anvil(chosen: Option<&Path>) -> Result<PathBuf, StackError> {
    let on_path = || {
        let path = env::var_os("PATH")?;
        env::split_paths(&path)
            .map(|folder| folder.join("anvil"))
            .find(|file| file.is_file())
    };
    let path = chosen
        .map(Path::to_owned)
        .or_else(on_path)
        .unwrap_or_else(|| "anvil".into());
    require("Anvil", path, "run `npm ci` in tools/, or name it with --anvil")
}

/// The till, from where the caller says or from beside this program.
pub(crate) fn find_till(chosen: Option<&Path>) -> Result<PathBuf, StackError> {
    let path = match chosen {
        Some(path) => path.to_owned(),
        None => {
            let own = env::current_exe()?;
            // Tests run from a folder below the programs.
            let beside = own.ancestors().skip(1).take(2).map(|folder| folder.join("till"));
            beside
                .clone()
                .find(|file| file.is_file())
                .or_else(|| beside.clone().next())
                .unwrap_or(own)
        }
    };
    require(
        "The till",
        path,
        "run `cargo build --package till`, or name it with --till",
    )
}

fn require(program: &'static str, path: PathBuf, remedy: &'static str) -> Result<PathBuf, StackError> {
    if path.is_file() {
        Ok(path)
    } else {
        Err(StackError::MissingProgram {
            program,
            path,
            remedy,
        })
    }
}
