//! The server of the shop: start, routes and stop.

use std::fmt;
use std::future::IntoFuture;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{Redirect, Response};
use axum::routing::{MethodRouter, any, get};
use ivy_proxy::{BASE_PATH, Config, ConfigError, Proxy, Rate, Store};
use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::compression::Compression;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::errors;
use crate::headers::{self, content_security_policy};
use crate::pages::checkout::Template;
use crate::routes;
use crate::settings::Settings;
use crate::sign_in::SignIns;
use crate::state::Shop;

/// The time limit for running requests after the shop is stopped. It is longer than the proxy's time limit for Ivy, so that
/// no response of Ivy is lost.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// The largest request body of the shop's own routes, in bytes.
const MAX_BODY: usize = 16 * 1024;

/// The reason why a shop did not start. The text says what to do.
#[derive(Debug)]
pub enum StartError {
    /// The checkout page cannot be read.
    Page(std::io::Error),
    /// The database cannot be opened.
    Database(sqlx::Error),
    /// The proxy does not accept the settings.
    Proxy(ConfigError),
    /// The listener has no address, or a login origin is not valid in a header.
    Network(Box<dyn std::error::Error + Send + Sync>),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(error) => write!(f, "--page: the checkout page cannot be read ({error}); expected its folder"),
            Self::Database(_) => {
                f.write_str("--database: cannot be opened; expected a folder that exists and can be written")
            }
            Self::Proxy(error) => f.write_str(&as_set(&error.to_string())),
            Self::Network(error) => write!(f, "the network cannot be used ({error})"),
        }
    }
}

/// The names of the proxy's options, each with the variable or the flag that sets it.
const SET_BY: [(&str, &str); 6] = [
    ("ivy_url", "IVY_API_URL"),
    ("api_key", "IVY_API_KEY"),
    ("signing_secrets", "IVY_SIGNING_SECRET"),
    ("table_secret", "IVY_TABLE_SECRET"),
    ("database", "--database"),
    ("origins[0]", "--origin"),
];

/// Returns a sentence of the proxy with the variable or the flag that sets its option.
fn as_set(sentence: &str) -> String {
    let named = SET_BY.iter().find_map(|(option, name)| Some(format!("{name}{}", sentence.strip_prefix(option)?)));
    named.unwrap_or_else(|| sentence.to_owned())
}

impl std::error::Error for StartError {}

impl From<sqlx::Error> for StartError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// A running shop. Dropping it stops the shop at once; [`Running::stop`] lets running requests finish.
#[derive(Debug)]
pub struct Running {
    origin: String,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
    pool: AnyPool,
    store: Store,
}

/// Starts a shop on `listener`.
///
/// # Errors
/// When the page cannot be read, the database cannot be opened, or a setting is invalid.
pub async fn serve(listener: TcpListener, settings: Settings) -> Result<Running, StartError> {
    let origin = settings.origin(listener.local_addr().map_err(|error| StartError::Network(error.into()))?);
    let template = Template::read(&settings.options.page).map_err(StartError::Page)?;
    let url = settings.database_url();
    // The proxy creates the file.
    let store = Store::open(&url).await.map_err(StartError::Proxy)?;
    sqlx::any::install_default_drivers();
    let pool = AnyPoolOptions::new().max_connections(4).connect(&url).await?;
    let sign_ins = SignIns::open(pool.clone(), origin.starts_with("https:")).await?;
    let [key, signing, table] =
        [&settings.api_key, &settings.signing_secret, &settings.table_secret].map(|secret| secret.clone());
    let mut config = Config::new(&settings.ivy_url, key, signing, table, &origin);
    config.login_environment = settings.options.login_environment;
    if let Some(number) = settings.options.requests_per_minute {
        let rate = Rate { burst: number, per_minute: number };
        (config.limits.per_owner, config.limits.per_address) = (rate, rate);
        (config.limits.creates_per_owner, config.limits.creates_per_address) = (number, number);
    }
    let proxy = Proxy::start(config, store.clone(), sign_ins.clone()).await.map_err(StartError::Proxy)?;
    let shop = Arc::new(Shop {
        proxy: proxy.clone(),
        sign_ins,
        page: template,
        login_environment: settings.options.login_environment,
    });
    let app = router(shop, &settings)?;

    // Runs in the background, because Ivy may be slow or start later. It logs the result.
    tokio::spawn(async move { proxy.check_list_path().await });

    let (stop, stopped) = oneshot::channel::<()>();
    let server = ivy_proxy::serve(listener, app).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    Ok(Running { origin, stop: Some(stop), server: tokio::spawn(server.into_future()), pool, store })
}

impl Running {
    /// Returns the origin by which browsers reach the shop, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Accepts no new requests, waits for running ones (ten seconds at most) and closes the database.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        let _ = tokio::time::timeout(STOP_TIMEOUT, &mut self.server).await;
        self.server.abort();
        self.pool.close().await;
        self.store.close().await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Returns the router of the whole shop.
fn router(shop: Arc<Shop>, settings: &Settings) -> Result<Router, StartError> {
    let policy = HeaderValue::from_str(&content_security_policy(&settings.login_origins))
        .map_err(|error| StartError::Network(error.into()))?;
    let proxy = shop.proxy.router();
    let docs = settings.options.docs.as_ref().map(|folder| docs(folder));
    let app = routes::router()
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(shop)
        .nest(BASE_PATH, proxy)
        .nest_service("/package", files(&settings.options.package))
        .merge(docs.unwrap_or_default())
        .fallback_service(files(&settings.options.page))
        .layer(SetResponseHeaderLayer::if_not_present(header::CONTENT_SECURITY_POLICY, policy));
    let app = headers::COMMON
        .into_iter()
        .fold(app, |app, (name, value)| app.layer(SetResponseHeaderLayer::if_not_present(name, value)));
    Ok(app.layer(middleware::from_fn(log)))
}

/// Serves the files of a folder, compressed, and a page for any other name. Files are the same for everybody. Responses for one customer are not
/// compressed, because their length would reveal their content.
fn files(folder: &Path) -> Compression<ServeDir<MethodRouter>> {
    Compression::new(
        ServeDir::new(folder).append_index_html_on_directories(false).fallback(any(async || errors::no_page())),
    )
}

/// Returns the router of the documentation. Its links are relative, so that the path needs the slash at the end.
fn docs(folder: &Path) -> Router {
    Router::new()
        .route("/docs", get(async || Redirect::permanent("/docs/")))
        .nest_service("/docs/", Compression::new(ServeDir::new(folder).fallback(any(async || errors::no_page()))))
}

/// Logs one line for each request: method, route, status and time, without addresses, queries, cookies or bodies.
async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("file", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status = response.status().as_u16(), milliseconds, "answered");
    response
}
