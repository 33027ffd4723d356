//! Work that asks the proxy, cut into steps.
//!
//! What to do next is decided by plain functions, given what came of the last question. The loop here is all that waits:
//! an asynchronous function for each kind of work would be compiled to a state machine several times its size.

use super::{Answer, Error, Limits, Operation, Request, Transport, call};
use crate::json::{self, Value};

/// What a piece of work does next.
#[derive(Debug)]
pub enum Next<T> {
    /// Asks the proxy; the next step is given what came of it.
    Ask(Question),
    /// Waits, in milliseconds.
    Wait(f64),
    /// It is done.
    Done(T),
}

/// What came of a question; `None` in the first step and after a wait.
pub type Came = Option<Result<Answer, Error>>;

/// A question to the proxy.
#[derive(Debug)]
pub struct Question {
    operation: Operation,
    body: String,
    idempotency_key: Option<String>,
    limits: Limits,
}

impl Question {
    /// A question with a JSON object as its body.
    pub fn new(operation: Operation, body: &Value, limits: Limits) -> Self {
        let mut text = String::new();
        json::write(body, &mut text);
        Question { operation, body: text, idempotency_key: None, limits }
    }

    /// The create of a checked request.
    pub fn create(request: &Value, idempotency_key: &str, limits: Limits) -> Self {
        let idempotency_key = Some(idempotency_key.to_owned());
        Question { idempotency_key, ..Question::new(Operation::Create, request, limits) }
    }
}

/// Does a piece of work: calls `step` until it is done. `step` is given what came of the last question, and the time on
/// the clock of [`Transport::now`].
///
/// # Errors
/// Those of `step`, and [`super::Code::Aborted`] for a wait that the caller ends.
pub async fn drive<T: Transport, D>(
    transport: &T,
    mut step: impl FnMut(Came, f64) -> Result<Next<D>, Error>,
) -> Result<D, Error> {
    let mut came = None;
    loop {
        match step(came.take(), transport.now())? {
            Next::Ask(Question { operation, body, idempotency_key, limits }) => {
                let request = Request { operation, body: &body, idempotency_key: idempotency_key.as_deref() };
                came = Some(call(transport, &request, limits).await);
            }
            Next::Wait(ms) => transport.sleep(ms).await?,
            Next::Done(done) => return Ok(done),
        }
    }
}
