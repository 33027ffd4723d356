//! The calls of Ivy's API that the sandbox records for a tester.

use crate::operation::Operation;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::VecDeque;

/// The number of calls that are kept.
const KEPT: usize = 200;

/// A call of Ivy's API.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordedCall {
    /// The operation.
    pub(crate) operation: Operation,
    /// The time of the call in epoch milliseconds.
    pub(crate) at: i64,
    /// The status of the response.
    pub(crate) status: u16,
    /// The header `Idempotency-Key`.
    pub(crate) idempotency_key: Option<String>,
    /// The JSON object in the body, or `null` if it has none.
    pub(crate) body: Option<Map<String, Value>>,
}

/// The last calls, the oldest first.
#[derive(Debug, Default, Serialize)]
pub(crate) struct RecordedCalls {
    calls: VecDeque<RecordedCall>,
}

impl RecordedCalls {
    /// Adds a call, and drops the oldest one if there are too many.
    pub(super) fn add(&mut self, call: RecordedCall) {
        self.calls.push_back(call);
        if self.calls.len() > KEPT {
            self.calls.pop_front();
        }
    }
}
