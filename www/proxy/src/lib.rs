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
//! What the routes take and answer is described in `openapi.yaml` beside this crate. The rules are those of
//! [`ivy_proxy_core`], which knows no server; here is what they stand on in a Rust one:
//!
//! | part | does |
//! |---|---|
//! | `host`, `store` | clocks, the request to Ivy, the database |
//! | `sqlite_file`, `postgres_url` | who else may read or use the database, and TLS on the way to it |
//! | `asked`, `identify` | a request that axum received, and who sent it |
//! | `serve`, `server` | the routes, and the connections that they are asked over |
//! | `proxy` | what a shop's own server calls |

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
    ApiError, BASE_PATH, BreakerState, Breakers, CheckedPost, Code, Config, ConfigError, Customer, Deadlines, GuestId,
    Health, IvyPaths, LastKnown, Limits, ListBy, ListPath, Login, LoginId, LoginStatus, PageField, Rate, Reachability,
    ReferenceIdHook, ReleasedAccount, Renew, Retention, Secret, SignInUnavailable, Verified, Who,
};
pub use proxy::Proxy;
pub use server::{Serve, ServerTimeouts, serve};
pub use store::Store;
