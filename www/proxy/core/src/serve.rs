//! The path of a request: admission, operation, response, and one line in the log.

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use ivy_data_session::model::Operation;

use crate::address::Network;
use crate::alarm::Alarm;
use crate::api_error::{ApiError, Code};
use crate::capacity::{Admission, Capacity, OVER_CAPACITY};
use crate::host::Host;
use crate::identify::Caller;
use crate::operations::{self, Call, Output};
use crate::request::{Head, RequestContext};
use crate::response::{Response, respond};
use crate::services::Services;
use crate::who::Who;
use crate::{body, cookie, diagnosis, random, secrets};

/// The header with the owner tag: the customer or guest whom the response was made for.
const OWNER: HeaderName = HeaderName::from_static("ivy-owner");

/// Handles a request and returns its response.
pub(crate) async fn serve(services: &Services<impl Host>, head: Head, context: impl RequestContext) -> Response {
    let started = services.host().elapsed_ms();
    let operation = operations::at(&head.path);
    let shared_with = head.headers.clone();
    let preflight = head.method == Method::OPTIONS && operation.is_some_and(Operation::is_for_pages);
    let mut headers = HeaderMap::new();
    let result = match operation {
        Some(_) if preflight => services.guard.preflight(&head.headers, &mut headers).map(|()| Output::empty()),
        Some(operation) => perform(services, operation, head, context, &mut headers).await,
        None => Err(ApiError::new(StatusCode::NOT_FOUND, Code::Misconfigured)),
    };
    if let Err(error) = &result {
        services.warn_once_about_origin(error, &shared_with);
    }
    let request = RequestLog { operation, preflight, started };
    finish(services, request, &shared_with, headers, result)
}

/// Returns the response to a request whose handling panicked.
pub(crate) fn stopped(services: &Services<impl Host>, head: &Head) -> Response {
    let request =
        RequestLog { operation: operations::at(&head.path), preflight: false, started: services.host().elapsed_ms() };
    let error = ApiError::unavailable().because("the proxy stopped");
    finish(services, request, &head.headers, HeaderMap::new(), Err(error))
}

/// Request details for the access log.
struct RequestLog {
    operation: Option<Operation>,
    preflight: bool,
    started: u64,
}

/// Logs the request, and builds its response.
fn finish(
    services: &Services<impl Host>,
    request: RequestLog,
    request_headers: &HeaderMap,
    mut headers: HeaderMap,
    result: Result<Output, ApiError>,
) -> Response {
    let id = random::token::<12>(services.host()).unwrap_or_else(|_| "none".into());
    log(services, &request, &id, &result);
    services.alarms.flush(services.now());
    services.guard.share(request_headers, &mut headers);
    if let Ok(Output { new_guest: Some(guest), .. }) = &result {
        set_owner(services, &mut headers, guest);
    }
    respond(request.operation, &id, headers, result)
}

/// Admits a request and performs its operation. Adds to `headers`, which every response gets.
async fn perform(
    services: &Services<impl Host>,
    operation: Operation,
    head: Head,
    mut context: impl RequestContext,
    headers: &mut HeaderMap,
) -> Result<Output, ApiError> {
    if head.method != Method::POST {
        return Err(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, Code::Misconfigured));
    }
    let network = network(services, &head);
    let limits = &services.config.limits;
    if operation == Operation::Callback {
        services.callbacks.check(&network, services.host().elapsed_ms())?;
        if secrets::signature(&head.headers).is_none() {
            return Err(bad_signature(services, ApiError::unauthorized()));
        }
        let mut admission = admit(services, &services.callback_capacity, network)?;
        let body = body::read(&head.headers, &mut context, limits.callback_body, limits.body_deadline, &mut admission);
        let body = over_capacity(services, body.await)?;
        let result = operations::callback(services, &head.headers, &body).await;
        return result.map_err(|error| bad_signature(services, error));
    }
    services.addresses.check(&network, services.host().elapsed_ms())?;
    if let Some(arrival) = diagnosis::arrival(services, &head.headers, network) {
        return Ok(Output::json(arrival));
    }
    match operation {
        Operation::Start => services.guard.form(&head.headers)?,
        _ => services.guard.json(&head.headers)?,
    }
    let mut admission = admit(services, &services.capacity, network)?;
    let found = context.customer(&head.headers).await;
    let caller = services.caller(&head.headers, found);
    match caller.who() {
        Ok(who) => {
            set_owner(services, headers, &who);
            services.limit_owner(&who)?;
        }
        // The release rule decides about a nonce, even if the sign-in is unavailable.
        Err(_) if operation == Operation::Result => {}
        Err(error) => return Err(error),
    }
    // Set before any error: otherwise the browser would keep the cookie, and would be that guest again after the
    // sign-out.
    if let Some(ended) = end_stale_guest(services, &caller).await? {
        headers.append(header::SET_COOKIE, ended);
    }
    let body = body::read(&head.headers, &mut context, limits.page_body, limits.body_deadline, &mut admission);
    let body = over_capacity(services, body.await)?;
    let call = Call { caller, network, headers: head.headers, body };
    operations::perform(operation, services, call, &mut context).await
}

/// Sets the owner tag of the response. A response to a sender whom the proxy does not know has none.
fn set_owner(services: &Services<impl Host>, headers: &mut HeaderMap, who: &Who) {
    if let Ok(tag) = HeaderValue::try_from(who.tag(&services.store.keys())) {
        headers.insert(OWNER, tag);
    }
}

/// Ends the guest whose cookie a signed-in customer's browser still sends. Returns the `Set-Cookie` value that deletes it.
async fn end_stale_guest(services: &Services<impl Host>, caller: &Caller) -> Result<Option<HeaderValue>, ApiError> {
    let Some(guest) = caller.stale_guest() else { return Ok(None) };
    operations::forget_all(services, &Who::Guest(Some(guest.clone()))).await?;
    cookie::end_guest(services.secure).map(Some)
}

/// Returns the network whose limits apply to the request.
fn network(services: &Services<impl Host>, head: &Head) -> Network {
    let config = &services.config;
    let network = Network::of(head.peer, &head.headers, config.address_header.as_ref(), config.trusted_hops);
    let alarm = match network {
        Network::Known(_) => return network,
        Network::Unreadable => {
            services.warn_once_about_address();
            Alarm::UnreadableAddress
        }
        Network::Missing => {
            services.warn_once_about_peer();
            Alarm::MissingAddress
        }
    };
    services.alarms.raise(alarm, services.now());
    network
}

/// Counts the request until the returned guard is dropped.
fn admit(services: &Services<impl Host>, capacity: &Capacity, network: Network) -> Result<Admission, ApiError> {
    over_capacity(services, capacity.enter(network))
}

/// Raises the alarm if the result is an error over a cap.
fn over_capacity<T>(services: &Services<impl Host>, result: Result<T, ApiError>) -> Result<T, ApiError> {
    if result.as_ref().is_err_and(|error| error.reason() == Some(OVER_CAPACITY)) {
        services.alarms.raise(Alarm::Capacity, services.now());
    }
    result
}

/// Raises the alarm if a callback has no valid signature.
fn bad_signature(services: &Services<impl Host>, error: ApiError) -> ApiError {
    if error.code == Code::Unauthorized {
        services.alarms.raise(Alarm::BadSignature, services.now());
    }
    error
}

/// Logs one line for the request: operation, result and duration. No data of the request or response (SECURITY.md, 13).
fn log(services: &Services<impl Host>, request: &RequestLog, id: &str, result: &Result<Output, ApiError>) {
    let operation = if request.preflight { "preflight" } else { request.operation.map_or("unknown", Operation::name) };
    let latency_ms = services.host().elapsed_ms().saturating_sub(request.started);
    let (status, error, session) = match result {
        Ok(output) => (output.status, output.logged_error.as_ref(), output.session_id.as_deref()),
        Err(error) => (error.status, Some(error), None),
    };
    let status = status.as_u16();
    let code = error.map_or("", |error| error.code.name());
    services.metrics.request(operation, status, error.map(|error| error.code));
    let reason = error.and_then(ApiError::reason).unwrap_or_default();
    let session = session.map(|session| services.log_name(session)).unwrap_or_default();
    if error.is_some_and(|error| error.status.is_server_error() || error.code == Code::Misconfigured) {
        tracing::warn!(request_id = id, operation, status, code, reason, latency_ms, session, "request");
    } else {
        tracing::info!(request_id = id, operation, status, code, reason, latency_ms, session, "request");
    }
}
