//! The server of a sandbox: start, routes and stop.

use crate::app::App;
use crate::json_body::MAX_BODY;
use crate::settings::Settings;
use crate::store::Store;
use crate::webhooks::Sender;
use crate::{api, control, hosted};
use axum::Router;
use axum::extract::DefaultBodyLimit;
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
                f.write_str("the database cannot be opened; check that its folder exists and can be written")
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
    store.resume_deliveries().await.map_err(StartError::Database)?;
    let webhooks = Arc::new(Sender::new(store.clone(), &settings).map_err(|error| StartError::Network(error.into()))?);
    let origin = settings.public_origin.clone().unwrap_or_else(|| format!("http://{}", reachable(address)));
    let app = Arc::new(App::new(store, settings, Arc::clone(&webhooks), origin));

    let (stop, stopped) = oneshot::channel::<()>();
    let service = router(&app).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let server = tokio::spawn(async move {
        if let Err(error) = server.await {
            tracing::error!(%error, "the server ended");
        }
    });
    Ok(Running { app, address, stop: Some(stop), server, webhooks: tokio::spawn(webhooks.run()) })
}

impl Running {
    /// Returns the listening address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the origin of the API and the login pages, such as `http://127.0.0.1:8081`, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.app.origin
    }

    /// Accepts no new requests, waits for running ones (three seconds at most) and closes the database.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let _ = tokio::time::timeout(STOP_TIMEOUT, &mut self.server).await;
        self.server.abort();
        self.webhooks.abort();
        self.app.store.close().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
        self.webhooks.abort();
    }
}

fn router(app: &Arc<App>) -> Router {
    api::router(app)
        .merge(control::router())
        .merge(hosted::router())
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(Arc::clone(app))
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
