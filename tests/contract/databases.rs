//! The Rust store over both databases, and exclusive use. `tests/proxy-js/stores.test.mjs` tests the JavaScript stores.

use ivy_proxy::Store;
use ivy_proxy_core::{Database, DatabaseError, Row, Value};

use crate::support::{Host, Ivy, Kind, Settings, TestDatabase, left_out};

async fn store() -> (TestDatabase, Store) {
    let database = TestDatabase::new().await;
    let store = Store::open(database.url()).await.expect("it opens");
    store.script("CREATE TABLE counts (name TEXT NOT NULL PRIMARY KEY, times BIGINT NOT NULL)").await.expect("a table");
    (database, store)
}

const COUNT: &str = "INSERT INTO counts (name, times) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET times = counts.times + $2 RETURNING times";

fn row(times: i64) -> Vec<Row> {
    vec![Row::new(vec![("times".into(), times.into())])]
}

async fn together(store: Store) -> Result<Vec<Row>, DatabaseError> {
    store.query(COUNT, vec!["together".into(), Value::from(1)]).await
}

async fn found(store: &Store) -> Result<Vec<Row>, DatabaseError> {
    store.query("SELECT times FROM counts WHERE name = $1", vec!["ada".into()]).await
}

#[tokio::test]
async fn an_insert_that_becomes_an_update_gives_its_row() {
    let (_place, store) = store().await;
    let count = |by: i64| store.query(COUNT, vec!["ada".into(), by.into()]);
    assert_eq!(count(5).await, Ok(row(5)));
    assert_eq!(count(7).await, Ok(row(12)));
    assert_eq!(store.execute(COUNT, vec!["ada".into(), Value::from(1)]).await, Ok(1));
    let together: Vec<_> = (0..20).map(|_| tokio::spawn(together(store.clone()))).collect();
    let mut counted = Vec::new();
    for task in together {
        counted.push(format!("{:?}", task.await.unwrap().unwrap()));
    }
    let mut expected: Vec<_> = (1..=20).map(|times| format!("{:?}", row(times))).collect();
    counted.sort();
    expected.sort();
    assert_eq!(counted, expected);
    store.close().await;
}

#[tokio::test]
async fn the_database_is_cleaned_up_by_ordinary_statements() {
    let (database, store) = store().await;
    store.execute(COUNT, vec!["ada".into(), Value::from(5)]).await.unwrap();
    // Puts this statement into the cache of every connection of the pool.
    let reads = || async {
        let reads: Vec<_> = (0..16).map(|_| store.clone()).collect();
        let reads: Vec<_> = reads.into_iter().map(|store| tokio::spawn(async move { found(&store).await })).collect();
        for read in reads {
            assert_eq!(read.await.unwrap(), Ok(row(5)));
        }
    };
    reads().await;
    if !database.url().starts_with("postgres") {
        let checkpoint = store.query("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await.unwrap();
        let columns = [("busy", 0_i64), ("log", 0), ("checkpointed", 0)];
        assert_eq!(checkpoint, [Row::new(columns.map(|(name, value)| (name.into(), value.into())).to_vec())]);
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)", Vec::new()).await.unwrap();
        let secure = store.query("PRAGMA secure_delete", Vec::new()).await.unwrap();
        assert_eq!(secure, [Row::new(vec![("secure_delete".into(), 1_i64.into())])]);
        assert_eq!(store.query("VACUUM", Vec::new()).await, Ok(Vec::new()));
        reads().await;
    }
    store.execute("VACUUM", Vec::new()).await.unwrap();
    reads().await;
    store.close().await;
}

#[tokio::test]
async fn a_script_that_fails_within_its_transaction_leaves_nothing_behind() {
    let (_place, store) = store().await;
    let insert = "INSERT INTO counts VALUES ('ada', 1)";
    let failed = store.script(&format!("BEGIN; {insert}; {insert}; COMMIT")).await;
    assert_eq!(failed, Err(DatabaseError("unique violation")));
    // As often as the pool has connections.
    for _ in 0..16 {
        assert_eq!(found(&store).await, Ok(Vec::new()));
    }
    store.script(&format!("BEGIN; {insert}; COMMIT")).await.unwrap();
    assert_eq!(found(&store).await, Ok(row(1)));
    store.close().await;
}

#[tokio::test]
async fn an_error_at_the_start_has_the_databases_own_code() {
    let database = TestDatabase::new().await;
    if database.url().starts_with("postgres") {
        let mut missing = url::Url::parse(database.url()).unwrap();
        missing.set_path("no_such_secret");
        let error = Store::open(missing.as_str()).await.unwrap_err();
        let advice = "; expected a database that exists; create it, or correct its name in the URL";
        assert_eq!(error.to_string(), format!("database: cannot be opened (3D000){advice}"));
    } else {
        std::fs::write(database.url(), "").expect("an empty database");
    }
    database.run("CREATE TABLE ivy_sessions (secret TEXT)").await;
    let error =
        Host::start(Kind::Rust, &database, &Settings::new("http://127.0.0.1:1")).await.err().expect("no tables");
    // PostgreSQL's code for an undefined column. SQLite has one number for all such errors.
    let code = if database.url().starts_with("postgres") { "42703" } else { "1" };
    assert_eq!(error, format!("database: tables cannot be made ({code})"));
    // A table of another program stays unchanged.
    database.run("INSERT INTO ivy_sessions (secret) VALUES ('theirs')").await;
}

#[tokio::test]
async fn one_process_has_a_file_of_sqlite_and_more_have_a_postgresql() {
    let database = TestDatabase::new().await;
    let ivy = Ivy::start().await;
    let settings = Settings::new(&ivy.url);
    let (first, second) = (Kind::under_test(), Kind::beside());
    if first == Kind::Url {
        left_out("needs a second proxy");
    }
    let one = Host::start(first, &database, &settings).await.expect("the first starts");
    let started = Host::start(second, &database, &settings).await;
    // Two Rust proxies share one process: this one.
    let is_shared = database.url().starts_with("postgres") || (first, second) == (Kind::Rust, Kind::Rust);
    match started {
        Ok(two) => {
            assert!(is_shared, "a second process was not refused");
            two.kill().await;
        }
        Err(sentence) => {
            assert!(!is_shared, "{sentence}");
            let rest =
                ": another process uses this file; expected one process for SQLite; use PostgreSQL for more than one";
            assert!(sentence.ends_with(rest), "{sentence}");
        }
    }
    assert_eq!(one.has_released(Some("ada")).await.ok(), Some(false), "the first goes on");
    one.kill().await;
    let next = Host::start(second, &database, &settings).await.expect("the first is gone");
    next.kill().await;
}
