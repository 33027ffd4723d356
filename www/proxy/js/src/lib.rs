//! The merchant proxy for servers in JavaScript: `ivy-proxy-core`, standing on what JavaScript brings. It converts, calls
//! the core, and converts back; it decides nothing.
//!
//! | part | does |
//! |---|---|
//! | `given` | the objects that JavaScript gives: a host, and a request |
//! | `settings` | the merchant's options |
//! | `host`, `request` | what the rules stand on, and ask of a request |
//! | `log` | log lines as JSON text |
//! | `answer` | what goes back |
//! | `proxy` | the one class |

#![cfg(target_arch = "wasm32")]

mod host;
mod js_bindings;
mod log;
mod proxy;
mod request;
mod settings;
mod to_js;

pub use proxy::ProxyCore;
