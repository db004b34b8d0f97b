use std::{
    fs, io,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::StackError;

/// Everything in a state folder that belongs to a stack. Nothing else is touched.
const CONTENT: [&str; 5] = ["desk", "logs", "merchant", "operator", "zone"];

/// Where a stack keeps databases, configuration and logs.
#[derive(Debug)]
pub(crate) struct StateFolder {
    path: PathBuf,
    /// Removed when dropped.
    _temporary: Option<TempDir>,
}

impl StateFolder {
    /// Takes a folder and empties what an earlier stack left in it: its chain is gone.
    pub(crate) fn prepare(chosen: Option<&Path>) -> Result<Self, StackError> {
        let (path, temporary) = match chosen {
            Some(path) => (std::path::absolute(path)?, None),
            None => {
                let folder = TempDir::with_prefix("cryptocity-")?;
                (folder.path().to_owned(), Some(folder))
            }
        };
        for name in CONTENT {
            let folder = path.join(name);
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(StackError::file(folder)(error));
                }
                _ => fs::create_dir_all(&folder).map_err(StackError::file(folder))?,
            }
        }
        Ok(Self {
            path,
            _temporary: temporary,
        })
    }

    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.path.join("logs").join(format!("{name}.log"))
    }

    pub(crate) fn merchant(&self, file: &str) -> PathBuf {
        self.path.join("merchant").join(file)
    }

    pub(crate) fn operator(&self, file: &str) -> PathBuf {
        self.path.join("operator").join(file)
    }

    /// Records of the deposit desk.
    pub(crate) fn desk(&self) -> PathBuf {
        self.path.join("desk")
    }

    /// What the site serves as `/zone/`.
    pub(crate) fn zone(&self) -> PathBuf {
        self.path.join("zone")
    }
}
