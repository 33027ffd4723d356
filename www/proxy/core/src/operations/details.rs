//! One session, for a page.

use super::show::{for_page, released_session};
use super::{Call, Output};
use crate::{ApiError, Host, Proxy, body};

pub(super) async fn details(proxy: &Proxy<impl Host>, call: Call) -> Result<Output, ApiError> {
    let (_, id) = body::one_text(&call.body, &["id"])?;
    let shown = released_session(proxy, &call.caller.who()?, &id).await?;
    Ok(Output::json(for_page(proxy, shown.session, &shown.record)?).about(Some(id)))
}
