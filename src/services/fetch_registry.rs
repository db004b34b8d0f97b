use browser::{HttpRequest, fetch, read_record, read_seen_version, write_records, write_seen_version};
use chain::HttpLimits;
use key_worker::protocol::OpenRegistryRequest;

/// Why there is no registry to verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchRegistryError {
    /// It did not load.
    Unreachable,
    /// What was seen before cannot be read.
    Storage,
}

/// Fetches the registry from this origin, beside the highest version seen before. The key worker verifies it.
///
/// # Errors
/// [`FetchRegistryError`].
pub async fn fetch_registry() -> Result<OpenRegistryRequest, FetchRegistryError> {
    let request = HttpRequest::get("/zone/registry.json");
    let answer = fetch(&request, HttpLimits::default())
        .await
        .map_err(|_| FetchRegistryError::Unreachable)?;
    if answer.status != 200 {
        return Err(FetchRegistryError::Unreachable);
    }
    let registry = String::from_utf8(answer.body).map_err(|_| FetchRegistryError::Unreachable)?;
    let seen_version = read_seen_version()
        .await
        .map_err(|_| FetchRegistryError::Storage)?;
    Ok(OpenRegistryRequest {
        registry,
        seen_version,
    })
}

/// Remembers the edition of a registry that the key worker has verified.
///
/// # Errors
/// [`FetchRegistryError::Storage`].
pub async fn remember_registry(edition: u64, seen: u64) -> Result<(), FetchRegistryError> {
    if edition > seen {
        write_seen_version(edition)
            .await
            .map_err(|_| FetchRegistryError::Storage)?;
    }
    Ok(())
}

const KEPT: &str = "registry";

/// The registry that was verified last, for when it cannot be fetched. It is verified again like any other.
pub async fn kept_registry() -> Option<OpenRegistryRequest> {
    let registry = read_record(KEPT).await.ok().flatten()?;
    let seen_version = read_seen_version().await.ok()?;
    Some(OpenRegistryRequest {
        registry,
        seen_version,
    })
}

/// Keeps a registry that the key worker has verified. Without it only opening without a network is lost.
pub async fn keep_registry(request: &OpenRegistryRequest) {
    let _ = write_records(&[(KEPT.to_owned(), request.registry.clone())]).await;
}
