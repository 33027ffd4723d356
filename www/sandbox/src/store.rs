//! The SQLite file with all data of the sandbox. A restart loses nothing.

use ivy_sandbox_core::{Change, Row, Table};
use serde_json::{Map, Value};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Row as _};
use std::path::Path;
use std::time::Duration;

/// The statements that create the tables, with the columns of [`Table::columns`].
const SCHEMA: [&str; 5] = [
    "CREATE TABLE IF NOT EXISTS sessions (
        id TEXT PRIMARY KEY, reference_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
        created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
        request TEXT NOT NULL, data TEXT, ended_by TEXT)",
    "CREATE TABLE IF NOT EXISTS repeated_ids (session_id TEXT PRIMARY KEY, shown_id TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS logins (
        token_hash TEXT PRIMARY KEY, session_id TEXT NOT NULL, bank_id TEXT, username TEXT)",
    "CREATE TABLE IF NOT EXISTS deliveries (
        id TEXT PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
        attempts BIGINT NOT NULL, next_at BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
];

/// The database.
#[derive(Debug)]
pub(crate) struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the file. Creates it and its tables if they are missing.
    pub(crate) async fn open(path: &Path) -> sqlx::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        // One connection: SQLite has one writer anyway, and nothing here is slow.
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        for statement in SCHEMA {
            sqlx::query(statement).execute(&pool).await?;
        }
        Ok(Self { pool })
    }

    /// Returns all rows, in the order in which the core loads them.
    pub(crate) async fn rows(&self) -> sqlx::Result<Vec<Row>> {
        let mut rows = Vec::new();
        for table in Table::ALL {
            let (name, columns) = (table.name(), table.columns().join(", "));
            let select = AssertSqlSafe(format!("SELECT {columns} FROM {name} ORDER BY rowid"));
            for row in sqlx::query(select).fetch_all(&self.pool).await? {
                rows.push(Row { table, columns: columns_of(&row, table)? });
            }
        }
        Ok(rows)
    }

    /// Stores the rows of changes, all or none.
    pub(crate) async fn write(&self, changes: &[Change]) -> sqlx::Result<()> {
        let rows: Vec<Row> = changes.iter().flat_map(Change::rows).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for row in rows {
            let mut query = sqlx::query(AssertSqlSafe(replace(row.table)));
            for column in row.table.columns() {
                query = match row.columns.get(*column) {
                    Some(Value::String(text)) => query.bind(text.clone()),
                    Some(Value::Number(number)) => query.bind(number.as_i64()),
                    _ => query.bind(None::<String>),
                };
            }
            query.execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    /// Waits for running statements and closes the file.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Returns the statement that stores a row. A row keeps its position when it is replaced.
fn replace(table: Table) -> String {
    let columns = table.columns();
    let parameters: Vec<String> = (1..=columns.len()).map(|number| format!("${number}")).collect();
    let (name, key) = (table.name(), columns.first().copied().unwrap_or_default());
    let (columns, parameters, set) = (
        columns.join(", "),
        parameters.join(", "),
        columns.iter().map(|column| format!("{column} = excluded.{column}")).collect::<Vec<_>>().join(", "),
    );
    format!("INSERT INTO {name} ({columns}) VALUES ({parameters}) ON CONFLICT ({key}) DO UPDATE SET {set}")
}

fn columns_of(row: &SqliteRow, table: Table) -> sqlx::Result<Map<String, Value>> {
    let value = |column: &str| -> sqlx::Result<Value> {
        let text = row.try_get::<Option<String>, _>(column).map(Value::from);
        text.or_else(|_| row.try_get::<Option<i64>, _>(column).map(Value::from))
    };
    table.columns().iter().map(|column| Ok(((*column).to_owned(), value(column)?))).collect()
}
