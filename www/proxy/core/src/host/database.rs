//! The database that a host provides.

use std::future::Future;

use super::database_error::DatabaseError;
use super::value::{Row, Value};

/// The SQL dialect of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite: a file, used by one process; or a service, see [`Host::is_hosted`](super::Host::is_hosted).
    Sqlite,
    /// PostgreSQL: a server, which several processes may share.
    Postgres,
}

/// A connection to the database that holds the proxy's tables. Statements number their parameters `$1`, `$2` and so on,
/// and use only SQL that SQLite and PostgreSQL share.
pub trait Database {
    /// Executes a statement and returns the number of rows that it changed.
    fn execute(&self, statement: &str, values: Vec<Value>) -> impl Future<Output = Result<u64, DatabaseError>>;

    /// Executes a query and returns its rows.
    fn query(&self, statement: &str, values: Vec<Value>) -> impl Future<Output = Result<Vec<Row>, DatabaseError>>;

    /// Executes statements without parameters on one connection; in PostgreSQL, in one transaction.
    fn script(&self, statements: &str) -> impl Future<Output = Result<(), DatabaseError>>;
}
