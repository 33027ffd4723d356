//! The client and the launch without a network: over a scripted transport and a clock of its own.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail the test"
)]

mod call;
mod connect;
mod launch;
mod login_host;
mod support;
