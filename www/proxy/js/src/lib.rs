//! The merchant proxy for JavaScript servers: `ivy-proxy-core` over a host that JavaScript provides. It converts arguments,
//! calls the core and converts the result; it decides nothing.
//!
//! The modules are floors: a lower one never imports a higher one, and no modules import each other in a circle.
//!
//! | floor | does |
//! |---|---|
//! | `js_bindings`, `settings`, `wanted`, `log`, `to_js` | declare the JavaScript objects, read the merchant's options and requirements, buffer log lines, convert results |
//! | `host` | implement the core's host |
//! | `request` | implement the core's request context |
//! | `proxy` | offer the core as one JavaScript class |

#![cfg(target_arch = "wasm32")]

mod host;
mod js_bindings;
mod log;
mod proxy;
mod request;
mod settings;
mod to_js;
mod wanted;

pub use proxy::ProxyCore;
