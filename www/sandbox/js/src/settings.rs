//! The options of a JavaScript server, as JSON text.

use ivy_sandbox_core::{Deviations, ErrorBody, Settings};
use serde::Deserialize;
use std::time::Duration;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Options {
    api_key: String,
    signing_secret: String,
    callback_wait_ms: Option<u32>,
    late_by_ms: Option<u32>,
    callback_retries_ms: Option<Vec<u32>>,
    error_body: Option<ErrorBody>,
    deviations: Option<Deviations>,
}

/// Reads the options. Absent ones have the core's values.
///
/// # Errors
/// If an option is unknown, missing or of another type.
pub(crate) fn read(options: &str) -> serde_json::Result<Settings> {
    let options: Options = serde_json::from_str(options)?;
    let mut settings = Settings::new(options.api_key, options.signing_secret);
    let time = |ms: u32| Duration::from_millis(ms.into());
    settings.callback_wait = options.callback_wait_ms.map_or(settings.callback_wait, time);
    settings.late_by = options.late_by_ms.map_or(settings.late_by, time);
    if let Some(pauses) = options.callback_retries_ms {
        settings.callback_retries = pauses.into_iter().map(time).collect();
    }
    settings.error_body = options.error_body.unwrap_or(settings.error_body);
    settings.deviations = options.deviations.unwrap_or(settings.deviations);
    Ok(settings)
}
