//! Starting and stopping a sandbox.

use crate::courier::Courier;
use crate::store::Store;
use crate::{App, Settings, api, control, hosted};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, RwLock};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long running requests may take after the sandbox was told to stop.
const FAREWELL: Duration = Duration::from_secs(3);

/// Why a sandbox did not start.
#[derive(Debug)]
pub enum StartError {
    /// The database file could not be opened or made.
    Database(sqlx::Error),
    /// The listener has no address, or the client for callbacks could not be made.
    Network(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(_) => {
                f.write_str("the database cannot be opened; does its folder exist, and may it be written?")
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

/// A sandbox that answers. Dropping it stops it at once; [`Running::stop`] lets running requests finish.
#[derive(Debug)]
pub struct Running {
    app: Arc<App>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    courier: JoinHandle<()>,
}

/// Answers on `listener` until it is stopped. Callbacks that an earlier run left over are delivered.
///
/// # Errors
/// When the database cannot be opened or the listener's address is unknown.
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<Running, StartError> {
    let address = listener.local_addr().map_err(|error| StartError::Network(error.into()))?;
    let store = Store::open(&settings.database).await.map_err(StartError::Database)?;
    store.resume_deliveries().await.map_err(StartError::Database)?;
    let courier = Arc::new(Courier::new(store.clone(), &settings).map_err(|error| StartError::Network(error.into()))?);
    let origin = settings.public_origin.clone().unwrap_or_else(|| format!("http://{}", reachable(address)));
    let deviations = RwLock::new(settings.deviations);
    let app = Arc::new(App { store, settings, courier: Arc::clone(&courier), origin, deviations });

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
    Ok(Running { app, address, stop: Some(stop), server, courier: tokio::spawn(courier.run()) })
}

impl Running {
    /// The address that is listened on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the API and the login pages are, such as `http://127.0.0.1:8081`, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.app.origin
    }

    /// Takes no new requests, lets running ones finish (three seconds at most) and closes the database.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let _ = tokio::time::timeout(FAREWELL, &mut self.server).await;
        self.server.abort();
        self.courier.abort();
        self.app.store.close().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
        self.courier.abort();
    }
}

fn router(app: &Arc<App>) -> Router {
    api::router(app)
        .merge(control::router())
        .merge(hosted::router())
        .layer(DefaultBodyLimit::max(api::MAX_BODY))
        .with_state(Arc::clone(app))
}

/// A listener on every address is reached on loopback.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}
