//! The reference merchant proxy: it holds the API key, knows who is signed in, and decides who may see which data
//! session.
//!
//! A shop nests [`Proxy::router`] at [`BASE_PATH`] and serves it with connection info, so that addresses can be counted:
//!
//! ```no_run
//! # async fn run(identify: impl ivy_proxy::Identify) -> Result<(), Box<dyn std::error::Error>> {
//! use ivy_proxy::{BASE_PATH, Config, Proxy, Secret, Store};
//!
//! let key = Secret::new(std::env::var("IVY_API_KEY")?);
//! let signing = Secret::new(std::env::var("IVY_SIGNING_SECRET")?);
//! let config = Config::new("https://api.sand.getivy.de", key, signing, "https://shop.example");
//! let store = Store::open("shop.sqlite").await?;
//! let proxy = Proxy::new(config, store, identify)?;
//! proxy.check_list_path().await;
//!
//! let app = axum::Router::new().nest(BASE_PATH, proxy.router());
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! axum::serve(listener, app.into_make_service_with_connect_info::<std::net::SocketAddr>()).await?;
//! # Ok(()) }
//! ```
//!
//! What the routes take and answer is described in `openapi.yaml` beside this crate. How it is made, from the bottom:
//!
//! | part | does |
//! |---|---|
//! | `config`, `places` | what the merchant sets, checked once |
//! | `store` | the one table |
//! | `ivy`, `session` | asking Ivy, and what of an answer a page may see |
//! | `guard`, `limit`, `body`, `guest`, `identify` | what is asked of a request before it is looked at |
//! | `operations` | one file for each thing that can be asked |
//! | `serve` | the way of a request: checks, operation, headers, log |
//! | `proxy` | what a shop's own server calls |

mod body;
mod clock;
mod config;
mod guard;
mod guest;
mod identify;
mod ivy;
mod limit;
mod operations;
mod places;
mod proxy;
mod random;
mod refused;
mod serve;
mod session;
mod store;

pub use config::{BASE_PATH, Config, ConfigError, Deadlines, IvyPaths, Limits, ListBy, Rate, ReferenceIdHook, Secret};
pub use identify::{Customer, GuestId, Identified, Identify, SignInUnavailable, Verified, Who};
pub use operations::{ListPath, Login, LoginStatus, ReleasedAccount};
pub use proxy::Proxy;
pub use refused::{Code, Refused};
pub use store::Store;
