//! The reference merchant proxy: it holds the API key, knows who is signed in, and decides who may see which data
//! session.
//!
//! A shop nests [`Proxy::router`] at [`BASE_PATH`]. [`serve()`] serves it with connection info, so that addresses can be
//! counted, and with timeouts:
//!
//! ```no_run
//! # async fn run(identify: impl ivy_proxy::Identify) -> Result<(), Box<dyn std::error::Error>> {
//! use ivy_proxy::{BASE_PATH, Config, Proxy, Secret, Store};
//!
//! let key = Secret::new(std::env::var("IVY_API_KEY")?);
//! let signing = Secret::new(std::env::var("IVY_SIGNING_SECRET")?);
//! let table = Secret::new(std::env::var("IVY_TABLE_SECRET")?);
//! let config = Config::new("https://api.sand.getivy.de", key, signing, table, "https://shop.example");
//! let store = Store::open("shop.sqlite").await?;
//! let proxy = Proxy::start(config, store, identify).await?;
//! proxy.check_list_path().await;
//!
//! let app = axum::Router::new().nest(BASE_PATH, proxy.router());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! ivy_proxy::serve(listener, app).await;
//! # Ok(()) }
//! ```
//!
//! `openapi.yaml` beside this crate describes the requests and responses of the routes. The rules are those of
//! [`ivy_proxy_core`], which knows no server; this crate connects them to axum, `sqlx` and `reqwest`.
//!
//! The modules are floors: a lower one never imports a higher one, and no modules import each other in a circle.
//!
//! | floor | does |
//! |---|---|
//! | `postgres_url`, `sqlite_file`, `identify`, `server` | check a database's URL, protect and lock its file, define the merchant's sign-in, serve connections with timeouts |
//! | `store` | execute statements in SQLite or PostgreSQL |
//! | `host`, `request` | implement the core's host and request context |
//! | `serve` | route requests to the core |
//! | `proxy` | offer all of it to a shop |

mod host;
mod identify;
mod postgres_url;
mod proxy;
mod request;
mod serve;
mod server;
mod sqlite_file;
mod store;

pub use identify::{Identified, Identify};
pub use ivy_proxy_core::{
    ApiError, BASE_PATH, BreakerState, Breakers, CheckLine, CheckPart, CheckState, CheckedPost, Code, Config,
    ConfigError, Customer, Deadlines, GuestId, Health, IvyPaths, LastKnown, Limits, ListBy, ListPath, ListSelector,
    ListWay, Login, LoginId, LoginStatus, PageField, Rate, Reachability, Recall, RecallHook, RecallList, RecallOptions,
    RecallOutcome, RecallPosition, RecallUnknown, ReferenceIdHook, ReleasedAccount, Renew, Retention, ReturnUrls,
    Secret, ServerRecall, SignInUnavailable, Verified, Who, return_nonce,
};
pub use proxy::Proxy;
pub use server::{Serve, ServerTimeouts, serve};
pub use store::Store;
