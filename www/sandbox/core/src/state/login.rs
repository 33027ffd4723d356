//! Unfinished bank logins, one for every browser that opened a login page.

use super::row::{InvalidRow, Row, Table};
use serde_json::json;

/// The progress of one browser. The next step depends on the members: no bank, no user name, or both.
#[derive(Debug, Clone)]
pub(crate) struct Login {
    /// The digest of the token that only the browser's page has.
    pub(crate) token_hash: String,
    pub(crate) session_id: String,
    pub(crate) bank_id: Option<String>,
    pub(crate) username: Option<String>,
}

impl Login {
    pub(super) fn row(&self) -> Row {
        let values = [json!(self.token_hash), json!(self.session_id), json!(self.bank_id), json!(self.username)];
        Row::new(Table::Logins, values)
    }

    pub(super) fn read(row: &Row) -> Result<Self, InvalidRow> {
        Ok(Self {
            token_hash: row.text("token_hash")?.to_owned(),
            session_id: row.text("session_id")?.to_owned(),
            bank_id: row.optional_text("bank_id")?.map(str::to_owned),
            username: row.optional_text("username")?.map(str::to_owned),
        })
    }
}
