//! The rows of the table of sessions. The columns are those that the table has, so that nothing here lists them.

use std::collections::BTreeMap;

use sqlx::any::AnyRow;
use sqlx::{AnyPool, Column, Row};

/// A row of the table. `NULL` has no type, so that a column without a value is among the texts and the numbers.
pub(crate) struct SessionRow {
    texts: BTreeMap<String, Option<String>>,
    numbers: BTreeMap<String, Option<i64>>,
}

impl SessionRow {
    fn new(row: &AnyRow) -> Self {
        let names = || row.columns().iter().map(|column| column.name());
        Self {
            texts: names().filter_map(|name| Some((name.to_owned(), row.try_get(name).ok()?))).collect(),
            numbers: names().filter_map(|name| Some((name.to_owned(), row.try_get(name).ok()?))).collect(),
        }
    }

    /// Returns the text in a column.
    pub(crate) fn text(&self, column: &str) -> Option<&str> {
        self.texts[column].as_deref()
    }

    /// Returns the number in a column.
    pub(crate) fn number(&self, column: &str) -> Option<i64> {
        self.numbers[column]
    }

    /// Returns the texts of all columns as one line.
    pub(crate) fn line(&self) -> String {
        self.texts.values().flatten().map(String::as_str).collect::<Vec<_>>().join(" | ")
    }
}

/// Reads all rows, the oldest first.
pub(crate) async fn session_rows(pool: &AnyPool) -> Vec<SessionRow> {
    let query = sqlx::query("SELECT * FROM ivy_sessions ORDER BY created_at, reference_id");
    query.fetch_all(pool).await.expect("the table is there").iter().map(SessionRow::new).collect()
}

/// Moves all times of the table into the past by these seconds: the columns whose names end in `_at` or `_until`.
pub(crate) async fn shift(pool: &AnyPool, seconds: i64) {
    let row = sqlx::query("SELECT * FROM ivy_sessions LIMIT 1").fetch_optional(pool).await.expect("the table is there");
    let Some(row) = row else { return };
    let columns = row.columns().iter().map(|column| column.name());
    let times = columns.filter(|name| name.ends_with("_at") || name.ends_with("_until"));
    let moved = times.map(|column| format!("{column} = {column} - {seconds}")).collect::<Vec<_>>().join(", ");
    let statement = sqlx::AssertSqlSafe(format!("UPDATE ivy_sessions SET {moved}, version = version + 1"));
    sqlx::query(statement).execute(pool).await.expect("the statement runs");
}
