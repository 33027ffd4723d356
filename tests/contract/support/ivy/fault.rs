//! Faults that a test injects into Ivy.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;

/// A fault of Ivy's for one request.
#[derive(Clone)]
pub(crate) enum Fault {
    /// Sends this response and does nothing.
    Respond(u16, &'static str, String),
    /// Sends this status and header and does nothing.
    WithHeader(u16, &'static str, &'static str),
    /// Handles the request, and responds after this time.
    Slow(Duration),
    /// Handles the request, and responds when it is notified.
    Held(Arc<Notify>),
    /// Handles the request, and loses the response.
    Lost,
    /// Handles the request, and changes the response.
    Changed(fn(&mut Value)),
}
