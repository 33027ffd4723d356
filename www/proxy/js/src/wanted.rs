//! Reading of the requirements that the merchant's program passes, from JSON text.

use std::time::Duration;

use ivy_data_session::recall::Criteria;
use ivy_proxy_core::{ApiError, RecallOptions};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Wanted {
    required: Option<Vec<String>>,
    max_age_days: Option<f64>,
    deadline_ms: Option<u64>,
}

fn read(text: &str) -> Result<Wanted, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::malformed())
}

/// Reads the requirements for an account that pays: `{required?, maxAgeDays?}`.
pub(crate) fn criteria(text: &str) -> Result<Criteria, ApiError> {
    let Wanted { required, max_age_days, .. } = read(text)?;
    Ok(Criteria { required: required.unwrap_or_default(), max_age_days })
}

/// Reads the options of a recall: `{required?, maxAgeDays?, deadlineMs?}`.
pub(crate) fn recall_options(text: &str) -> Result<RecallOptions, ApiError> {
    let Wanted { required, max_age_days, deadline_ms } = read(text)?;
    let deadline = deadline_ms.map_or(RecallOptions::default().deadline, Duration::from_millis);
    Ok(RecallOptions { required, max_age_days, deadline })
}
