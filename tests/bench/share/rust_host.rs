//! The proxy in a Rust server, and beside it a handler that forwards the list unchanged.
//!
//! Environment: `SHARE_IVY`, `SHARE_ORIGIN`, `SHARE_DATABASE`.

use std::env;
use std::error::Error;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use ivy_proxy::{BASE_PATH, Config, Customer, Identified, Identify, Proxy, Rate, Secret, Store};
use tokio::net::TcpListener;

const API_KEY: &str = "api-key-made-for-the-benchmark";

const MANY: Rate = Rate { burst: 1_000_000_000, per_minute: 1_000_000_000 };

/// A sign-in whose cookie names the customer.
struct SignIn;

impl Identify for SignIn {
    fn customer<'a>(&'a self, headers: &'a HeaderMap) -> Identified<'a> {
        let is_ada = headers.get(header::COOKIE).is_some_and(|value| value == "customer=ada");
        Box::pin(async move { Ok(is_ada.then(|| Customer::new("cus_ada"))) })
    }
}

/// Forwards the list.
#[derive(Clone)]
struct Forward {
    client: reqwest::Client,
    url: String,
}

async fn forward(State(Forward { client, url }): State<Forward>, body: Bytes) -> Response {
    let request = client.post(url).header("x-ivy-api-key", API_KEY).header(header::CONTENT_TYPE, "application/json");
    let answered = async { request.body(body).send().await?.bytes().await };
    match answered.await {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let ivy = env::var("SHARE_IVY")?;
    let store = Store::open(&env::var("SHARE_DATABASE")?).await?;
    let mut config = Config::new(
        &ivy,
        Secret::new(API_KEY),
        Secret::new("webhook-secret-made-for-the-benchmark"),
        Secret::new("nW0J4mVgQ2b3Y1sXkz8hT6rCqLpEoUaFdKiNvBxMyZw="),
        &env::var("SHARE_ORIGIN")?,
    );
    (config.limits.per_owner, config.limits.per_address) = (MANY, MANY);
    (config.limits.creates_per_owner, config.limits.creates_per_address) = (1_000, 1_000);
    let proxy = Proxy::start(config, store, SignIn).await?;
    proxy.check_list_path().await;
    let bare = Forward {
        client: reqwest::Client::builder().no_proxy().build()?,
        url: format!("{ivy}/api/service/data/session/list"),
    };
    let app = Router::new().nest(BASE_PATH, proxy.router()).route("/forward", post(forward).with_state(bare));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("rust-host: listening on http://{}", listener.local_addr()?);
    ivy_proxy::serve(listener, app).await;
    Ok(())
}
