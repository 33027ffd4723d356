//! The routes.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::any;
use ivy_proxy_core::{PATHS, ReferenceIdHook};

use crate::host::Native;
use crate::identify::Identify;
use crate::request::{AxumRequest, split_head};

/// The state that every route shares: the core, the merchant's sign-in, and the hook for references.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) core: ivy_proxy_core::Proxy<Native>,
    pub(crate) identify: Arc<dyn Identify>,
    pub(crate) reference_id: Option<ReferenceIdHook>,
}

impl Service {
    /// Builds the router. Unknown paths get the core's 404.
    pub(crate) fn router(&self) -> Router {
        let mut router = Router::new();
        for path in PATHS {
            // Some frameworks and load balancers add a slash.
            for written in [path.to_owned(), format!("{path}/")] {
                let service = self.clone();
                router = router.route(&written, any(move |request: Request| service.clone().serve(path, request)));
            }
        }
        let service = self.clone();
        router.fallback(move |request: Request| service.clone().serve("", request))
    }

    async fn serve(self, path: &'static str, request: Request) -> Response {
        let (head, body) = split_head(request, path);
        let request = AxumRequest { identify: self.identify, reference_id: self.reference_id, body };
        let (core, head_for_failure) = (self.core.clone(), head.clone());
        // Spawned, so that a disconnect does not cancel it: Ivy's response is still stored, and a retry finds it.
        let handling = tokio::spawn(async move { core.handle(head, request).await });
        let ivy_proxy_core::Response { status, headers, body } =
            handling.await.unwrap_or_else(|_| self.core.stopped(&head_for_failure));
        let mut response = Response::new(body.map_or_else(Body::empty, Body::from));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.core.fmt(f)
    }
}
