//! Rows, in which a host stores the state.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

/// A table. The tables of a loaded state are applied in the order of [`Table::ALL`], the rows of each in the order in which
/// they were first stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// The data sessions. `request` is the accepted request and `data` the data from the bank, both as JSON text. Times are
    /// epoch seconds.
    Sessions,
    /// One row for every session that is shown under the id of an earlier one.
    RepeatedIds,
    /// One row for every browser that opened a session's login page. The token itself is only in that page.
    Logins,
    /// The result callbacks. Times are epoch milliseconds.
    Deliveries,
    /// The counts of calls and logins.
    Counters,
}

impl Table {
    /// The tables, in the order in which they are loaded.
    pub const ALL: [Self; 5] = [Self::Sessions, Self::RepeatedIds, Self::Logins, Self::Deliveries, Self::Counters];

    /// Returns the name of the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::RepeatedIds => "repeated_ids",
            Self::Logins => "logins",
            Self::Deliveries => "deliveries",
            Self::Counters => "counters",
        }
    }

    /// Returns the names of the columns. The first one is the key: a row replaces the row with the same key.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Sessions => &[
                "id",
                "reference_id",
                "state",
                "created_at",
                "updated_at",
                "expires_at",
                "request",
                "data",
                "ended_by",
            ],
            Self::RepeatedIds => &["session_id", "shown_id"],
            Self::Logins => &["token_hash", "session_id", "bank_id", "username"],
            Self::Deliveries => &["id", "url", "body", "state", "attempts", "next_at"],
            Self::Counters => &["name", "value"],
        }
    }
}

/// A row of a table: a string, a whole number or `null` for each column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The table.
    pub table: Table,
    /// The values, by the names of their columns.
    pub columns: Map<String, Value>,
}

/// An error: a stored row lacks a column, or a column holds no such value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidRow {
    table: Table,
    column: &'static str,
}

impl fmt::Display for InvalidRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the column {} of a row in {} is invalid", self.column, self.table.name())
    }
}

impl std::error::Error for InvalidRow {}

impl Row {
    /// Builds a row from its values, in the order of the table's columns.
    pub(super) fn new<const N: usize>(table: Table, values: [Value; N]) -> Self {
        Self { table, columns: table.columns().iter().map(|name| (*name).to_owned()).zip(values).collect() }
    }

    pub(super) fn text(&self, column: &'static str) -> Result<&str, InvalidRow> {
        self.columns.get(column).and_then(Value::as_str).ok_or(self.invalid(column))
    }

    /// Returns a text, or `None` for `null`.
    pub(super) fn optional_text(&self, column: &'static str) -> Result<Option<&str>, InvalidRow> {
        if self.columns.get(column) == Some(&Value::Null) { Ok(None) } else { self.text(column).map(Some) }
    }

    pub(super) fn integer(&self, column: &'static str) -> Result<i64, InvalidRow> {
        self.columns.get(column).and_then(Value::as_i64).ok_or(self.invalid(column))
    }

    /// Returns the error for a column.
    pub(super) fn invalid(&self, column: &'static str) -> InvalidRow {
        InvalidRow { table: self.table, column }
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Table};
    use serde_json::json;

    #[test]
    fn a_column_that_is_missing_or_of_another_kind_is_an_error_and_never_a_guess() {
        let row = Row::new(Table::Logins, [json!("t"), json!(7), json!(null), json!("ada")]);
        assert_eq!((row.text("token_hash"), row.integer("session_id")), (Ok("t"), Ok(7)));
        assert_eq!((row.optional_text("bank_id"), row.optional_text("username")), (Ok(None), Ok(Some("ada"))));
        for wrong in ["session_id", "nothing"] {
            assert!(row.text(wrong).is_err() && row.optional_text(wrong).is_err(), "{wrong}");
        }
        for wrong in ["token_hash", "bank_id", "nothing"] {
            assert!(row.integer(wrong).is_err(), "{wrong}");
        }
        assert_eq!(row.invalid("bank_id").to_string(), "the column bank_id of a row in logins is invalid");
    }
}
