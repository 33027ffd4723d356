//! The decoder of responses.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "../shared/byte_changes.rs"]
mod byte_changes;
#[path = "../shared/decode_samples.rs"]
mod decode_samples;
mod differential;
#[path = "../properties/mod.rs"]
mod properties;
mod responses;

use crate::properties::reference;
