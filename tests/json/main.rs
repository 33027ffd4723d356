//! Reading and writing JSON.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

#[path = "../shared/decode_samples.rs"]
mod decode_samples;
#[path = "../shared/json_vectors.rs"]
mod json_vectors;
#[path = "../shared/decode_reference.rs"]
mod reference;
mod suite;
mod text;
