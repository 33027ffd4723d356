//! A merchant's server that takes result callbacks.

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

/// A merchant that answers with these statuses in turn, the last one for ever, and remembers what came.
#[derive(Debug, Clone)]
pub struct Merchant {
    pub url: String,
    answers: Arc<Mutex<Vec<u16>>>,
    received: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    pause: Duration,
}

impl Merchant {
    pub async fn start(answers: &[u16], pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback/data?shop=1", listener.local_addr().unwrap());
        let mut answers = answers.to_vec();
        answers.reverse();
        let merchant = Self { url, answers: Arc::new(Mutex::new(answers)), received: Arc::default(), pause };
        let router = Router::new().route("/callback/data", post(take)).with_state(merchant.clone());
        tokio::spawn(async { axum::serve(listener, router).await });
        merchant
    }

    pub fn received(&self) -> Vec<(HeaderMap, Bytes)> {
        self.received.lock().unwrap().clone()
    }

    pub fn answer_from_now_on(&self, status: u16) {
        *self.answers.lock().unwrap() = vec![status];
    }

    pub async fn wait_for(&self, count: usize) -> Vec<(HeaderMap, Bytes)> {
        let patience = Instant::now() + Duration::from_secs(20);
        while self.received().len() < count && Instant::now() < patience {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.received()
    }
}

async fn take(State(merchant): State<Merchant>, headers: HeaderMap, body: Bytes) -> StatusCode {
    tokio::time::sleep(merchant.pause).await;
    merchant.received.lock().unwrap().push((headers, body));
    let mut answers = merchant.answers.lock().unwrap();
    let status = if answers.len() > 1 { answers.pop() } else { answers.first().copied() };
    StatusCode::from_u16(status.unwrap_or(200)).unwrap()
}

/// Returns true if the header is the signature of the body.
pub fn is_signed(headers: &HeaderMap, body: &[u8]) -> bool {
    let mac = Hmac::<Sha256>::new_from_slice(SIGNING_SECRET.as_bytes()).unwrap().chain_update(body);
    headers["x-ivy-signature"] == hex::encode(mac.finalize().into_bytes())
}

/// Waits until the sandbox has counted so many callbacks.
pub async fn wait_for_sent(sandbox: &Sandbox, count: u64) {
    let patience = Instant::now() + Duration::from_secs(20);
    while sandbox.stats().await["callbacksSent"] != count {
        assert!(Instant::now() < patience, "no {count} callbacks were sent");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
