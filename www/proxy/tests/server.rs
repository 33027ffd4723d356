//! Tests of the server: a slow or silent client, or one that does not read, is disconnected in time; others are not.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::routing::{get, post};
use ivy_proxy::{ServerTimeouts, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A timeout far beyond those of the tests.
const GENEROUS: Duration = Duration::from_secs(10);
const SHORT: Duration = Duration::from_millis(300);

/// The size of a response that exceeds every buffer of a connection.
const LARGE: usize = 32 * 1024 * 1024;

const WHOLE: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

async fn started(router: Router, timeouts: ServerTimeouts) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = serve(listener, router).with_timeouts(timeouts).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    Server { address, stop, running: tokio::spawn(server.into_future()) }
}

fn peer() -> Router {
    Router::new().route("/", get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()))
}

impl Server {
    async fn sent(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }
}

/// Reads until the other side closes the connection.
async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = timeout(GENEROUS, stream.read_to_end(&mut bytes)).await.expect("it is closed in time");
    // A reset connection counts as closed.
    read.map(drop).unwrap_or_default();
    bytes
}

async fn response(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 4096];
    let length = timeout(GENEROUS, stream.read(&mut bytes)).await.expect("it is answered in time").unwrap();
    String::from_utf8(bytes[..length].to_vec()).unwrap()
}

#[tokio::test]
async fn a_head_that_does_not_end_is_dropped() {
    let server = started(peer(), ServerTimeouts { head: SHORT, ..ServerTimeouts::default() }).await;
    for head in ["", "G", "GET / HTTP/1.1\r\nHost: a\r\n"] {
        assert_eq!(rest(&mut server.sent(head.as_bytes()).await).await, b"", "{head}");
    }
    let mut stream = server.sent(b"GET / HTTP/1.1\r\n").await;
    let dropped = async {
        // One header at a time, each of them in time.
        while stream.write_all(b"x: y\r\n").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(GENEROUS, dropped).await.expect("it is closed in time");
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_its_response() {
    let server = started(peer(), ServerTimeouts { head: SHORT, ..ServerTimeouts::default() }).await;
    let mut stream = server.sent(WHOLE).await;
    let text = String::from_utf8(rest(&mut stream).await).unwrap();
    assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
    assert!(text.ends_with(&stream.local_addr().unwrap().to_string()), "the handler knows the address: {text}");
}

#[tokio::test]
async fn a_client_that_sends_in_time_is_served_again_and_again() {
    let server = started(peer(), ServerTimeouts { head: Duration::from_secs(5), ..ServerTimeouts::default() }).await;
    let mut stream = server.sent(WHOLE).await;
    for _ in 0..3 {
        assert!(response(&mut stream).await.starts_with("HTTP/1.1 200 "));
        tokio::time::sleep(SHORT).await;
        stream.write_all(WHOLE).await.unwrap();
    }
}

/// Sends a message when it is dropped.
struct OnDrop(mpsc::UnboundedSender<()>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        let _ = self.0.send(());
    }
}

#[tokio::test]
async fn a_response_that_is_not_read_is_dropped() {
    let (tell, mut dropped) = mpsc::unbounded_channel();
    let handler = async move || {
        let kept = OnDrop(tell);
        let chunk = axum::body::Bytes::from(vec![0; LARGE]);
        // The body is dropped with its connection, and with it everything that it holds.
        let body = http_body_util::StreamBody::new(Chunks { chunk, _kept: kept });
        axum::body::Body::new(body)
    };
    let router = Router::new().route("/", get(handler));
    let server = started(router, ServerTimeouts { stalled: SHORT, ..ServerTimeouts::default() }).await;
    let stream = server.sent(WHOLE).await;
    timeout(GENEROUS, dropped.recv()).await.expect("it is dropped in time");
    drop(stream);
}

/// An endless body of equal chunks.
struct Chunks {
    chunk: axum::body::Bytes,
    _kept: OnDrop,
}

impl futures_core::Stream for Chunks {
    type Item = Result<hyper::body::Frame<axum::body::Bytes>, std::convert::Infallible>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(Some(Ok(hyper::body::Frame::data(self.chunk.clone()))))
    }
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let server = started(peer(), ServerTimeouts::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let mut head = b"GET / HTTP/1.1\r\nHost: a\r\nx: ".to_vec();
    head.resize(200 * 1024, b'y');
    // The server may close before everything is sent.
    let _ = stream.write_all(&head).await;
    let mut start = [0; 12];
    let came = timeout(GENEROUS, stream.read_exact(&mut start)).await.expect("it ends in time");
    assert!(came.is_err() || &start == b"HTTP/1.1 431", "{start:?}");
    assert!(response(&mut server.sent(WHOLE).await).await.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_stop_waits_for_requests_and_not_for_idle_connections() {
    let (arrive, mut arrived) = mpsc::unbounded_channel();
    let router = peer().route(
        "/slow",
        post(async move || {
            arrive.send(()).unwrap();
            tokio::time::sleep(SHORT).await;
            "done"
        }),
    );
    let server = started(router, ServerTimeouts::default()).await;
    let mut idle = server.sent(WHOLE).await;
    response(&mut idle).await;
    let mut slow = server.sent(b"POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").await;
    arrived.recv().await.unwrap();
    server.stop.send(()).unwrap();
    let text = String::from_utf8(rest(&mut slow).await).unwrap();
    assert!(text.ends_with("done"), "{text}");
    rest(&mut idle).await;
    timeout(GENEROUS, server.running).await.expect("it ends in time").unwrap();
    assert!(TcpStream::connect(server.address).await.is_err(), "it takes no new connections");
}
