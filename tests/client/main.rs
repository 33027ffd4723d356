//! The client, as far as it is the same in a page and in the proxy.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail the test"
)]

#[path = "../shared/errors_table.rs"]
mod errors_table;
mod http_date;
mod login_host;
#[path = "../shared/login_urls.rs"]
mod login_urls;
mod meaning;
