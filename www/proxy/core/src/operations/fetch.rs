//! One session, fetched from Ivy.

use ivy_data_session::decode::{Status, scan_session};

use super::selector::query;
use crate::api_error::ApiError;
use crate::host::Host;
use crate::ivy::{Endpoint, undecodable};
use crate::services::Services;
use crate::session::Session;
use crate::who::Who;

/// A session in its present state at Ivy.
#[derive(Clone, Debug)]
pub(super) struct Fetched {
    pub(super) session: Session,
    pub(super) status: Status,
}

/// Fetches a session from Ivy. The caller must have checked that it may be read. Returns `None` if Ivy's answer is about this
/// session and malformed: it is set aside, as in a list (SECURITY.md, 20). Asking again would not help.
pub(super) async fn fetch(services: &Services<impl Host>, session_id: &str) -> Result<Option<Fetched>, ApiError> {
    let bytes = services.call_ivy(Endpoint::Details, query("id", session_id.into())).await?;
    read(&bytes, session_id)
}

/// Fetches a session for a list, as [`fetch`] does. Lists of one owner at the same moment share the call.
pub(super) async fn fetch_joined(
    services: &Services<impl Host>,
    who: &Who,
    session_id: &str,
) -> Result<Option<Fetched>, ApiError> {
    let owner = who.owner().unwrap_or_default();
    let bytes = services.join_call(owner, Endpoint::Details, query("id", session_id.into())).await?;
    read(&bytes, session_id)
}

/// Reads Ivy's response to details of this session.
fn read(bytes: &[u8], session_id: &str) -> Result<Option<Fetched>, ApiError> {
    let scanned = scan_session(bytes).map_err(|_| undecodable("ivy's answer to details is not json"))?;
    let Some(entry) = scanned.session else {
        if scanned.id.is_some_and(|id| id.read(bytes) == session_id) {
            tracing::warn!(
                event = "malformed_session",
                "ivy's answer to details is malformed; the session is left out"
            );
            return Ok(None);
        }
        return Err(undecodable("ivy's answer to details is not a session"));
    };
    let session = Session::read(bytes).ok_or_else(|| undecodable("ivy's answer to details is not an object"))?;
    if session.text("id") != Some(session_id) {
        return Err(undecodable("ivy's answer to details is about another session"));
    }
    Ok(Some(Fetched { session, status: entry.status }))
}
