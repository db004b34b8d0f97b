use std::{path::Path, time::Duration};

use tokio::time::timeout;

use crate::{DevTools, Engine, JourneyError, Recorder, Result, World};

/// For one page to tell what stands on it.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stands on a page and in the storage of its origin.
const EVERYTHING: &str = r#"(async () => {
    const seen = [document.documentElement.outerHTML, location.href, document.cookie, document.title];
    for (const field of document.querySelectorAll("input, textarea")) seen.push(field.value);
    for (const storage of [localStorage, sessionStorage]) seen.push(JSON.stringify({ ...storage }));
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done) => {
            const request = indexedDB.open(name);
            request.onsuccess = () => done(request.result);
            request.onerror = request.onblocked = () => done(null);
        });
        for (const store of database?.objectStoreNames ?? []) {
            seen.push(await new Promise((done) => {
                const request = database.transaction(store).objectStore(store).getAll();
                request.onsuccess = () => done(JSON.stringify(request.result));
                request.onerror = () => done("");
            }));
        }
        database?.close();
    }
    for (const name of await caches.keys()) seen.push(name);
    return seen.join("\n");
})()"#;

impl World {
    /// Looks for the journey's secrets in everything that left its pages: what they sent and said, what stands on them and
    /// in their storage, and the browser's folder. Of Firefox only the window in front can be looked at.
    ///
    /// # Errors
    /// [`JourneyError::Leak`].
    pub async fn keeps_its_secrets(&self) -> Result<()> {
        let mut leaks = Vec::new();
        let mut look = |place: &str, found: Vec<String>| {
            leaks.extend(found.into_iter().map(|what| format!("{what} in {place}")));
        };
        if self.browser.engine() == Engine::Chromium {
            let heard = self.recorder().map(Recorder::heard).unwrap_or_default();
            look("what was sent and said", self.secrets.found_in_text(&heard));
            let mut tools = DevTools::connect(&self.browser.debugger_address()?).await?;
            for (url, session) in tools.attach_to_pages().await? {
                let looked = timeout(PATIENCE, tools.evaluate(&session, EVERYTHING)).await;
                let Ok(seen) = looked else {
                    return Err(JourneyError::DevTools(format!("{url} does not answer")));
                };
                // A page that is just closing has nothing to say.
                let seen = seen.unwrap_or_default();
                look(&url, self.secrets.found_in_text(&seen.to_string()));
            }
            for (path, bytes) in files_under(self.browser.profile()) {
                look(&path, self.secrets.found_in_bytes(&bytes));
            }
        } else {
            let seen = self.browser.page().run(&format!("return {EVERYTHING}")).await?;
            look("the page in front", self.secrets.found_in_text(&seen.to_string()));
        }
        if leaks.is_empty() {
            Ok(())
        } else {
            Err(JourneyError::Leak(leaks.join("; ")))
        }
    }
}

/// Every file of a folder, as far as it can be read: a browser that runs takes some away meanwhile.
#[must_use]
pub fn files_under(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                Ok(kind) if kind.is_file() => {
                    if let Ok(bytes) = std::fs::read(&path) {
                        files.push((path.display().to_string(), bytes));
                    }
                }
                _ => {}
            }
        }
    }
    files
}
