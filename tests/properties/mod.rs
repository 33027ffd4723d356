//! The properties that hold for all bytes: one function for each fuzz target.
//!
//! They live here once and are run three ways: with random bytes by `cargo fuzz`, with the committed seeds by
//! `tests/fuzz_seeds`, and with made-up values by the property tests. A property fails by panicking.
#![allow(dead_code, reason = "each test and each fuzz target uses its part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a property fails by panicking")]

#[path = "../shared/decode_reference.rs"]
pub(crate) mod reference;

pub(crate) mod decode;
pub(crate) mod http_date;
pub(crate) mod login_host;
pub(crate) mod request;

/// A property of any bytes.
pub(crate) type Property = fn(&[u8]);

/// The fuzz targets by their names, each with its property.
pub(crate) const TARGETS: [(&str, Property); 5] = [
    ("decode_list", decode::list),
    ("decode_session", decode::session),
    ("check_request", request::any_bytes),
    ("login_host", login_host::any_bytes),
    ("http_date", http_date::any_bytes),
];
