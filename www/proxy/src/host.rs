//! The host of a proxy in a Rust server: the machine's clocks, the shop's database, and `reqwest`.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ivy_data_session::rules::url::is_loopback;
use ivy_proxy_core::{
    Config, ConfigError, Database, DatabaseError, Dialect, Host, NoRandomness, Post, Recall, RecallUnknown, Row,
    TransportError, UpstreamResponse, Value,
};
use reqwest::redirect;
use url::Url;

use crate::store::Store;

/// The host of one proxy.
#[derive(Debug)]
pub(crate) struct Native {
    store: Store,
    client: reqwest::Client,
    recall: Recall,
    started: Instant,
}

impl Native {
    /// Builds a host over this database, with an HTTP client that connects only to Ivy.
    pub(crate) fn new(config: &Config, store: Store) -> Result<Self, ConfigError> {
        let url = Url::parse(&config.ivy_url).ok();
        let local = url.as_ref().and_then(Url::host_str).is_some_and(is_loopback);
        let mut builder = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .referer(false)
            .https_only(!local)
            .connect_timeout(config.deadlines.connect);
        if local {
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(|_| ConfigError::new("ivy_url: no http client can be made"))?;
        Ok(Self { store, client, recall: config.recall.clone(), started: Instant::now() })
    }
}

impl Database for Native {
    async fn execute(&self, statement: &str, values: Vec<Value>) -> Result<u64, DatabaseError> {
        self.store.execute(statement, values).await
    }

    async fn query(&self, statement: &str, values: Vec<Value>) -> Result<Vec<Row>, DatabaseError> {
        self.store.query(statement, values).await
    }

    async fn script(&self, statements: &str) -> Result<(), DatabaseError> {
        self.store.script(statements).await
    }
}

impl Host for Native {
    fn now_ms(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
    }

    fn dialect(&self) -> Dialect {
        self.store.dialect()
    }

    fn elapsed_ms(&self) -> u64 {
        self.started.elapsed().as_millis() as u64
    }

    fn random(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }

    async fn pause(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    async fn is_recall_on(&self) -> Result<bool, RecallUnknown> {
        match &self.recall {
            Recall::On => Ok(true),
            Recall::Off => Ok(false),
            Recall::Asked(hook) => hook().await,
        }
    }

    async fn post(&self, post: Post) -> Result<UpstreamResponse, TransportError> {
        // The client already has the timeout for connecting.
        let request = self.client.post(post.url).timeout(post.deadline).headers(post.headers.into_iter().collect());
        let mut response = request.body(post.body).send().await.map_err(transport_error)?;
        let mut bytes = Vec::new();
        if response.status().is_success() {
            while let Some(chunk) = response.chunk().await.map_err(transport_error)? {
                if bytes.len() + chunk.len() > post.longest {
                    return Err(TransportError::TooLong);
                }
                bytes.extend_from_slice(&chunk);
            }
        }
        Ok(UpstreamResponse {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            bytes,
        })
    }
}

fn transport_error(error: reqwest::Error) -> TransportError {
    match (error.is_connect() || error.is_builder(), error.is_timeout()) {
        (true, false) => TransportError::NotReached,
        (true, true) => TransportError::NotReachedInTime,
        (false, true) => TransportError::TookTooLong,
        (false, false) => TransportError::BrokeOff,
    }
}
