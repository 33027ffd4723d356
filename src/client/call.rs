//! One request to the proxy, tried again where that can help.

use super::classify::refusal;
use super::{Answer, Code, Error, Event, Request, Transport, retry};

/// How long a call may take and how often it may try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// The end of the call, on the clock of [`Transport::now`].
    pub deadline: f64,
    /// Attempts after the first.
    pub retries: u32,
}

/// Sends a request until there is an answer, an error that trying again cannot mend, or no time.
///
/// Tried again are: no answer, 408, 429, 5xx. A pause that would end after the deadline ends the call at once, with the
/// error that it has.
///
/// # Errors
/// Everything of the table in [`crate::client`] that is not about the content of a 2xx answer.
pub async fn call<T: Transport>(transport: &T, request: &Request<'_>, limits: Limits) -> Result<Answer, Error> {
    let operation = request.operation;
    let mut attempt = 1;
    loop {
        let left = limits.deadline - transport.now();
        if left <= 0.0 {
            return Err(Error::new(Code::Timeout));
        }
        transport.report(&Event::Request { operation, attempt });
        let (error, answer) = match transport.send(request, left).await {
            Ok(answer) => {
                let refused = refusal(operation, &answer);
                let status = answer.status;
                let request_id = refused.as_ref().and_then(|error| error.request_id.as_deref());
                transport.report(&Event::Response { operation, attempt, status, request_id });
                match refused {
                    None => return Ok(answer),
                    Some(error) => (error, Some(answer)),
                }
            }
            Err(failure) => {
                let error = Error::from(failure);
                transport.report(&Event::NoResponse { operation, attempt, code: error.code });
                (error, None)
            }
        };
        if !error.retryable || attempt > limits.retries {
            return Err(error);
        }
        let pause = retry::pause(attempt, answer.as_ref(), transport.wall_clock(), transport.random());
        if transport.now() + pause >= limits.deadline {
            return Err(error);
        }
        attempt += 1;
        transport.report(&Event::Retry { operation, attempt, delay_ms: pause });
        transport.sleep(pause).await?;
    }
}
