//! The routes.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
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
    let (core, kept) = (proxy.core.clone(), head.clone());
    // A task of its own: where the browser hangs up, Ivy's answer is still written down, and a repeat finds it.
    let answering = tokio::spawn(async move { core.handle(head, asked).await });
    let Answered { status, headers, body } = answering.await.unwrap_or_else(|_| proxy.core.stopped(&kept));
    let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
