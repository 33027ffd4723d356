//! What the tables hold of a customer, for whoever has a right to know it (SECURITY.md, 14).

use serde_json::{Map, Value, json};

use super::{Record, Store};
use crate::release::{Outcome, State};
use crate::{ApiError, Host, Who};

impl<H: Host> Store<H> {
    /// Returns all that the tables hold of an owner, as JSON text. Digests are left out: they say nothing to anybody.
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

/// Returns a session's columns that are not digests, without those that are empty.
fn session(record: &Record) -> Value {
    let row = &record.row;
    // The table's own name for a session from elsewhere is no reference of Ivy's.
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
