//! What every merchant proxy does, whatever it runs on: who may ask, who may see which data session, what Ivy is asked
//! and what a page is told. A [`Host`] brings the clock, the database and the network, an [`Asked`] one request; so the
//! security rules are written once, for a Rust server and, compiled to WebAssembly, for one in JavaScript.
//!
//! | part | does |
//! |---|---|
//! | `config`, `places`, `secrets` | what the merchant sets, checked once |
//! | `host`, `value` | what a proxy stands on |
//! | `store` | the one table |
//! | `ivy`, `session` | asking Ivy, and what of an answer a page may see |
//! | `guard`, `address`, `limit`, `capacity`, `body`, `guest`, `identify` | what is asked of a request before it is looked at |
//! | `breaker`, `alarm`, `health`, `metrics` | how Ivy and the proxy do, and who is told |
//! | `operations` | one file for each thing that can be asked |
//! | `serve` | the way of a request: checks, operation, headers, log |
//! | `proxy` | what a host calls |

mod address;
mod alarm;
mod body;
mod breaker;
mod capacity;
mod config;
mod guard;
mod guest;
mod health;
mod host;
mod identify;
mod ivy;
mod limit;
mod metrics;
mod operations;
mod places;
mod proxy;
mod random;
mod refused;
mod secrets;
mod serve;
mod session;
mod store;
mod value;

pub use address::read_address;
pub use breaker::BreakerState;
pub use config::{BASE_PATH, Config, ConfigError, Deadlines, IvyPaths, Limits, ListBy, Rate, ReferenceIdHook, Secret};
pub use health::{Breakers, Health, LastKnown, Reachability};
pub use host::{Answer, Asked, BodyFault, Database, DatabaseFault, Head, Host, NoRandomness, Post, Unanswered};
pub use identify::{Customer, GuestId, SignInUnavailable, Verified, Who};
pub use operations::{ListPath, Login, LoginStatus, ReleasedAccount};
pub use proxy::Proxy;
pub use refused::{Code, Refused};
pub use serve::{Answered, PATHS};
pub use store::{Dialect, migrate};
pub use value::{Row, Value};
