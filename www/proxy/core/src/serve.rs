//! The way of a request: who may ask, what is asked, the answer's headers, one line in the log.

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use ivy_data_session::model::Operation;

use crate::address::Network;
use crate::alarm::Alarm;
use crate::api_error::Code;
use crate::capacity::{Admission, Capacity, OVER_CAPACITY};
use crate::operations::{self, Call, Output};
use crate::{ApiError, Head, Host, Proxy, RequestContext, body, random, secrets};

/// The paths of the operations, below the one where the proxy is nested.
pub const PATHS: [&str; 7] = operations::PATHS;

/// What is answered to a request.
#[derive(Clone, Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: StatusCode,
    /// All headers that have to be sent.
    pub headers: HeaderMap,
    /// JSON text, where there is a body.
    pub body: Option<String>,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("ivy-request-id");
const RECALL: HeaderName = HeaderName::from_static("ivy-recall");

/// On every answer, an error's too (SECURITY.md, 10).
const ALWAYS: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

pub(crate) async fn serve(proxy: &Proxy<impl Host>, head: Head, asked: impl RequestContext) -> Response {
    let started = proxy.host().elapsed_ms();
    let operation = operations::at(&head.path);
    let shared_with = head.headers.clone();
    let preflight = head.method == Method::OPTIONS && operation.is_some_and(Operation::is_for_pages);
    let mut headers = HeaderMap::new();
    let result = match operation {
        Some(_) if preflight => proxy.parts.guard.preflight(&head.headers, &mut headers).map(|()| Output::empty()),
        Some(operation) => perform(proxy, operation, head, asked, &mut headers).await,
        None => Err(ApiError::new(StatusCode::NOT_FOUND, Code::Misconfigured)),
    };
    let request = RequestLog { operation, preflight, started };
    finish(proxy, request, &shared_with, headers, result)
}

pub(crate) fn stopped(proxy: &Proxy<impl Host>, head: &Head) -> Response {
    let request =
        RequestLog { operation: operations::at(&head.path), preflight: false, started: proxy.host().elapsed_ms() };
    let error = ApiError::unavailable().because("the proxy stopped");
    finish(proxy, request, &head.headers, HeaderMap::new(), Err(error))
}

/// What the log says of a request besides its result.
struct RequestLog {
    operation: Option<Operation>,
    preflight: bool,
    started: u64,
}

fn finish(
    proxy: &Proxy<impl Host>,
    request: RequestLog,
    asked: &HeaderMap,
    mut headers: HeaderMap,
    result: Result<Output, ApiError>,
) -> Response {
    let id = random::token::<12>(proxy.host()).unwrap_or_else(|_| "none".into());
    log(proxy, &request, &id, &result);
    proxy.parts.alarms.flush(proxy.now());
    proxy.parts.guard.share(asked, &mut headers);
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    respond(request.operation, &id, headers, result)
}

/// Everything that is asked of a request before its operation looks at it. `headers` are those of every answer to it.
async fn perform(
    proxy: &Proxy<impl Host>,
    operation: Operation,
    head: Head,
    mut asked: impl RequestContext,
    headers: &mut HeaderMap,
) -> Result<Output, ApiError> {
    if head.method != Method::POST {
        return Err(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, Code::Misconfigured));
    }
    let parts = &proxy.parts;
    let network = network(proxy, &head);
    let limits = &parts.config.limits;
    if operation == Operation::Callback {
        parts.callbacks.check(&network, proxy.host().elapsed_ms())?;
        if secrets::signature(&head.headers).is_none() {
            return Err(bad_signature(proxy, ApiError::unauthorized()));
        }
        let mut admission = admit(proxy, &parts.callback_capacity, network)?;
        let body = body::read(&head.headers, &mut asked, limits.callback_body, limits.body_deadline, &mut admission);
        let body = over_capacity(proxy, body.await)?;
        let told = operations::callback(proxy, &head.headers, &body).await;
        return told.map_err(|error| bad_signature(proxy, error));
    }
    parts.addresses.check(&network, proxy.host().elapsed_ms())?;
    match operation {
        Operation::Start => parts.guard.form(&head.headers)?,
        _ => parts.guard.json(&head.headers)?,
    }
    let mut admission = admit(proxy, &parts.capacity, network)?;
    let found = asked.customer(&head.headers).await;
    let caller = proxy.caller(&head.headers, found);
    match caller.who() {
        Ok(who) => proxy.limit_owner(&who)?,
        // A nonce is answered by the release rule, whoever presents it.
        Err(_) if operation == Operation::Result => {}
        Err(error) => return Err(error),
    }
    // Also with a refusal: otherwise the browser would keep the cookie, and be that guest again after the sign-out.
    if let Some(ended) = proxy.end_stale_guest(&caller).await? {
        headers.append(header::SET_COOKIE, ended);
    }
    let body = body::read(&head.headers, &mut asked, limits.page_body, limits.body_deadline, &mut admission);
    let body = over_capacity(proxy, body.await)?;
    let call = Call { caller, network, headers: head.headers, body };
    operations::perform(operation, proxy, call, &mut asked).await
}

/// Whom the limits count the request for.
fn network(proxy: &Proxy<impl Host>, head: &Head) -> Network {
    let config = &proxy.parts.config;
    let network = Network::of(head.peer, &head.headers, config.address_header.as_ref(), config.trusted_hops);
    let alarm = match network {
        Network::Known(_) => return network,
        Network::Unreadable => Alarm::UnreadableAddress,
        Network::Missing => Alarm::MissingAddress,
    };
    proxy.parts.alarms.raise(alarm, proxy.now());
    network
}

/// Counts the request until what is returned is dropped.
fn admit(proxy: &Proxy<impl Host>, capacity: &Capacity, network: Network) -> Result<Admission, ApiError> {
    over_capacity(proxy, capacity.enter(network))
}

fn over_capacity<T>(proxy: &Proxy<impl Host>, result: Result<T, ApiError>) -> Result<T, ApiError> {
    if result.as_ref().is_err_and(|error| error.reason() == Some(OVER_CAPACITY)) {
        proxy.parts.alarms.raise(Alarm::Capacity, proxy.now());
    }
    result
}

/// Raises the alarm for a callback that is not signed by Ivy.
fn bad_signature(proxy: &Proxy<impl Host>, error: ApiError) -> ApiError {
    if error.code == Code::Unauthorized {
        proxy.parts.alarms.raise(Alarm::BadSignature, proxy.now());
    }
    error
}

fn respond(
    operation: Option<Operation>,
    id: &str,
    mut headers: HeaderMap,
    result: Result<Output, ApiError>,
) -> Response {
    let (status, body) = match result {
        Ok(reply) => {
            if let Some(location) = reply.location {
                headers.insert(header::LOCATION, location);
            }
            for cookie in reply.cookies {
                headers.append(header::SET_COOKIE, cookie);
            }
            if reply.for_guest {
                headers.insert(RECALL, HeaderValue::from_static("guest"));
            }
            (reply.status, reply.body)
        }
        Err(error) => {
            if let Some(seconds) = error.retry_after {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            if error.status == StatusCode::METHOD_NOT_ALLOWED {
                let allowed = if operation.is_some_and(Operation::is_for_pages) { "POST, OPTIONS" } else { "POST" };
                headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
            }
            (error.status, Some(error.body(id)))
        }
    };
    if body.is_some() {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    Response { status, headers, body }
}

/// One line a request: what was asked, how it ended, how long it took. Nothing that a request or an answer holds
/// (SECURITY.md, 13).
fn log(proxy: &Proxy<impl Host>, request: &RequestLog, id: &str, result: &Result<Output, ApiError>) {
    let operation = if request.preflight { "preflight" } else { request.operation.map_or("unknown", Operation::name) };
    let latency_ms = proxy.host().elapsed_ms().saturating_sub(request.started);
    let (status, error, session) = match result {
        Ok(reply) => (reply.status, reply.fault.as_ref(), reply.session_id.as_deref()),
        Err(error) => (error.status, Some(error), None),
    };
    let status = status.as_u16();
    let code = error.map_or("", |error| error.code.name());
    proxy.parts.metrics.request(operation, status, error.map(|error| error.code));
    let reason = error.and_then(ApiError::reason).unwrap_or_default();
    let session = session.map(|session| proxy.log_name(session)).unwrap_or_default();
    if error.is_some_and(|error| error.status.is_server_error() || error.code == Code::Misconfigured) {
        tracing::warn!(request_id = id, operation, status, code, reason, latency_ms, session, "request");
    } else {
        tracing::info!(request_id = id, operation, status, code, reason, latency_ms, session, "request");
    }
}
