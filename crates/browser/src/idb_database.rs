//! One database, three object stores, keys given by us, values as JSON text.

use idb::{DatabaseEvent as _, Error, Factory, ObjectStoreParams, Query, Transaction, TransactionMode};
use js_sys::{Array, Function, Object, Reflect};
use vault::StoreError;
use wasm_bindgen::{JsCast as _, JsValue};

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

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn unavailable(error: Error) -> StoreError {
    by_name(&error.to_string())
}

/// Browsers tell a full disk and a newer database by the name of the exception, which every error's text contains.
fn by_name(text: &str) -> StoreError {
    if text.contains("QuotaExceeded") {
        StoreError::Full
    } else if text.contains("VersionError") {
        StoreError::Newer
    } else {
        StoreError::Unavailable(text.into())
    }
}

fn js_unavailable(what: &str) -> impl Fn(JsValue) -> StoreError {
    move |_| StoreError::Unavailable(what.into())
}

async fn open() -> Result<idb::Database, StoreError> {
    let factory = Factory::new().map_err(unavailable)?;
    let mut request = factory.open(NAME, Some(VERSION)).map_err(unavailable)?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in [VAULT, JOURNAL, META] {
                // A store that exists already is the only failure, and is what we want.
                let _ = database.create_object_store(store, ObjectStoreParams::new());
            }
        }
    });
    // An older tab that does not close its connection must not make this one wait for ever.
    let opened = futures_util::future::select(
        request.into_future(),
        gloo_timers::future::TimeoutFuture::new(OPEN_MILLIS),
    )
    .await;
    let mut database = match opened {
        futures_util::future::Either::Left((database, _)) => database.map_err(unavailable)?,
        futures_util::future::Either::Right(_) => return Err(StoreError::Blocked),
    };
    // A newer version in another tab must not be blocked by this one.
    database.on_version_change(|event| {
        if let Ok(database) = event.database() {
            database.close();
        }
    });
    Ok(database)
}

/// Reads one value, `undefined` when there is none.
pub(crate) async fn get(store: &'static str, key: &str) -> Result<JsValue, StoreError> {
    let database = open().await?;
    let transaction = database
        .transaction(&[store], TransactionMode::ReadOnly)
        .map_err(unavailable)?;
    let value = transaction
        .object_store(store)
        .and_then(|objects| objects.get(Query::from(JsValue::from_str(key))))
        .map_err(unavailable)?
        .await
        .map_err(unavailable)?;
    database.close();
    Ok(value.unwrap_or(JsValue::UNDEFINED))
}

/// Reads every value of a store.
pub(crate) async fn get_all(store: &'static str) -> Result<Vec<JsValue>, StoreError> {
    let database = open().await?;
    let values = database
        .transaction(&[store], TransactionMode::ReadOnly)
        .and_then(|transaction| transaction.object_store(store))
        .and_then(|objects| objects.get_all(None, None))
        .map_err(unavailable)?
        .await
        .map_err(unavailable)?;
    database.close();
    Ok(values)
}

/// Writes values in one durable transaction: all of them or none.
pub(crate) async fn put(store: &'static str, entries: &[(&str, JsValue)]) -> Result<(), StoreError> {
    let transaction = strict_transaction(open().await?, store)?;
    let database = transaction.database();
    let objects = transaction.object_store(store).map_err(unavailable)?;
    for (key, value) in entries {
        objects
            .put(value, Some(&JsValue::from_str(key)))
            .map_err(unavailable)?
            .await
            .map_err(unavailable)?;
    }
    let done = transaction
        .commit()
        .map_err(unavailable)?
        .await
        .map_err(unavailable)?;
    database.close();
    if done.is_committed() {
        Ok(())
    } else {
        // A commit that is aborted after every write was accepted has run out of room.
        Err(StoreError::Full)
    }
}

/// A read-write transaction with `{ durability: "strict" }`, which the idb crate has no parameter for.
fn strict_transaction(database: idb::Database, store: &str) -> Result<Transaction, StoreError> {
    let database: JsValue = database.into();
    let options = Object::new();
    let begin = js_unavailable("no transactions");
    Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(&begin)?;
    let method: Function = Reflect::get(&database, &"transaction".into())
        .map_err(&begin)?
        .dyn_into()
        .map_err(&begin)?;
    let stores = Array::of1(&store.into());
    let transaction = method
        .call3(&database, &stores, &"readwrite".into(), &options)
        .map_err(&begin)?;
    Transaction::try_from(transaction).map_err(unavailable)
}
