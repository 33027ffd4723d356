//! An HTTP/1.1 server with timeouts.

use std::convert::Infallible;
use std::fmt;
use std::future::{IntoFuture, pending};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// The longest head of a request, in bytes. A connection's buffer has the same limit.
const LONGEST_HEAD: usize = 64 * 1024;

/// The timeouts of a server towards its clients.
///
/// The proxy itself limits the time for a body: see [`Limits::body_deadline`](crate::Limits::body_deadline).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerTimeouts {
    /// The timeout for the head of a request, from the start of the connection or the end of the previous response. It
    /// also closes idle connections. Default: 15 seconds. A load balancer in front of the shop must close its idle
    /// connections sooner.
    pub head: Duration,
    /// The timeout for a client that does not read its response. Default: 60 seconds.
    pub stalled: Duration,
}

impl Default for ServerTimeouts {
    fn default() -> Self {
        Self { head: Duration::from_secs(15), stalled: Duration::from_secs(60) }
    }
}

/// Serves `router` on `listener`, with connection info and with [`ServerTimeouts`]. Use it instead of
/// [`axum::serve()`], which waits forever for the end of a head.
///
/// The returned server runs while it is awaited, and ends only after [`Serve::with_graceful_shutdown`].
pub fn serve(listener: TcpListener, router: Router) -> Serve {
    Serve { listener, router, timeouts: ServerTimeouts::default(), stop: Box::pin(pending()) }
}

/// A server that is not started yet: see [`serve`].
#[must_use = "a server answers only while it is awaited"]
pub struct Serve {
    listener: TcpListener,
    router: Router,
    timeouts: ServerTimeouts,
    stop: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Serve {
    /// Replaces the default timeouts.
    pub fn with_timeouts(mut self, timeouts: ServerTimeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// Accepts no new connections after `stop`. The server ends when all requests in flight have their responses.
    pub fn with_graceful_shutdown(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop = Box::pin(stop);
        self
    }

    async fn run(self) {
        let Self { mut listener, router, timeouts, mut stop } = self;
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(timeouts.head).max_buf_size(LONGEST_HEAD);
        // Every connection holds a receiver. Dropping the sender tells the connections to end; they have ended when the
        // last receiver is gone.
        let (open, running) = watch::channel(());
        let (stopping, stopped) = watch::channel(());
        loop {
            let (stream, address) = tokio::select! {
                accepted = Listener::accept(&mut listener) => accepted,
                () = &mut stop => break,
            };
            let router = router.clone();
            let service = service_fn(move |request| respond(router.clone(), address, request));
            let connection = http.serve_connection(TokioIo::new(limited(stream, timeouts)), service).with_upgrades();
            let (running, mut stopped) = (running.clone(), stopped.clone());
            tokio::spawn(async move {
                let mut connection = pin!(connection);
                // A lost connection is no error of the server.
                tokio::select! {
                    _ = connection.as_mut() => return,
                    _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
                }
                let _ = connection.await;
                drop(running);
            });
        }
        drop((listener, stopping, running));
        open.closed().await;
    }
}

impl IntoFuture for Serve {
    type Output = ();
    type IntoFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Serve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve")
            .field("listener", &self.listener)
            .field("timeouts", &self.timeouts)
            .finish_non_exhaustive()
    }
}

fn limited(stream: TcpStream, timeouts: ServerTimeouts) -> Pin<Box<TimeoutStream<TcpStream>>> {
    // Responses are small; without this option the last part of one may wait for an acknowledgement.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(timeouts.stalled));
    Box::pin(stream)
}

async fn respond(router: Router, address: SocketAddr, request: Request<Incoming>) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(address));
    router.oneshot(request).await
}
