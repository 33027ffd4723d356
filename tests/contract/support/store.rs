//! The database of a test: SQLite in a separate folder, or a separate database in the PostgreSQL that
//! `IVY_TEST_DATABASE_URL` names.

use std::str::FromStr;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::{AnyPool, ConnectOptions};
use tempfile::TempDir;

use super::host::{Kind, left_out};
use super::session_rows::{SessionRow, session_rows, shift};

/// A database that is removed with its last handle.
#[derive(Clone)]
pub(crate) struct TestDatabase {
    url: String,
    _folder: Option<Arc<TempDir>>,
}

impl TestDatabase {
    pub(crate) async fn new() -> Self {
        install_default_drivers();
        match std::env::var("IVY_TEST_DATABASE_URL") {
            Ok(server) => Self { url: database(&server).await, _folder: None },
            Err(_) => {
                let folder = TempDir::new().expect("a folder");
                let path = folder.path().join("ivy table?#%.sqlite");
                Self { url: path.to_str().expect("a name").to_owned(), _folder: Some(Arc::new(folder)) }
            }
        }
    }

    /// Returns the path of a file in a missing folder.
    pub(crate) fn nowhere() -> Self {
        Self { url: "/nowhere/at/all.sqlite".into(), _folder: None }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns a connection to the database besides the proxy's.
    pub(crate) async fn pool(&self) -> AnyPool {
        if Kind::under_test().is_running() {
            left_out("reads or changes the proxy's table");
        }
        let url = if self.is_postgres() {
            self.url.clone()
        } else {
            format!("sqlite:{}", self.url.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
        };
        // Only the proxy logs.
        let options = AnyConnectOptions::from_str(&url).expect("a url").disable_statement_logging();
        AnyPoolOptions::new().max_connections(1).connect_with(options).await.expect("the database is there")
    }

    /// Changes the table directly, to simulate what would take a day.
    pub(crate) async fn run(&self, statement: &'static str) {
        let pool = self.pool().await;
        sqlx::query(statement).execute(&pool).await.expect("the statement runs");
        pool.close().await;
    }

    /// Executes a composed statement. Returns the number of rows, or the database's error.
    pub(crate) async fn change(&self, statement: &str) -> Result<u64, sqlx::Error> {
        let pool = self.pool().await;
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned())).execute(&pool).await;
        pool.close().await;
        done.map(|done| done.rows_affected())
    }

    /// Returns the only number of a query.
    pub(crate) async fn number(&self, query: &'static str) -> i64 {
        let pool = self.pool().await;
        let number = sqlx::query_scalar(query).fetch_one(&pool).await.expect("a number");
        pool.close().await;
        number
    }

    /// Returns the rows of a query, each as a text of all columns.
    pub(crate) async fn rows(&self, query: &'static str) -> Vec<String> {
        use sqlx::{Row, ValueRef};
        let pool = self.pool().await;
        let rows = sqlx::query(query).fetch_all(&pool).await.expect("rows");
        pool.close().await;
        let cell = |row: &sqlx::any::AnyRow, column: usize| {
            let is_null = row.try_get_raw(column).expect("a column").is_null();
            let number = |row: &sqlx::any::AnyRow| row.try_get::<i64, _>(column).map(|number| number.to_string());
            let text = |row: &sqlx::any::AnyRow| row.try_get::<String, _>(column);
            if is_null { "-".to_owned() } else { number(row).or_else(|_| text(row)).expect("a number or a text") }
        };
        let line =
            |row: &sqlx::any::AnyRow| (0..row.len()).map(|column| cell(row, column)).collect::<Vec<_>>().join(" | ");
        rows.iter().map(line).collect()
    }

    /// Writes bytes into the table `planted`.
    pub(crate) async fn plant(&self, planted: &[Vec<u8>]) {
        let pool = self.pool().await;
        let mut transaction = pool.begin().await.expect("a transaction");
        for bytes in planted {
            let insert = sqlx::query("INSERT INTO planted VALUES ($1)").bind(bytes.clone());
            insert.execute(&mut *transaction).await.expect("the bytes are taken");
        }
        transaction.commit().await.expect("the bytes are there");
        pool.close().await;
    }

    /// Creates a database file, for programs that need it to exist.
    pub(crate) async fn make(&self) {
        if !self.is_postgres() {
            std::fs::File::create_new(&self.url).expect("a new file");
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Returns the folder with all files of the database: SQLite's, or that of the whole PostgreSQL server, which must
    /// be new.
    pub(crate) async fn files(&self) -> std::path::PathBuf {
        if !self.is_postgres() {
            return std::path::Path::new(&self.url).parent().expect("a folder").to_owned();
        }
        // Writes data in memory to the files.
        self.change("CHECKPOINT").await.expect("the statement runs");
        let folder = std::env::var_os("IVY_TEST_DATABASE_FOLDER");
        folder.expect("run `cargo xtask test --only proxy`, which starts a PostgreSQL and names its folder").into()
    }

    /// Lets seconds pass: moves all times of the table into the past.
    pub(crate) async fn later(&self, seconds: i64) {
        let pool = self.pool().await;
        shift(&pool, seconds).await;
        pool.close().await;
    }

    /// Returns the rows of the table of sessions.
    pub(crate) async fn sessions(&self) -> Vec<SessionRow> {
        let pool = self.pool().await;
        let rows = session_rows(&pool).await;
        pool.close().await;
        rows
    }

    /// Returns every text of the table of sessions.
    pub(crate) async fn dump(&self) -> String {
        self.sessions().await.iter().map(SessionRow::line).collect::<Vec<_>>().join("\n")
    }
}

/// Creates a database in the server at `url`.
async fn database(url: &str) -> String {
    let mut random = [0; 8];
    getrandom::fill(&mut random).expect("randomness");
    let name = format!("ivy_test_{}", hex::encode(random));
    let pool = AnyPoolOptions::new().max_connections(1).connect(url).await.expect("the server is there");
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await.expect("a new database");
    pool.close().await;
    let mut url = url::Url::parse(url).expect("a url");
    url.set_path(&name);
    url.into()
}

/// Returns the time in epoch seconds.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() as i64
}
