//! Ivy data sessions: what a valid request is, what a list answer means, and which past session can stand in for a
//! bank login.
//!
//! Compiled to WebAssembly this crate is the npm package `ivy-data-session`; compiled natively the same code guards the
//! merchant proxy. The modules are floors: a lower one never imports a higher one.
//!
//! | floor | knows |
//! |---|---|
//! | [`json`] | RFC 8259 text: checking it, looking into it where it lies, and a tree for Rust programs |
//! | [`model`] | the one definition of every shape, enumeration and path |
//! | [`rules`] | what makes a request valid: e-mail, phone, market, URL, IBAN, BIC, date, metadata |
//! | [`decode`] | bytes of an answer to checked, indexed sessions, in one pass |
//! | [`recall`] | the decision: which past session can stand in for a bank login |
//! | [`client`] | the wire to the merchant proxy: sending a request, the meaning of a response, the hosts of bank logins |
//! | `wasm` | the WebAssembly face: converts and decides nothing |

pub mod client;
pub mod decode;
pub mod json;
pub mod model;
pub mod recall;
pub mod rules;
#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
pub mod wasm;
