//! The sandbox for JavaScript servers: `ivy-sandbox-core` over a clock that JavaScript provides. It converts arguments, calls
//! the core and converts the result; it decides nothing.
//!
//! The modules are floors: a lower one never imports a higher one, and no modules import each other in a circle.
//!
//! | floor | does |
//! |---|---|
//! | `host`, `json`, `settings` | implement the core's host, convert requests and results, read the tester's options |
//! | `sandbox` | offer the core as one JavaScript class |

#![cfg(target_arch = "wasm32")]

mod host;
mod json;
mod sandbox;
mod settings;

pub use sandbox::{SandboxCore, max_body};
