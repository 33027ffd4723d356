//! One session for a page.

use super::show::{for_page, released_session};
use super::{Call, Output};
use crate::api_error::ApiError;
use crate::body;
use crate::host::Host;
use crate::services::Services;

pub(super) async fn details(services: &Services<impl Host>, call: Call) -> Result<Output, ApiError> {
    let (_, id) = body::one_text(&call.body, &["id"])?;
    let shown = released_session(services, &call.caller.who()?, &id).await?;
    Ok(Output::json(for_page(services, shown.session, &shown.record)?).about(Some(id)))
}
