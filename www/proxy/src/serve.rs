//! The routes.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use ivy_proxy_core::{Answered, PATHS};

use crate::Proxy;
use crate::asked::{Received, behead};

pub(crate) fn router(proxy: &Proxy) -> Router {
    let mut router = Router::new();
    for path in PATHS {
        let proxy = proxy.clone();
        router = router.route(path, any(move |request: Request| serve(proxy.clone(), path, request)));
    }
    let proxy = proxy.clone();
    router.fallback(move |request: Request| serve(proxy.clone(), "", request))
}

async fn serve(proxy: Proxy, path: &'static str, request: Request) -> Response {
    let (head, body) = behead(request, path);
    let asked = Received { identify: proxy.identify, reference_id: proxy.reference_id, body };
    // A task of its own: where the browser hangs up, Ivy's answer is still written down, and a repeat finds it.
    match tokio::spawn(async move { proxy.core.handle(head, asked).await }).await {
        Ok(Answered { status, headers, body }) => {
            let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            response
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
