//! A model of everything round the release rule: people, browsers, cookies, links, Ivy and the proxy's flow. Every
//! transition of a row is made by the real [`ivy_proxy_core::release::decide`].
//!
//! | file | models |
//! |---|---|
//! | `browser` | people, and the browsers in which they act |
//! | `digests` | the digests in a row, as small numbers |
//! | `row` | a row of the table, in a few bytes |
//! | `session` | a bank login: Ivy's record, links, nonces, and its true history |
//! | `world` | the state as a whole, and the bounds of a path |
//! | `actions`, `possible`, `effects` | the steps: their kinds, which are possible, and their effects |
//! | `proxy`, `checks` | the requests to the proxy, in the order in which it calls the rule and Ivy, and the checks on each |
//! | `cell`, `reachable` | the cells of the rule's table; the enumerations whose variants the paths must reach |
//! | `law` | the properties, checked on every step and every state |
//! | `mutations` | rules with one fault each |
//! | `scenario`, `scenarios` | bounded worlds that together cover every bound |
//! | `traces` | random paths as data, for a replay against the real hosts |
//!
//! Nothing here depends on the model checker, so that `tests/contract` can include the module for a replay: see
//! `traces`.

pub(crate) mod actions;
pub(crate) mod browser;
pub(crate) mod cell;
pub(crate) mod checks;
pub(crate) mod digests;
pub(crate) mod effects;
pub(crate) mod law;
pub(crate) mod mutations;
pub(crate) mod possible;
pub(crate) mod proxy;
mod reachable;
pub(crate) mod row;
pub(crate) mod scenario;
pub(crate) mod scenarios;
pub(crate) mod session;
pub(crate) mod traces;
pub(crate) mod world;
