//! The database: SQLite or PostgreSQL.

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ivy_proxy_core::{ConfigError, Database, DatabaseError, Dialect, Row, Value};
use sqlx::any::{AnyArguments, AnyPoolOptions, AnyRow, AnyTypeInfoKind, install_default_drivers};
use sqlx::query::Query;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{
    Any, AnyConnection, AnyPool, AssertSqlSafe, Column, ConnectOptions, Connection, Executor, Row as _, ValueRef,
};
use tokio::time::sleep;

use crate::postgres_url;
use crate::sqlite_file::{FileError, ProcessLock, is_busy, protect};

/// The number of connections. They suffice for one proxy, since a request holds a connection for one statement at a
/// time.
const CONNECTIONS: u32 = 8;
const ACQUIRE: Duration = Duration::from_secs(5);

/// The settings of each SQLite connection.
///
/// With `FULL`, SQLite syncs its write-ahead log at each commit, so a commit is on the disk before the request is
/// answered. Neither a killed process nor a power cut reverts what was acknowledged. `NORMAL` would survive only a
/// killed process. After a power cut the last commits could be missing, and with them the owners of sessions at Ivy.
///
/// `secure_delete` overwrites deleted content with zeros, so that removed data is not in the file (SECURITY.md, 14).
const SQLITE: [&str; 4] = [
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
];

/// The longest wait of an opening store for others that open or close the file, and the pause between two attempts.
const OPENING: Duration = Duration::from_secs(5);
const BETWEEN: Duration = Duration::from_millis(20);

/// The beginning of the driver's name for a database in memory; a number follows.
const IN_MEMORY: &str = "file:sqlx-in-memory-";

/// The beginning of the core's error about tables that could not be migrated.
const TABLES: &str = "database: tables cannot be made";

/// The database, SQLite or PostgreSQL. A cheap handle: all clones share one pool of connections.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
    lock: Arc<Mutex<Option<Arc<ProcessLock>>>>,
    /// The database's code of the last error.
    code: Arc<Mutex<Option<String>>>,
}

impl Store {
    /// Opens the database. `location` is a PostgreSQL URL (`postgres://…`), or the path of an SQLite file, with or
    /// without the prefix `sqlite:`. A missing file is created.
    ///
    /// SQLite is for one process: a second process that opens the file is rejected, and creates in progress at the last
    /// stop are given up. Only its owner can read the file: it is created with mode 0600, and wider permissions are
    /// removed. Several processes can share a PostgreSQL database.
    ///
    /// A connection to PostgreSQL on another machine uses TLS, and verifies the certificate for the host's name
    /// (`sslmode=verify-full`; `require`, `prefer` and `allow` mean the same). `sslrootcert` in the URL names the file
    /// of a private certificate authority. Weaker protection must be in the URL: `sslmode=verify-ca` does not verify
    /// the name, `no-verify` verifies nothing, `disable` uses no TLS.
    ///
    /// # Errors
    /// If the database cannot be opened. The message holds the database's code, such as an SQLSTATE, and none of its
    /// texts.
    pub async fn open(location: &str) -> Result<Self, ConfigError> {
        install_default_drivers();
        let is_sqlite = !(location.starts_with("postgres://") || location.starts_with("postgresql://"));
        if is_sqlite && location.contains("://") && !location.starts_with("sqlite:") {
            // The URL can hold a password.
            return Err(ConfigError::new(
                "database: a URL of another kind; expected one that begins with postgres://, or the path of an SQLite file",
            ));
        }
        let mut pool = AnyPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
        let (url, lock) = if is_sqlite {
            let url = sqlite_url(location);
            let lock = exclusive(&url).await?;
            if lock.is_none() {
                // A database in memory is gone with its connection.
                pool = pool.max_connections(1).idle_timeout(None).max_lifetime(None);
            }
            (url, lock)
        } else {
            let host = ["PGHOSTADDR", "PGHOST"].into_iter().find_map(|name| std::env::var(name).ok());
            (postgres_url::verified(location, host.as_deref())?, None)
        };
        let pool = pool.after_connect(move |connection: &mut AnyConnection, _| {
            Box::pin(async move {
                for statement in SQLITE.into_iter().filter(|_| is_sqlite) {
                    connection.execute(statement).await?;
                }
                Ok(())
            })
        });
        let pool = patiently(|| pool.clone().connect(&url)).await.map_err(|error| cannot_be_opened(&error))?;
        let dialect = if is_sqlite { Dialect::Sqlite } else { Dialect::Postgres };
        Ok(Self { pool, dialect, lock: Arc::new(Mutex::new(lock)), code: Arc::default() })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Adds the database's own code to an error about the tables, so that a missing database, table or permission can
    /// be distinguished.
    pub(crate) fn explained(&self, error: ConfigError) -> ConfigError {
        let code = self.code.lock().unwrap_or_else(PoisonError::into_inner).take();
        match code.filter(|_| error.to_string().starts_with(TABLES)) {
            Some(code) => ConfigError::new(format!("{TABLES} ({code}){}", advice(&code))),
            None => error,
        }
    }

    fn noted<T>(&self, result: Result<T, sqlx::Error>) -> Result<T, DatabaseError> {
        result.map_err(|error| {
            *self.code.lock().unwrap_or_else(PoisonError::into_inner) = code(&error);
            DatabaseError(kind(&error))
        })
    }

    /// Waits for running statements, closes the database, and unlocks an SQLite file for other processes. Later
    /// statements fail. Dropping the last clone does the same a little later.
    pub async fn close(&self) {
        self.pool.close().await;
        let lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(lock) = lock {
            lock.release().await;
        }
    }

    async fn run(&self, statement: &str, values: Vec<Value>) -> Result<u64, sqlx::Error> {
        Ok(bound(statement, values).execute(&self.pool).await?.rows_affected())
    }

    async fn rows(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, sqlx::Error> {
        let rows = bound(statement, values).fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }

    /// Executes a script. A failed script with its own transaction leaves none open in the pool.
    async fn statements(&self, statements: &str) -> Result<(), sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        let done = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut *connection).await;
        if done.is_err() {
            // SQLite rejects it if no transaction is open; then there is nothing to do.
            let _ = connection.execute("ROLLBACK").await;
        }
        done.map(drop)
    }
}

/// Prepares the file of an SQLite URL: its permissions, and the lock that excludes other processes. Returns no lock for
/// a database in memory.
async fn exclusive(url: &str) -> Result<Option<Arc<ProcessLock>>, ConfigError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|error| cannot_be_opened(&error))?;
    let file = options.get_filename().to_owned();
    if file.to_str().is_some_and(|name| name.starts_with(IN_MEMORY)) {
        return Ok(None);
    }
    let locked = match protect(&file) {
        Ok(()) => ProcessLock::acquire(&file).await,
        Err(error) => Err(error.into()),
    };
    let lock = locked.map_err(|error| match error {
        FileError::InUse => ConfigError::new(
            "database: another process uses this file; expected one process for SQLite; use PostgreSQL for more than one",
        ),
        FileError::Io(error) => ConfigError::new(format!("database: cannot open {}; {}", file.display(), of_file(&error))),
        FileError::Database(error) => cannot_be_opened(&error),
    })?;
    match patiently(|| try_out(&options)).await {
        Ok(()) => Ok(Some(lock)),
        Err(error) => {
            lock.release().await;
            Err(cannot_be_opened(&error))
        }
    }
}

/// Opens an SQLite file, and waits while another store opens or closes it: switching to the write-ahead log does not wait
/// for locks. PostgreSQL has no such error.
async fn patiently<T, F>(mut open: impl FnMut() -> F) -> Result<T, sqlx::Error>
where
    F: Future<Output = Result<T, sqlx::Error>>,
{
    let began = Instant::now();
    loop {
        match open().await {
            Err(error) if is_busy(&error) && began.elapsed() < OPENING => sleep(BETWEEN).await,
            opened => return opened,
        }
    }
}

/// Opens the file once. A pool would retry until its timeout, and would not report the file's error.
async fn try_out(options: &SqliteConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection = options.connect().await?;
    for statement in SQLITE {
        connection.execute(statement).await?;
    }
    connection.close().await
}

/// Returns the reason for which the system refuses a file. `ofFile` in `pkg/src/proxy/stores/advice.ts` has the same
/// sentences.
fn of_file(error: &std::io::Error) -> String {
    use std::io::ErrorKind::{
        IsADirectory, NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem, StorageFull,
    };
    match error.kind() {
        NotFound => "no such directory".to_owned(),
        NotADirectory => "a part of the path is a file; expected directories".to_owned(),
        IsADirectory => "it is a directory; expected the path of a file".to_owned(),
        PermissionDenied => "permission denied; expected a directory that this user can write".to_owned(),
        ReadOnlyFilesystem => "the file system is read-only; expected a directory that this user can write".to_owned(),
        StorageFull => "the disk is full; free some space".to_owned(),
        kind => format!("{kind}; expected a directory that this user can write"),
    }
}

/// Returns the kind of an error of a connection.
fn of_connection(error: &sqlx::Error) -> &'static str {
    let sqlx::Error::Io(error) = error else { return kind(error) };
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused => "connection refused",
        std::io::ErrorKind::TimedOut => "timed out",
        std::io::ErrorKind::HostUnreachable | std::io::ErrorKind::NetworkUnreachable => "host unreachable",
        // The standard library has no kind for it. The text quotes no value.
        _ if error.to_string().starts_with("failed to lookup address") => "host not found",
        std::io::ErrorKind::InvalidData => "tls",
        _ => "io",
    }
}

/// Returns the error of a database that cannot be opened, with the database's own code if there is one.
fn cannot_be_opened(error: &sqlx::Error) -> ConfigError {
    let reason = code(error).unwrap_or_else(|| of_connection(error).to_owned());
    ConfigError::new(format!("database: cannot be opened ({reason}){}", advice(&reason)))
}

/// Returns the advice for a database's code or the kind of an error. `ADVICE` in `pkg/src/proxy/stores/advice.ts` has
/// the same sentences.
fn advice(reason: &str) -> &'static str {
    match reason {
        "tls" => {
            "; expected verified TLS to another machine; add sslrootcert to the URL for a private certificate authority"
        }
        "3D000" => "; expected a database that exists; create it, or correct its name in the URL",
        "28000" | "28P01" => "; expected a user and a password that the server accepts; correct them in the URL",
        "42501" => "; expected a user who may create tables; grant it CREATE on the schema",
        "14" => "; expected a file in a folder that exists and can be written; create the folder, or correct the path",
        "26" => "; expected a file of SQLite; correct the path",
        "host not found" => "; expected a host whose name can be resolved; correct the host in the URL",
        "connection refused" | "pool timed out" | "timed out" | "host unreachable" => {
            "; expected a server at the host and port of the URL; start it, open the firewall, or correct the URL"
        }
        "25006" => "; expected a database that can be written; use the primary one",
        "53300" => "; expected a free connection; raise max_connections of the server, or close other connections",
        "3F000" => "; expected a schema that exists; create it, or correct search_path",
        _ => "",
    }
}

/// Returns the database's code of an error: an SQLSTATE, or SQLite's number. A code quotes no data.
fn code(error: &sqlx::Error) -> Option<String> {
    let sqlx::Error::Database(error) = error else { return None };
    let code = error.code()?;
    let is_code = (1..=5).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_code.then(|| code.into_owned())
}

/// Returns the URL of an SQLite file. Escapes `?`, `#` and `%`, which have a meaning in a URL.
fn sqlite_url(location: &str) -> String {
    if location.starts_with("sqlite:") && location.contains('?') {
        return location.to_owned();
    }
    let path = location.strip_prefix("sqlite://").or(location.strip_prefix("sqlite:")).unwrap_or(location);
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23").replace(' ', "%20");
    format!("sqlite:{path}?mode=rwc")
}

impl Database for Store {
    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, DatabaseError> {
        self.noted(self.run(statement, values).await)
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, DatabaseError> {
        self.noted(self.rows(statement, values).await)
    }

    async fn script(&self, statements: &str) -> Result<(), DatabaseError> {
        self.noted(self.statements(statements).await)
    }
}

/// Binds the values of a statement. The core's statements contain no value of a request.
fn bound(statement: &str, values: Vec<Value>) -> Query<'static, Any, AnyArguments> {
    let query = sqlx::query(AssertSqlSafe(statement.to_owned()));
    values.into_iter().fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Integer(number) => query.bind(number),
    })
}

fn read(row: &AnyRow) -> Result<Row, sqlx::Error> {
    let columns = row.columns().iter().map(|column| Ok((column.name().to_owned(), value(row, column.ordinal())?)));
    columns.collect::<Result<_, _>>().map(Row::new)
}

fn value(row: &AnyRow, column: usize) -> Result<Value, sqlx::Error> {
    let raw = row.try_get_raw(column)?;
    Ok(match raw.type_info().kind() {
        _ if raw.is_null() => Value::Text(None),
        AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
            Value::Integer(row.try_get(column)?)
        }
        _ => Value::Text(row.try_get(column)?),
    })
}

/// Returns the kind of an error. The driver's own text may quote a value.
fn kind(error: &sqlx::Error) -> &'static str {
    match error {
        // The handshake reports an untrusted certificate as invalid data.
        sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => "tls",
        sqlx::Error::Io(_) => "io",
        sqlx::Error::Tls(_) => "tls",
        sqlx::Error::PoolTimedOut => "pool timed out",
        sqlx::Error::PoolClosed => "pool closed",
        sqlx::Error::Database(error) if error.is_unique_violation() => "unique violation",
        sqlx::Error::Database(_) => "refused by the database",
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnNotFound(_) => "decode",
        _ => "other",
    }
}
