//! Bind parameters of statements, and rows that queries return.

use super::database_error::DatabaseError;

/// A bind parameter or a cell. NULLs are typed, because PostgreSQL needs the parameter's type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, or NULL.
    Text(Option<String>),
    /// A signed 64-bit integer, or NULL.
    Integer(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Integer(number)
    }
}

/// A row that a query returned, as pairs of column name and value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(Vec<(String, Value)>);

/// The error of a row that lacks a column, or whose column has another type than in the tables.
const DECODE: DatabaseError = DatabaseError("decode");

impl Row {
    /// Builds a row from pairs of column name and value.
    pub fn new(columns: Vec<(String, Value)>) -> Self {
        Self(columns)
    }

    pub(crate) fn text(&self, name: &str) -> Result<String, DatabaseError> {
        self.optional_text(name)?.ok_or(DECODE)
    }

    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<String>, DatabaseError> {
        match self.get(name)? {
            Value::Text(text) => Ok(text.clone()),
            Value::Integer(None) => Ok(None),
            Value::Integer(Some(_)) => Err(DECODE),
        }
    }

    pub(crate) fn integer(&self, name: &str) -> Result<i64, DatabaseError> {
        self.optional_integer(name)?.ok_or(DECODE)
    }

    pub(crate) fn optional_integer(&self, name: &str) -> Result<Option<i64>, DatabaseError> {
        match self.get(name)? {
            Value::Integer(number) => Ok(*number),
            Value::Text(None) => Ok(None),
            Value::Text(Some(_)) => Err(DECODE),
        }
    }

    fn get(&self, name: &str) -> Result<&Value, DatabaseError> {
        self.0.iter().find(|(column, _)| column == name).map(|(_, value)| value).ok_or(DECODE)
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, Value};

    #[test]
    fn a_column_that_is_missing_or_of_another_kind_is_a_fault_and_never_a_guess() {
        let row = Row::new(vec![
            ("text".into(), "7".into()),
            ("number".into(), 7_i64.into()),
            ("nothing".into(), Value::Text(None)),
            ("no_number".into(), Value::Integer(None)),
        ]);
        assert_eq!(row.text("text").unwrap(), "7");
        assert_eq!(row.integer("number"), Ok(7));
        for nothing in ["nothing", "no_number"] {
            assert_eq!(row.optional_text(nothing), Ok(None));
            assert_eq!(row.optional_integer(nothing), Ok(None));
            assert!(row.text(nothing).is_err());
            assert!(row.integer(nothing).is_err());
        }
        for wrong in ["number", "missing"] {
            assert!(row.optional_text(wrong).is_err(), "{wrong}");
        }
        for wrong in ["text", "missing"] {
            assert!(row.optional_integer(wrong).is_err(), "{wrong}");
        }
    }
}
