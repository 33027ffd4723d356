//! A merchant's server that receives result callbacks.

use super::{SIGNING_SECRET, Sandbox};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// A merchant that records the callbacks. It responds with the statuses in turn, and then always with the last one.
#[derive(Debug, Clone)]
pub struct Merchant {
    pub url: String,
    statuses: Arc<Mutex<Vec<u16>>>,
    received: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    pause: Duration,
}

impl Merchant {
    /// Starts a merchant that waits for `pause` before each response.
    pub async fn start(statuses: &[u16], pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback/data?shop=1", listener.local_addr().unwrap());
        let mut statuses = statuses.to_vec();
        statuses.reverse();
        let merchant = Self { url, statuses: Arc::new(Mutex::new(statuses)), received: Arc::default(), pause };
        let router = Router::new().route("/callback/data", post(take)).with_state(merchant.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        merchant
    }

    /// Returns the callbacks so far.
    pub fn received(&self) -> Vec<(HeaderMap, Bytes)> {
        self.received.lock().unwrap().clone()
    }

    /// Changes the status of all later responses.
    pub fn respond_from_now_on(&self, status: u16) {
        *self.statuses.lock().unwrap() = vec![status];
    }

    /// Waits for a number of callbacks, at most 20 seconds, and returns those so far.
    pub async fn wait_for(&self, count: usize) -> Vec<(HeaderMap, Bytes)> {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.received().len() < count && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.received()
    }
}

async fn take(State(merchant): State<Merchant>, headers: HeaderMap, body: Bytes) -> StatusCode {
    tokio::time::sleep(merchant.pause).await;
    merchant.received.lock().unwrap().push((headers, body));
    let mut statuses = merchant.statuses.lock().unwrap();
    let status = if statuses.len() > 1 { statuses.pop() } else { statuses.first().copied() };
    StatusCode::from_u16(status.unwrap_or(200)).unwrap()
}

/// Returns true if `X-Ivy-Signature` is the signature of the body.
pub fn is_signed(headers: &HeaderMap, body: &[u8]) -> bool {
    let mac = Hmac::<Sha256>::new_from_slice(SIGNING_SECRET.as_bytes()).unwrap().chain_update(body);
    headers["x-ivy-signature"] == hex::encode(mac.finalize().into_bytes())
}

/// Waits until the sandbox has counted this number of sent callbacks.
pub async fn wait_for_sent(sandbox: &Sandbox, count: u64) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while sandbox.stats().await["callbacksSent"] != count {
        assert!(Instant::now() < deadline, "no {count} callbacks were sent");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
