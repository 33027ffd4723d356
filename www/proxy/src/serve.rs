//! The way of a request: who may ask, what is asked, the answer's headers, one line in the log.

use std::net::SocketAddr;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;

use crate::limit::Network;
use crate::operations::{Call, Operation, Reply};
use crate::refused::Code;
use crate::{Proxy, Refused, Who, body, random};

const REQUEST_ID: HeaderName = HeaderName::from_static("ivy-request-id");
const RECALL: HeaderName = HeaderName::from_static("ivy-recall");

/// On every answer, an error's too (security.md, 10).
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

pub(crate) fn router(proxy: &Proxy) -> Router {
    let mut router = Router::new();
    for operation in Operation::ALL {
        let proxy = proxy.clone();
        router =
            router.route(operation.path(), any(move |request: Request| serve(proxy.clone(), Some(operation), request)));
    }
    let proxy = proxy.clone();
    router.fallback(move |request: Request| serve(proxy.clone(), None, request))
}

async fn serve(proxy: Proxy, operation: Option<Operation>, request: Request) -> Response {
    let started = Instant::now();
    let id = random::token::<12>().unwrap_or_else(|_| "none".into());
    let asked = request.headers().clone();
    let preflight = request.method() == Method::OPTIONS && operation.is_some_and(Operation::is_for_pages);
    let mut headers = HeaderMap::new();
    let result = match operation {
        Some(_) if preflight => proxy.parts.guard.preflight(&asked, &mut headers).map(|()| Reply::empty()),
        Some(operation) => perform(&proxy, operation, request).await,
        None => Err(Refused::new(StatusCode::NOT_FOUND, Code::Misconfigured)),
    };
    log(&proxy, operation, preflight, &id, started, &result);
    proxy.parts.guard.share(&asked, &mut headers);
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    respond(operation, &id, headers, result)
}

/// Everything that is asked of a request before its operation looks at it.
async fn perform(proxy: &Proxy, operation: Operation, request: Request) -> Result<Reply, Refused> {
    if request.method() != Method::POST {
        return Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, Code::Misconfigured));
    }
    let (head, body) = request.into_parts();
    let parts = &proxy.parts;
    let peer = head.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let network = Network::of(peer, &head.headers, parts.config.address_header.as_ref());
    let limits = &parts.config.limits;
    if operation == Operation::Callback {
        parts.callbacks.check(&network)?;
        let body = body::read(&head.headers, body, limits.callback_body, limits.body_deadline).await?;
        return operation.callback(proxy, &head.headers, &body).await;
    }
    parts.addresses.check(&network)?;
    match operation {
        Operation::Start => parts.guard.form(&head.headers)?,
        _ => parts.guard.json(&head.headers)?,
    }
    let who = proxy.who(&head.headers).await?;
    limit_owner(proxy, &who)?;
    let body = body::read(&head.headers, body, limits.page_body, limits.body_deadline).await?;
    operation.perform(proxy, Call { who, headers: head.headers, body }).await
}

fn limit_owner(proxy: &Proxy, who: &Who) -> Result<(), Refused> {
    match who.owner() {
        Some(owner) => proxy.parts.owners.check(&owner),
        None => Ok(()),
    }
}

fn respond(operation: Option<Operation>, id: &str, headers: HeaderMap, result: Result<Reply, Refused>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = headers;
    let json = match result {
        Ok(reply) => {
            *response.status_mut() = reply.status;
            let optional = [(header::LOCATION, reply.location), (header::SET_COOKIE, reply.cookie)];
            for (name, value) in optional {
                if let Some(value) = value {
                    response.headers_mut().insert(name, value);
                }
            }
            if reply.for_guest {
                response.headers_mut().insert(RECALL, HeaderValue::from_static("guest"));
            }
            reply.body
        }
        Err(refused) => {
            *response.status_mut() = refused.status;
            if let Some(seconds) = refused.retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            if refused.status == StatusCode::METHOD_NOT_ALLOWED {
                let allowed = if operation.is_some_and(Operation::is_for_pages) { "POST, OPTIONS" } else { "POST" };
                response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
            }
            Some(refused.body(id))
        }
    };
    if let Some(json) = json {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        *response.body_mut() = Body::from(json);
    }
    response
}

/// One line a request: what was asked, how it ended, how long it took. Nothing that a request or an answer holds
/// (security.md, 13).
fn log(
    proxy: &Proxy,
    operation: Option<Operation>,
    preflight: bool,
    id: &str,
    started: Instant,
    result: &Result<Reply, Refused>,
) {
    let operation = if preflight { "preflight" } else { operation.map_or("unknown", Operation::name) };
    let latency_ms = started.elapsed().as_millis() as u64;
    let (status, refused, session) = match result {
        Ok(reply) => (reply.status, reply.fault.as_ref(), reply.session_id.as_deref()),
        Err(refused) => (refused.status, Some(refused), None),
    };
    let status = status.as_u16();
    let code = refused.map_or("", |refused| refused.code.name());
    let reason = refused.and_then(Refused::reason).unwrap_or_default();
    let session = session.map(|session| proxy.parts.signing.name_for_log(session)).unwrap_or_default();
    if refused.is_some_and(|refused| refused.status.is_server_error() || refused.code == Code::Misconfigured) {
        tracing::warn!(request_id = id, operation, status, code, reason, latency_ms, session, "request");
    } else {
        tracing::info!(request_id = id, operation, status, code, reason, latency_ms, session, "request");
    }
}
