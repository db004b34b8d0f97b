//! One database, three object stores, keys given by us, values as JSON text.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use vault::StoreError;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbKeyRange, IdbOpenDbRequest, IdbRequest, IdbTransaction};

const NAME: &str = "cryptocity";
const VERSION: u32 = 1;
/// Longer than any honest disk takes.
const OPEN_MILLIS: u32 = 10_000;

/// The vault's generations.
pub(crate) const VAULT: &str = "vault";
/// Signed payments, written before they are sent.
pub(crate) const JOURNAL: &str = "journal";
/// What was seen before.
pub(crate) const META: &str = "meta";

/// Browsers tell a full disk and a newer database by the name of the exception.
fn failure(exception: &JsValue) -> StoreError {
    let name = Reflect::get(exception, &"name".into()).ok();
    match name.and_then(|name| name.as_string()).as_deref() {
        Some("QuotaExceededError") => StoreError::Full,
        Some("VersionError") => StoreError::Newer,
        Some(name) => StoreError::Unavailable(name.into()),
        None => StoreError::Unavailable("no IndexedDB".into()),
    }
}

fn thrown(exception: JsValue) -> StoreError {
    failure(&exception)
}

/// What a request gives.
async fn settled(request: &IdbRequest) -> Result<JsValue, StoreError> {
    let done = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(done).await {
        Ok(_) => request.result().map_err(thrown),
        Err(_) => {
            let exception = Reflect::get(request, &"error".into()).map_err(thrown)?;
            Err(failure(&exception))
        }
    }
}

async fn open() -> Result<IdbDatabase, StoreError> {
    let factory: IdbFactory = Reflect::get(&js_sys::global(), &"indexedDB".into())
        .map_err(thrown)?
        .dyn_into()
        .map_err(thrown)?;
    let request = factory.open_with_u32(NAME, VERSION).map_err(thrown)?;
    // Dropped after a time-out it throws when it is called after all, which undoes the upgrade.
    let on_upgrade = Closure::<dyn FnMut(JsValue)>::new({
        let request = request.clone();
        move |_| make_stores(&request)
    });
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    // An older tab that does not close its connection must not make this one wait for ever.
    let opened = select(Box::pin(settled(&request)), TimeoutFuture::new(OPEN_MILLIS)).await;
    let database: IdbDatabase = match opened {
        Either::Left((database, _)) => database?.unchecked_into(),
        Either::Right(_) => return Err(StoreError::Blocked),
    };
    // A newer version in another tab must not be blocked by this one.
    let close = Reflect::get(&database, &"close".into()).map_err(thrown)?;
    database.set_onversionchange(Some(&close.unchecked_ref::<Function>().bind0(&database)));
    Ok(database)
}

fn make_stores(request: &IdbOpenDbRequest) {
    let Ok(database) = request.result() else { return };
    let database: IdbDatabase = database.unchecked_into();
    for store in [VAULT, JOURNAL, META] {
        // A store that exists already is the only failure, and is what we want.
        let _ = database.create_object_store(store);
    }
}

/// Reads one value, `undefined` when there is none.
pub(crate) async fn get(store: &'static str, key: &str) -> Result<JsValue, StoreError> {
    let database = open().await?;
    let request = database
        .transaction_with_str(store)
        .and_then(|transaction| transaction.object_store(store)?.get(&JsValue::from_str(key)))
        .map_err(thrown)?;
    let value = settled(&request).await;
    database.close();
    value
}

/// Reads every value whose key begins so, with its key.
pub(crate) async fn get_all(store: &'static str, prefix: &str) -> Result<Vec<(String, JsValue)>, StoreError> {
    let database = open().await?;
    // No key of ours holds U+FFFF.
    let last = JsValue::from_str(&format!("{prefix}\u{ffff}"));
    let range = IdbKeyRange::bound(&JsValue::from_str(prefix), &last).map_err(thrown)?;
    let (keys, values) = database
        .transaction_with_str(store)
        .and_then(|transaction| {
            let objects = transaction.object_store(store)?;
            Ok((
                objects.get_all_keys_with_key(&range)?,
                objects.get_all_with_key(&range)?,
            ))
        })
        .map_err(thrown)?;
    // Both are asked for before either is waited for: the transaction ends when nothing is asked of it.
    let both = futures_util::future::join(settled(&keys), settled(&values)).await;
    database.close();
    let keys = Array::from(&both.0?);
    let values = Array::from(&both.1?);
    let keys = keys.iter().map(|key| key.as_string().unwrap_or_default());
    Ok(keys.zip(values.iter()).collect())
}

/// Writes values in one durable transaction: all of them or none.
pub(crate) async fn put(store: &'static str, entries: &[(&str, JsValue)]) -> Result<(), StoreError> {
    let database = open().await?;
    let transaction = strict_transaction(&database, store).map_err(thrown)?;
    let objects = transaction.object_store(store).map_err(thrown)?;
    for (key, value) in entries {
        objects
            .put_with_key(value, &JsValue::from_str(key))
            .map_err(thrown)?;
    }
    let done = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    let committed = JsFuture::from(done).await;
    database.close();
    committed.map(drop).map_err(|_| {
        match Reflect::get(&transaction, &"error".into()) {
            Ok(exception) if exception.is_object() => failure(&exception),
            // A commit that is aborted after every write was accepted has run out of room.
            _ => StoreError::Full,
        }
    })
}

/// A read-write transaction with `{ durability: "strict" }`, which web-sys has no parameter for.
fn strict_transaction(database: &IdbDatabase, store: &str) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let method: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let stores = Array::of1(&store.into());
    method
        .call3(database, &stores, &"readwrite".into(), &options)
        .map(JsCast::unchecked_into)
}
