use std::{cell::RefCell, rc::Rc};

use browser::{WorkerCallError, WorkerClient};
use catalogue::Listing;
use city::protocol::{CityState, Missing, One, Phase, Request, Response};
use zeroize::Zeroizing;

/// Why the city worker gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CityError {
    /// It does not run, or gave an answer that is none.
    Worker,
    /// There is no such entry to show.
    Missing(Missing),
}

impl From<WorkerCallError> for CityError {
    fn from(_: WorkerCallError) -> Self {
        Self::Worker
    }
}

thread_local! {
    /// One worker a page, started with the first question.
    static CLIENT: RefCell<Option<Rc<WorkerClient>>> = const { RefCell::new(None) };
}

fn client() -> Result<Rc<WorkerClient>, CityError> {
    CLIENT.with_borrow_mut(|client| {
        if let Some(running) = client.as_ref().filter(|client| client.is_running()) {
            return Ok(running.clone());
        }
        let started = Rc::new(WorkerClient::start("city-worker")?);
        *client = Some(started.clone());
        Ok(started)
    })
}

async fn ask_city_bytes(request: &Request) -> Result<Vec<u8>, CityError> {
    let question = serde_json::to_vec(request).map_err(|_| CityError::Worker)?;
    let (answer, _) = client()?.call(&question, Zeroizing::default()).await?;
    Ok(answer)
}

/// Asks the city worker and gives its answer as text, for whoever passes it on.
///
/// # Errors
/// [`CityError::Worker`].
pub async fn ask_city_text(request: &Request) -> Result<String, CityError> {
    let answer = ask_city_bytes(request).await?;
    String::from_utf8(answer).map_err(|_| CityError::Worker)
}

/// Asks the city worker.
///
/// # Errors
/// [`CityError`]; [`CityError::Missing`] when there is no such entry.
pub async fn ask_city(request: &Request) -> Result<Response, CityError> {
    let answer = ask_city_bytes(request).await?;
    match serde_json::from_slice(&answer).map_err(|_| CityError::Worker)? {
        Response::Missing(missing) => Err(CityError::Missing(missing)),
        response => Ok(response),
    }
}

/// The state of the catalogue, as soon as it is another than the one seen.
///
/// # Errors
/// [`CityError::Worker`].
pub async fn watch_city(seen: u32) -> Result<CityState, CityError> {
    match ask_city(&Request::Watch { seen }).await? {
        Response::State(state) => Ok(state),
        _ => Err(CityError::Worker),
    }
}

/// Asks for one entry; while the catalogue is coming, one that is not found yet is waited for.
///
/// # Errors
/// [`CityError`].
pub async fn ask_entry(request: &Request) -> Result<Response, CityError> {
    let mut seen = 0;
    loop {
        // The state first: what comes between both questions is then waited for, not missed.
        let state = watch_city(seen).await?;
        match ask_city(request).await {
            Err(CityError::Missing(Missing::Unknown | Missing::NotReady))
                if !matches!(state.phase, Phase::Ready | Phase::Failed) =>
            {
                seen = state.revision;
            }
            answer => return answer,
        }
    }
}

/// A listing of the signed catalogue by its identifier, from a file whose hash was checked.
///
/// # Errors
/// [`CityError`].
pub async fn find_listing(id: &str) -> Result<Listing, CityError> {
    find_listing_and_contact(id).await.map(|(listing, _)| listing)
}

/// The same, and where mistakes in the catalogue are reported.
///
/// # Errors
/// [`CityError`].
pub async fn find_listing_and_contact(id: &str) -> Result<(Listing, Option<String>), CityError> {
    let request = Request::Listing(One {
        id: id.to_owned(),
        // A whole listing has all of its languages.
        language: String::new(),
    });
    match ask_entry(&request).await? {
        Response::Listing { listing, contact } => Ok((*listing, contact)),
        _ => Err(CityError::Worker),
    }
}
