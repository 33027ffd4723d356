//! Faults that a test injects into Ivy.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Notify;

/// What Ivy does wrong with the next request.
#[derive(Clone)]
pub(crate) enum Fault {
    /// Answers this, as it stands, and does nothing.
    Respond(u16, &'static str, String),
    /// Answers this with a header, and does nothing.
    WithHeader(u16, &'static str, &'static str),
    /// Does what it is asked, and answers so much later.
    Slow(Duration),
    /// Does what it is asked, and answers when it is told to.
    Held(Arc<Notify>),
    /// Does what it is asked, and the answer is lost on the way.
    Lost,
    /// Does what it is asked, and changes its answer.
    Changed(fn(&mut Value)),
}
