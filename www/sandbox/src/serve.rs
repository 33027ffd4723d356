//! The server of a sandbox: start, routes and stop.

use crate::app::App;
use crate::settings::Settings;
use crate::store::Store;
use crate::system::System;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use ivy_sandbox_core::{BodyError, MAX_BODY, Request, Response, Sandbox};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The time limit for running requests after the sandbox is stopped.
const STOP_TIMEOUT: Duration = Duration::from_secs(3);

/// The reason why a sandbox did not start.
#[derive(Debug)]
pub enum StartError {
    /// The database file cannot be opened or created.
    Database(sqlx::Error),
    /// The listener has no address, or the HTTP client for callbacks cannot be created.
    Network(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(_) => {
                f.write_str("database: cannot be opened; expected a folder that exists and can be written")
            }
            Self::Network(_) => f.write_str("the network cannot be used"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Network(error) => Some(&**error),
        }
    }
}

/// A running sandbox. Dropping it stops the sandbox at once; [`Running::stop`] lets running requests finish.
#[derive(Debug)]
pub struct Running {
    app: Arc<App>,
    address: SocketAddr,
    origin: String,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    webhooks: JoinHandle<()>,
}

/// Starts a sandbox on `listener`. Delivers the callbacks that an earlier run left over.
///
/// # Errors
/// When the database cannot be opened, or the listener's address is unknown.
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<Running, StartError> {
    let address = listener.local_addr().map_err(|error| StartError::Network(error.into()))?;
    let store = Store::open(&settings.database).await.map_err(StartError::Database)?;
    let origin = settings.public_origin.unwrap_or_else(|| format!("http://{}", reachable(address)));
    let mut sandbox = Sandbox::new(settings.rules, origin.clone(), System);
    for row in store.rows().await.map_err(StartError::Database)? {
        sandbox.load(&row).map_err(|error| StartError::Database(sqlx::Error::Decode(error.into())))?;
    }
    let app = Arc::new(App::new(store, sandbox).map_err(|error| StartError::Network(error.into()))?);
    app.resume().await.map_err(StartError::Database)?;

    let (stop, stopped) = oneshot::channel::<()>();
    let service = router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let server = tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::error!(%error, "the server ended");
        }
    });
    let webhooks = tokio::spawn(Arc::clone(&app).run());
    Ok(Running { app, address, origin, stop: Some(stop), server, webhooks })
}

impl Running {
    /// Returns the listening address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the origin of the API and the login pages, such as `http://127.0.0.1:8081`, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Accepts no new requests, waits for running ones (three seconds at most) and closes the database.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let _ = tokio::time::timeout(STOP_TIMEOUT, &mut self.server).await;
        self.server.abort();
        self.webhooks.abort();
        self.app.close().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
        self.webhooks.abort();
    }
}

fn router(app: Arc<App>) -> Router {
    Router::new().fallback(answer).layer(DefaultBodyLimit::max(MAX_BODY)).with_state(app)
}

async fn answer(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> axum::response::Response {
    let header = |(name, value): (&axum::http::HeaderName, &HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let request = Request {
        method: method.as_str().to_owned(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        headers: headers.iter().map(header).collect(),
        peer: Some(peer.ip()),
        body: body.map(Vec::from).map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => BodyError::TooLong,
            _ => BodyError::BrokeOff,
        }),
    };
    let Response { status, headers, body } = app.answer(request).await;
    let mut response = axum::response::Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Returns the address by which this machine reaches a listener: loopback for a listener on all addresses.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}
