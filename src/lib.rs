//! Ivy data sessions: the rules of valid requests, the decoding of responses, and the decision whether a past session
//! can replace a bank login.
//!
//! Compiled to WebAssembly this crate is the npm package `ivy-data-session`; compiled natively the same code guards the
//! merchant proxy. The modules are floors: a lower one never imports a higher one.
//!
//! | floor | knows |
//! |---|---|
//! | [`json`] | RFC 8259 text: a validating lexer, borrowed views, and a tree for Rust programs |
//! | [`model`] | the one definition of every shape, enumeration and path |
//! | [`rules`] | the rules of a valid request: e-mail, phone, market, URL, IBAN, BIC, date, metadata |
//! | [`decode`] | the scan of a response into checked, indexed sessions, in one pass |
//! | [`recall`] | the decision whether a past session can replace a bank login |
//! | [`client`] | the wire to the merchant proxy: sending a request, the meaning of a response, the hosts of bank logins |
//! | `wasm` | the exports of the WebAssembly module: they convert and decide nothing |

pub mod client;
pub mod decode;
pub mod json;
pub mod model;
pub mod recall;
pub mod rules;
#[cfg(all(target_arch = "wasm32", not(feature = "server")))]
pub mod wasm;
