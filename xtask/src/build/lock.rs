//! One build of the site at a time: two would write into the same folders.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::error::{Result, io};
use crate::interrupt;

/// Waits until no other build works in `folder`. The lock ends with the returned file.
pub(super) fn take(folder: &Path) -> Result<File> {
    std::fs::create_dir_all(folder).map_err(|e| io("create", folder, &e))?;
    let path = folder.join(".lock");
    let file = File::create(&path).map_err(|e| io("create", &path, &e))?;
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(io("lock", &path, &error)),
            Err(TryLockError::WouldBlock) => {
                interrupt::check()?;
                if !told {
                    eprintln!("▸ waiting for another build of this checkout");
                    told = true;
                }
                std::thread::sleep(Duration::from_millis(200));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_build_waits_for_the_first() {
        let folder = std::env::temp_dir().join(format!("cryptocity-lock-{}", std::process::id()));
        let first = take(&folder).unwrap();
        let second = {
            let folder = folder.clone();
            std::thread::spawn(move || take(&folder).is_ok())
        };
        assert!(matches!(
            File::open(folder.join(".lock")).unwrap().try_lock(),
            Err(TryLockError::WouldBlock)
        ));
        drop(first);
        assert!(second.join().unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
