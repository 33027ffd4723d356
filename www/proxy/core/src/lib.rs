//! The rules of the merchant proxy, for every server that hosts it: who may call it, who may see which data session, which
//! requests go to Ivy and which responses go to a page.
//!
//! A [`Host`] provides clock, database and network; a [`RequestContext`] provides one request. So the security rules are
//! written once, for a Rust server and, compiled to WebAssembly, for a JavaScript server.
//!
//! The modules are floors: a lower one never imports a higher one, and no modules import each other in a circle.
//! `tests/floors` checks this table. Inside the crate an item is imported from the module that defines it, not from here.
//!
//! | floor | does |
//! |---|---|
//! | [`release`] | decides who may see a session: pure functions over one row |
//! | `api_error`, `config`, `customer`, `host`, `address`, `current`, `date`, `hash`, `header` | define the error response, the merchant's configuration, the customer and the host, and read plain values |
//! | `request`, `who`, `urls`, `page_fields`, `random`, `return_nonce`, `hmac_key` | define the request and its owner, check URLs, select the fields for pages, make tokens and read them from return URLs, verify signatures |
//! | `keys`, `secrets` | derive all keys from the merchant's secrets |
//! | `cookie`, `identify`, `guard`, `site`, `return_pages`, `limit`, `capacity`, `body` | admit a request: cookies, caller, CSRF and CORS, return pages by origin, rate limits, capacity, body |
//! | `alarm`, `breaker`, `list_way`, `recall_switch`, `health`, `metrics`, `monitored_host` | monitor Ivy, the database and the proxy, and read the switch for recall |
//! | `ivy`, `joining`, `account`, `session`, `store` | call Ivy, join equal calls, prepare its response for a page, read and write the tables |
//! | `services`, `problems` | hold the parts of one running proxy, and name all problems of its configuration |
//! | `operations` | perform the operations, one file for each |
//! | `diagnosis` | try everything, and say what is wrong |
//! | `response`, `serve` | take a request from the checks to the response and the log |
//! | `proxy` | offer all of it to a host |

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
mod diagnosis;
mod guard;
mod hash;
mod header;
mod health;
mod hmac_key;
mod host;
mod identify;
mod ivy;
mod joining;
mod keys;
mod limit;
mod list_way;
mod metrics;
mod monitored_host;
mod operations;
mod page_fields;
mod problems;
mod proxy;
mod random;
mod recall_switch;
pub mod release;
mod request;
mod response;
mod return_nonce;
mod return_pages;
mod secrets;
mod serve;
mod services;
mod session;
mod site;
mod store;
mod urls;
mod who;

pub use address::read_address;
pub use api_error::{ApiError, Code};
pub use breaker::BreakerState;
pub use config::{
    BASE_PATH, Config, ConfigError, Deadlines, IvyPaths, Limits, ListBy, ListSelector, PageField, Rate, Recall,
    RecallHook, ReferenceIdHook, Retention, ReturnUrls, Secret,
};
pub use customer::{Customer, SignInUnavailable, Verified};
pub use diagnosis::{CheckLine, CheckPart, CheckState};
pub use guard::CheckedPost;
pub use health::{Breakers, Health, LastKnown, Reachability};
pub use host::{
    Database, DatabaseError, Dialect, Host, NoRandomness, Post, RecallUnknown, Row, TransportError, UpstreamResponse,
    Value,
};
pub use list_way::{ListPath, ListWay};
pub use operations::{
    Login, LoginStatus, PATHS, RecallList, RecallOptions, RecallOutcome, ReleasedAccount, ServerRecall,
};
pub use proxy::{Proxy, SWEEP_EVERY, WeakProxy};
pub use recall_switch::RecallPosition;
pub use request::{BodyError, Head, RequestContext};
pub use response::Response;
pub use return_nonce::return_nonce;
pub use secrets::Renew;
pub use who::{GuestId, LoginId, Who};
