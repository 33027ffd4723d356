//! The tables in SQLite or PostgreSQL.

use std::time::Duration;

use ivy_proxy_core::{Database, DatabaseFault, Dialect, Row, Value};
use sqlx::any::{AnyArguments, AnyPoolOptions, AnyRow, AnyTypeInfoKind, install_default_drivers};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Column, Executor, Row as _, ValueRef};

use crate::ConfigError;

/// Enough for one proxy: each request holds a connection for one statement at a time.
const CONNECTIONS: u32 = 8;
const ACQUIRE: Duration = Duration::from_secs(5);

/// A commit is on the disk before anybody is answered: with `FULL` SQLite syncs its write-ahead log at each one. So
/// neither a killed process nor a power cut takes back what was acknowledged. `NORMAL` would be enough for a killed
/// process, whose writes the system still holds; after a power cut the last commits could be missing, and with them the
/// owners of sessions that Ivy has.
const SQLITE: [&str; 3] = ["PRAGMA busy_timeout = 5000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"];

/// The table of sessions, in SQLite or PostgreSQL. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub struct Store {
    pool: AnyPool,
    dialect: Dialect,
}

impl Store {
    /// Opens the database. `place` is a PostgreSQL URL (`postgres://…`), or the path of
    /// an SQLite file, with or without `sqlite:` before it, which is made if it is not there.
    ///
    /// SQLite is for one proxy: whatever it was asking when it stopped counts as lost. More than one share a PostgreSQL.
    ///
    /// # Errors
    /// If the database cannot be opened.
    pub async fn open(place: &str) -> Result<Self, ConfigError> {
        install_default_drivers();
        let sqlite = !(place.starts_with("postgres://") || place.starts_with("postgresql://"));
        let url = if sqlite { sqlite_url(place) } else { place.to_owned() };
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE)
            .after_connect(move |connection: &mut AnyConnection, _| {
                Box::pin(async move {
                    for statement in SQLITE.into_iter().filter(|_| sqlite) {
                        connection.execute(statement).await?;
                    }
                    Ok(())
                })
            })
            .connect(&url)
            .await
            .map_err(|error| ConfigError::new(format!("database: cannot be opened ({})", kind(&error))))?;
        Ok(Self { pool, dialect: if sqlite { Dialect::Sqlite } else { Dialect::Postgres } })
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// In a URL `?`, `#` and `%` have a meaning of their own, in a file's name they have none.
fn sqlite_url(place: &str) -> String {
    if place.starts_with("sqlite:") && place.contains('?') {
        return place.to_owned();
    }
    let path = place.strip_prefix("sqlite://").or(place.strip_prefix("sqlite:")).unwrap_or(place);
    let path = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23").replace(' ', "%20");
    format!("sqlite:{path}?mode=rwc")
}

impl Database for Store {
    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, DatabaseFault> {
        let done = bound(statement, values).execute(&self.pool).await.map_err(fault)?;
        Ok(done.rows_affected())
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, DatabaseFault> {
        let rows = bound(statement, values).fetch_all(&self.pool).await.map_err(fault)?;
        rows.iter().map(read).collect()
    }

    async fn script(&self, statements: &str) -> Result<(), DatabaseFault> {
        let done = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&self.pool).await;
        done.map(drop).map_err(fault)
    }
}

/// The core's statements hold no value of a request: those are bound.
fn bound(statement: &str, values: Vec<Value>) -> Query<'static, Any, AnyArguments> {
    let query = sqlx::query(AssertSqlSafe(statement.to_owned()));
    values.into_iter().fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Integer(number) => query.bind(number),
    })
}

fn read(row: &AnyRow) -> Result<Row, DatabaseFault> {
    let columns = row.columns().iter().map(|column| Ok((column.name().to_owned(), value(row, column.ordinal())?)));
    columns.collect::<Result<_, _>>().map(Row::new).map_err(fault)
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

fn fault(error: sqlx::Error) -> DatabaseFault {
    DatabaseFault(kind(&error))
}

/// What kind of fault it is. The driver's own text may quote a value.
fn kind(error: &sqlx::Error) -> &'static str {
    match error {
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
