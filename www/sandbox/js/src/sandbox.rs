//! The sandbox as a JavaScript class.

use crate::host::{JsClock, JsHostAdapter};
use crate::{json, settings};
use ivy_sandbox_core::{Attempts, BodyError, Change, Outcome, Sandbox};
use serde_json::{Value, json};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// A sandbox without sockets. Between a call that returns rows and [`SandboxCore::commit`] a host makes no other call.
#[wasm_bindgen]
#[derive(Debug)]
pub struct SandboxCore {
    sandbox: Sandbox<JsHostAdapter>,
    /// The changes of the last call, which the host stores and then commits.
    changes: Vec<Change>,
}

#[wasm_bindgen]
impl SandboxCore {
    /// Builds a sandbox with these options, as JSON text. `origin` is that of the API and of the login pages.
    ///
    /// # Errors
    /// If an option is invalid.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, origin: &str, clock: JsClock) -> Result<SandboxCore, JsError> {
        let settings = settings::read(options)?;
        Ok(Self { sandbox: Sandbox::new(settings, origin, JsHostAdapter(clock)), changes: Vec::new() })
    }

    /// Applies a row, as JSON text, that an earlier run stored.
    ///
    /// # Errors
    /// If the row is invalid.
    pub fn load(&mut self, row: &str) -> Result<(), JsError> {
        Ok(self.sandbox.load(&serde_json::from_str(row)?)?)
    }

    /// Makes the callbacks of an earlier run due now. Returns `{rows}`.
    pub fn resume(&mut self) -> String {
        let changes = self.sandbox.resume();
        self.stored(changes, json!({}))
    }

    /// Answers a request, as JSON text `{method, path, query, headers, peer?}`. Without `body` the request's body was not
    /// read: it is longer than [`max_body`] if `too_long`, else it was lost. Returns
    /// `{response, posts, waitMs, delayMs, rows}`.
    ///
    /// # Errors
    /// If the request is no such text.
    pub fn handle(&mut self, head: &str, body: Option<Vec<u8>>, too_long: bool) -> Result<String, JsError> {
        let unread = if too_long { BodyError::TooLong } else { BodyError::BrokeOff };
        let request = json::request(head, body.ok_or(unread))?;
        let Outcome { response, changes, posts, delay } = self.sandbox.handle(&request);
        let wait = self.sandbox.settings().callback_wait.as_millis() as u64;
        let result = json!({
            "response": json::response(&response),
            "posts": json::posts(&posts),
            "waitMs": wait,
            "delayMs": delay.as_millis() as u64,
        });
        Ok(self.stored(changes, result))
    }

    /// Returns the callbacks that are due, as `{posts, rows}`.
    #[wasm_bindgen(js_name = takeDue)]
    pub fn take_due(&mut self) -> String {
        let Attempts { changes, posts } = self.sandbox.take_due();
        self.stored(changes, json!({ "posts": json::posts(&posts) }))
    }

    /// Records the result of an attempt: the merchant's status, if there was a response. Returns `{rows}`.
    pub fn settle(&mut self, id: &str, status: Option<u16>) -> String {
        let changes = self.sandbox.settle(id, status);
        self.stored(changes, json!({}))
    }

    /// Commits the changes of the last call.
    pub fn commit(&mut self) {
        self.sandbox.commit(std::mem::take(&mut self.changes));
    }

    /// Returns the milliseconds until the next callback is due, if there is one.
    #[wasm_bindgen(js_name = nextDueInMs)]
    pub fn next_due_in_ms(&self) -> Option<f64> {
        self.sandbox.next_due_in_ms().map(|ms| ms as f64)
    }

    /// Returns the response to a request in which the sandbox before this one stopped, as JSON text `{status, headers, body}`.
    pub fn restarted(&self, sessions_kept: bool) -> String {
        json::response(&self.sandbox.restarted(sessions_kept)).to_string()
    }

    /// Returns the response for a host that cannot store rows, as JSON text `{status, headers, body}`.
    pub fn failure(&self) -> String {
        json::response(&self.sandbox.failure()).to_string()
    }
}

impl SandboxCore {
    /// Keeps changes until they are committed, and returns the result with their rows as JSON text.
    fn stored(&mut self, changes: Vec<Change>, mut result: Value) -> String {
        result["rows"] = json::rows(&changes);
        self.changes = changes;
        result.to_string()
    }
}

/// Returns the largest request body in bytes.
#[wasm_bindgen(js_name = maxBody)]
pub fn max_body() -> usize {
    ivy_sandbox_core::MAX_BODY
}
