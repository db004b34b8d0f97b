use std::{path::Path, process::Stdio, time::Duration};

use tokio::{process::Command, time::sleep};

use crate::Result;

/// Kills every process of the browser that keeps everything in this folder, as a crash would.
pub(crate) async fn kill_browser(profile: &Path) -> Result<()> {
    loop {
        let living = browsers_in(profile)?;
        if living.is_empty() {
            break;
        }
        for process in living {
            // One of them takes the others along; then there is none to be killed.
            Command::new("kill")
                .args(["-9", &process])
                .stderr(Stdio::null())
                .status()
                .await?;
        }
        sleep(Duration::from_millis(20)).await;
    }
    for lock in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
        // A dead browser's locks keep the next one from starting; it need not have had all of them.
        let _ = std::fs::remove_file(profile.join(lock));
    }
    Ok(())
}

/// The processes that were started with a profile, by their numbers.
fn browsers_in(profile: &Path) -> Result<Vec<String>> {
    let argument = profile_argument(profile);
    let mut found = Vec::new();
    for process in std::fs::read_dir("/proc")? {
        let process = process?;
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        if String::from_utf8_lossy(&line)
            .split(['\0', ' '])
            .any(|part| part == argument)
        {
            found.push(process.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(found)
}

/// How Chromium is told where to keep everything.
pub(crate) fn profile_argument(profile: &Path) -> String {
    format!("--user-data-dir={}", profile.display())
}
