//! The routes.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::any;
use ivy_proxy_core::PATHS;

use crate::Proxy;
use crate::request::{AxumRequest, split_head};

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
    let (head, body) = split_head(request, path);
    let request = AxumRequest { identify: proxy.identify, reference_id: proxy.reference_id, body };
    let (core, head_for_failure) = (proxy.core.clone(), head.clone());
    // Spawned, so that a disconnect does not cancel it: Ivy's response is still stored, and a retry finds it.
    let handling = tokio::spawn(async move { core.handle(head, request).await });
    let ivy_proxy_core::Response { status, headers, body } =
        handling.await.unwrap_or_else(|_| proxy.core.stopped(&head_for_failure));
    let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
