use std::{cell::RefCell, rc::Rc};

use browser::{HttpRequest, fetch, now_seconds, read_seen_version};
use chain::HttpLimits;
use city::{
    Wanted,
    protocol::{CityTrouble, Phase, Request},
};
use futures_util::future::{FutureExt as _, join_all};

use crate::{kept, message_loop::Shell};

const REGISTRY: &str = "/zone/registry.json";
const MANIFEST: &str = "manifest.json";
/// What a registry or manifest may have; the envelope's own cap is the same.
const MAX_DOCUMENT: usize = 1024 * 1024;
/// Files fetched at once.
const AT_ONCE: usize = 4;
/// How often a file is asked for before it is left out.
const ATTEMPTS: usize = 2;
const DEADLINE_MILLIS: u32 = 60_000;

/// Shows what was kept, then what the network has.
pub(crate) async fn load(shell: Rc<RefCell<Shell>>) {
    if !shell.borrow_mut().begin() {
        return;
    }
    // Without storage nothing was seen before.
    let seen = read_seen_version().await.unwrap_or(0);
    if open_kept(&shell, seen).await {
        load_files(&shell, Source::Kept).await;
    }
    let fresh = open_fresh(&shell, seen).await;
    shell.borrow_mut().update(|state| {
        state.trouble = fresh.err();
        state.kept = fresh.is_err();
    });
    load_files(&shell, Source::Network).await;
    if fresh.is_ok() {
        let named = shell.borrow().city.named_files();
        kept::drop_others(&named).await;
    }
    shell.borrow_mut().finish();
}

/// Registry and manifest of the last time, if they still hold.
async fn open_kept(shell: &RefCell<Shell>, seen: u64) -> bool {
    let Some(registry) = kept::read(REGISTRY).await else {
        return false;
    };
    let now = now_seconds();
    if shell
        .borrow_mut()
        .city
        .open_registry(&registry, seen, now)
        .is_err()
    {
        return false;
    }
    let Some(address) = address_of(shell, MANIFEST) else {
        return false;
    };
    let Some(manifest) = kept::read(&address).await else {
        return false;
    };
    let opened = shell.borrow_mut().city.open_manifest(&manifest, now).is_ok();
    shell.borrow_mut().update(|state| {
        state.kept = opened;
        state.phase = Phase::Loading;
    });
    opened
}

async fn open_fresh(shell: &RefCell<Shell>, seen: u64) -> Result<(), CityTrouble> {
    let registry = download(REGISTRY, MAX_DOCUMENT)
        .await
        .ok_or(CityTrouble::Unreachable)?;
    let now = now_seconds();
    shell.borrow_mut().city.open_registry(&registry, seen, now)?;
    shell.borrow_mut().update(|state| state.phase = Phase::Loading);
    kept::write(REGISTRY, &registry).await;
    let address = address_of(shell, MANIFEST).ok_or(CityTrouble::NoCatalogue)?;
    let manifest = download(&address, MAX_DOCUMENT)
        .await
        .ok_or(CityTrouble::Unreachable)?;
    shell.borrow_mut().city.open_manifest(&manifest, now)?;
    kept::write(&address, &manifest).await;
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Kept,
    Network,
}

/// Everything searching needs and that is not here yet. Files that do not come or do not hold are counted and left out.
async fn load_files(shell: &RefCell<Shell>, source: Source) {
    let files = shell.borrow().city.search_files();
    let total = files.iter().map(|file| file.bytes).sum();
    let (here, missing): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|file| shell.borrow().city.has_search_file(&file.path));
    let loaded = here.iter().map(|file| file.bytes).sum();
    shell.borrow_mut().update(|state| {
        state.total = total;
        state.loaded = loaded;
        state.broken = 0;
    });
    for some in missing.chunks(AT_ONCE) {
        join_all(some.iter().map(|file| load_search_file(shell, file, source))).await;
    }
}

async fn load_search_file(shell: &RefCell<Shell>, file: &Wanted, source: Source) {
    let Some(address) = address_of(shell, &file.path) else {
        return;
    };
    let add = |bytes: &[u8]| shell.borrow_mut().city.add_search_file(&file.path, bytes).is_ok();
    let mut holds = kept::read(&address).await.is_some_and(|bytes| add(&bytes));
    for _ in 0..ATTEMPTS {
        if holds || source == Source::Kept {
            break;
        }
        if let Some(bytes) = download(&address, size(file)).await {
            holds = add(&bytes);
            if holds {
                kept::write(&address, &bytes).await;
            }
        }
    }
    shell.borrow_mut().update(|state| {
        if holds {
            state.loaded += file.bytes;
        } else if source == Source::Network {
            state.broken += 1;
        }
    });
}

/// Fetches what one request needs beyond the indexes. A file that another request fetches already is waited for.
pub(crate) async fn load_for(shell: &Rc<RefCell<Shell>>, request: &Request) {
    let files = shell.borrow().city.files_for(request);
    for file in files {
        let path = file.path.clone();
        let coming = shell
            .borrow_mut()
            .coming
            .entry(path.clone())
            .or_insert_with(|| load_file(shell.clone(), file).boxed_local().shared())
            .clone();
        coming.await;
        shell.borrow_mut().coming.remove(&path);
    }
}

async fn load_file(shell: Rc<RefCell<Shell>>, file: Wanted) {
    let Some(address) = address_of(&shell, &file.path) else {
        return;
    };
    let add = |bytes: &[u8]| shell.borrow_mut().city.add_file(&file.path, bytes).is_ok();
    if kept::read(&address).await.is_some_and(|bytes| add(&bytes)) {
        return;
    }
    if let Some(bytes) = download(&address, size(&file)).await
        && add(&bytes)
    {
        kept::write(&address, &bytes).await;
    }
}

fn size(file: &Wanted) -> usize {
    usize::try_from(file.bytes).unwrap_or_default()
}

/// The address of a file of the catalogue; relative ones are beside the registry.
fn address_of(shell: &RefCell<Shell>, name: &str) -> Option<String> {
    let shell = shell.borrow();
    let folder = shell.city.catalogue_url()?;
    let absolute = folder.starts_with('/') || folder.contains("://");
    Some(if absolute {
        format!("{folder}{name}")
    } else {
        format!("/zone/{folder}{name}")
    })
}

async fn download(address: &str, most: usize) -> Option<Vec<u8>> {
    let request = HttpRequest {
        method: "GET",
        url: address,
        headers: &[],
        body: None,
    };
    let limits = HttpLimits {
        max_bytes: most,
        deadline_ms: DEADLINE_MILLIS,
    };
    let answer = fetch(&request, limits).await.ok()?;
    (answer.status == 200).then_some(answer.body)
}
