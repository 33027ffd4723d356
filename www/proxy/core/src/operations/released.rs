//! A hint for pages: whether an owner has a released session.

use super::trust;
use crate::api_error::ApiError;
use crate::host::Host;
use crate::release::{Outcome, State};
use crate::services::Services;
use crate::store::Record;
use crate::who::Who;

/// Returns true if the table has a session that is complete and released to `who`. Does not call Ivy for sessions.
///
/// # Errors
/// 503 if the database is unavailable.
pub(crate) async fn has_released(services: &Services<impl Host>, who: &Who) -> Result<bool, ApiError> {
    if !services.is_recall_on().await {
        return Ok(false);
    }
    let records = services.store.of_owner(who).await?;
    let has_adopted = records.iter().any(|record| record.row.state == State::Adopted);
    let trust = if has_adopted { trust::of(services, who, trust::selector(services).await).await? } else { None };
    let all = services.store.keys();
    let is_shown = |record: &Record| {
        let is_complete = record.row.outcome == Some(Outcome::Complete);
        is_complete && all.of(&record.secret_id).is_some_and(|keys| who.visitor(keys, trust).may_see(&record.row))
    };
    Ok(records.iter().any(is_shown))
}
