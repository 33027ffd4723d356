//! The export of a customer's data (SECURITY.md, 14).

use serde_json::{Map, Value, json};

use super::{Record, Store};
use crate::api_error::ApiError;
use crate::host::Host;
use crate::release::{Outcome, State};
use crate::who::Who;

impl<H: Host> Store<H> {
    /// Returns all data that the tables hold of an owner, as JSON text. Omits digests, which are meaningless outside
    /// the tables.
    pub(crate) async fn export(&self, who: &Who) -> Result<String, ApiError> {
        let mut records = self.of_owner(who).await?;
        records.sort_by(|one, other| {
            (one.row.created_at, &one.reference_id).cmp(&(other.row.created_at, &other.reference_id))
        });
        let mut export = Map::new();
        export.insert("sessions".into(), records.iter().map(session).collect());
        if let Some(at) = self.adoption_ended_at(who).await? {
            export.insert("forgotAllAt".into(), json!(at));
        }
        Ok(Value::Object(export).to_string())
    }
}

/// Returns a session's columns that are set and are not digests.
fn session(record: &Record) -> Value {
    let row = &record.row;
    // An adopted session has a reference that the table made up.
    let reference_id = Some(&record.reference_id).filter(|_| row.state != State::Adopted);
    let members = [
        ("referenceId", json!(reference_id)),
        ("sessionId", json!(record.session_id)),
        ("state", json!(row.state.name())),
        ("outcome", json!(row.outcome.map(Outcome::name))),
        ("createdAt", json!(row.created_at)),
        ("expiresAt", json!(row.expires_at)),
        ("completedAt", json!(row.completed_at)),
        ("returnedAt", json!(row.returned_at)),
        ("cancelledAt", json!(row.cancelled_at)),
        ("presentedAt", json!(row.presented_at)),
        ("releasedAt", json!(row.released_at)),
        ("lockedAt", json!(row.locked_at)),
        ("usedAt", json!(record.used_at)),
    ];
    members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}
