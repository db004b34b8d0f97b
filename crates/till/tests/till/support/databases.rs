use std::{
    env, process,
    sync::atomic::{AtomicU64, Ordering},
};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, any::install_default_drivers};

/// Names a PostgreSQL server, e.g. `postgres://till@127.0.0.1:5432`: every test then has databases of its own there,
/// instead of SQLite files.
const SERVER: &str = "TILL_TEST_POSTGRES";

static COUNT: AtomicU64 = AtomicU64::new(0);

/// What a configuration names as its database.
pub(crate) async fn new_database(name: &str) -> String {
    let Ok(server) = env::var(SERVER) else {
        return format!("{name}.sqlite");
    };
    install_default_drivers();
    let name = format!(
        "till_{name}_{}_{}",
        process::id(),
        COUNT.fetch_add(1, Ordering::Relaxed)
    );
    let mut connection = AnyConnection::connect(&format!("{server}/postgres"))
        .await
        .unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    format!("{server}/{name}")
}

/// Opens what a configuration names.
pub(crate) async fn open_database(dir: &std::path::Path, database: &str) -> AnyConnection {
    install_default_drivers();
    let url = if database.contains("://") {
        database.to_owned()
    } else {
        format!("sqlite:{}", dir.join(database).display())
    };
    AnyConnection::connect(&url).await.unwrap()
}
