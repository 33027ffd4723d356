//! What every merchant proxy does, whatever it runs on: who may ask, who may see which data session, what Ivy is asked
//! and what a page is told. A [`Host`] brings the clock, the database and the network, an [`RequestContext`] one request; so the
//! security rules are written once, for a Rust server and, compiled to WebAssembly, for one in JavaScript.
//!
//! | part | does |
//! |---|---|
//! | `config`, `places`, `secrets` | what the merchant sets, checked once |
//! | `host`, `value` | what a proxy stands on |
//! | `release` | the rule that decides who may see a session |
//! | `store` | the tables |
//! | `keys`, `current` | every key, and how a newer one takes its place |
//! | `ivy`, `session`, `page_fields`, `account`, `date` | asking Ivy, and the part of an answer that a page may see |
//! | `guard`, `address`, `limit`, `capacity`, `body`, `cookie`, `identify` | what is asked of a request before it is looked at |
//! | `breaker`, `alarm`, `health`, `metrics` | how Ivy and the proxy do, and who is told |
//! | `operations` | one file for each thing that can be asked |
//! | `serve` | the way of a request: checks, operation, headers, log |
//! | `proxy` | what a host calls |

mod account;
mod address;
mod alarm;
mod api_error;
mod body;
mod breaker;
mod capacity;
mod config;
mod cookie;
mod current;
mod customer;
mod date;
mod guard;
mod hash;
mod header;
mod health;
mod hmac_key;
mod host;
mod identify;
mod ivy;
mod keys;
mod limit;
mod list_check;
mod metrics;
mod monitored_host;
mod operations;
mod page_fields;
mod proxy;
mod random;
pub mod release;
mod request;
mod response;
mod secrets;
mod serve;
mod services;
mod session;
mod store;
mod urls;
mod who;

pub use address::read_address;
pub use api_error::{ApiError, Code};
pub use breaker::BreakerState;
pub use config::{
    BASE_PATH, Config, ConfigError, Deadlines, IvyPaths, Limits, ListBy, PageField, Rate, ReferenceIdHook, Retention,
    Secret,
};
pub use customer::{Customer, SignInUnavailable, Verified};
pub use guard::CheckedPost;
pub use health::{Breakers, Health, LastKnown, Reachability};
pub use host::{
    Database, DatabaseError, Dialect, Host, NoRandomness, Post, Row, TransportError, UpstreamResponse, Value,
};
pub use list_check::ListPath;
pub use operations::{Login, LoginStatus, PATHS, ReleasedAccount};
pub use proxy::{Proxy, SWEEP_EVERY, WeakProxy};
pub use request::{BodyError, Head, RequestContext};
pub use response::Response;
pub use secrets::Renew;
pub use who::{GuestId, LoginId, Who};
