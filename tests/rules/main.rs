//! The rules for requests and for single values.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails by panicking")]

mod generated;
mod model;
#[path = "../properties/mod.rs"]
mod properties;
#[path = "../shared/rules_table.rs"]
mod rules_table;
mod table;
mod vectors;
