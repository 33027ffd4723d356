//! One session, fetched from Ivy.

use ivy_data_session::decode::{Status, scan_session};
use ivy_data_session::json::{self, Value};

use crate::api_error::ApiError;
use crate::host::Host;
use crate::ivy::{Endpoint, undecodable};
use crate::services::Services;
use crate::session::Session;

/// A session in its present state at Ivy.
#[derive(Clone, Debug)]
pub(super) struct Fetched {
    pub(super) session: Session,
    pub(super) status: Status,
}

/// Fetches a session from Ivy. The caller must have checked that it may be read.
pub(super) async fn fetch(services: &Services<impl Host>, session_id: &str) -> Result<Fetched, ApiError> {
    let mut query = String::new();
    json::write(&Value::Object(vec![("id".into(), Value::String(session_id.into()))]), &mut query);
    let bytes = services.call_ivy(Endpoint::Details, query).await?;
    let scanned = scan_session(&bytes).map_err(|_| undecodable("ivy's answer to details is not json"))?;
    let entry = scanned.session.ok_or_else(|| undecodable("ivy's answer to details is not a session"))?;
    let session = Session::read(&bytes).ok_or_else(|| undecodable("ivy's answer to details is not an object"))?;
    if session.text("id") != Some(session_id) {
        return Err(undecodable("ivy's answer to details is about another session"));
    }
    Ok(Fetched { session, status: entry.status })
}
