//! A request of axum, as the core's request context.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;
use http_body_util::LengthLimitError;
use ivy_proxy_core::{BodyError, Customer, Head, ReferenceIdHook, RequestContext, SignInUnavailable};

use crate::identify::Identify;

/// The lazily read parts of a request: sign-in, hook and body.
pub(crate) struct AxumRequest {
    pub(crate) identify: Arc<dyn Identify>,
    pub(crate) reference_id: Option<ReferenceIdHook>,
    pub(crate) body: Body,
}

/// Splits a request into its head and body. `path` is its path below the one at which the proxy is nested.
pub(crate) fn split_head(request: Request, path: &str) -> (Head, Body) {
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    (Head { method: parts.method, path: path.to_owned(), headers: parts.headers, peer }, body)
}

impl RequestContext for AxumRequest {
    async fn customer(&mut self, headers: &HeaderMap) -> Result<Option<Customer>, SignInUnavailable> {
        self.identify.customer(headers).await
    }

    async fn reference_start(&mut self, headers: &HeaderMap) -> Option<String> {
        self.reference_id.as_ref().and_then(|hook| hook(headers))
    }

    async fn body(&mut self, limit: usize, deadline: Duration) -> Result<Vec<u8>, BodyError> {
        let body = std::mem::take(&mut self.body);
        match tokio::time::timeout(deadline, to_bytes(body, limit)).await {
            Ok(Ok(bytes)) => Ok(bytes.into()),
            Ok(Err(error)) if is_too_long(&error) => Err(BodyError::TooLong),
            Ok(Err(_)) => Err(BodyError::BrokeOff),
            Err(_) => Err(BodyError::TooSlow),
        }
    }
}

fn is_too_long(error: &axum::Error) -> bool {
    std::error::Error::source(error).is_some_and(|source| source.is::<LengthLimitError>())
}
